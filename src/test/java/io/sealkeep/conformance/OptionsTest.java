// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sealkeep.contract.Needs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class OptionsTest {

    private static final String URL = "http://127.0.0.1:8080";

    @Test
    void parse_ofUrlAlone_takesTheDefaults() {
        Options options = Options.parse(List.of(URL), Map.of());

        assertThat(options.endpoint().url()).hasToString(URL);
        assertThat(options.endpoint().region()).isEqualTo("us-east-1");
        assertThat(options.endpoint().credentials()).isEqualTo(AwsBasicCredentials.create("test", "test"));
        assertThat(options.offers()).isEmpty();
        assertThat(options.keepsKeys()).isFalse();
        assertThat(options.strict()).isFalse();
    }

    @Test
    void parse_ofEnvironment_takesRegionAndCredentials() {
        Endpoint endpoint = Options.parse(
                        List.of(URL),
                        Map.of(
                                "AWS_REGION", "eu-central-1",
                                "AWS_ACCESS_KEY_ID", "AKID",
                                "AWS_SECRET_ACCESS_KEY", "secret",
                                "AWS_SESSION_TOKEN", "token"))
                .endpoint();

        assertThat(endpoint.region()).isEqualTo("eu-central-1");
        assertThat(endpoint.credentials()).isEqualTo(AwsSessionCredentials.create("AKID", "secret", "token"));
    }

    @Test
    void parse_ofFlags_setsThem() {
        Options options = Options.parse(List.of("--strict", "--with", "sm2", URL, "--keep-keys"), Map.of());

        assertThat(options.strict()).isTrue();
        assertThat(options.keepsKeys()).isTrue();
        assertThat(options.offers()).containsExactly(Needs.SM2);
    }

    @Test
    void parse_inChina_offersSm2() {
        assertThat(Options.parse(List.of(URL), Map.of("AWS_REGION", "cn-north-1"))
                        .offers())
                .containsExactly(Needs.SM2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--strict",
                "127.0.0.1:8080",
                "ftp://127.0.0.1",
                "http:///path",
                "a b",
                URL + " " + URL,
                URL + " --with",
                URL + " --with sm3",
                URL + " --loud"
            })
    void parse_ofWhatIsNotItsForm_isRefused(String line) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));

        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(arguments, Map.of()));
    }
}
