// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.contract.Needs;
import io.sealkeep.contract.RandomContract;
import io.sealkeep.contract.TagContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.kms.KmsClient;

/** The scoreboard's run as a whole, against servers that do as they are told. */
@Timeout(120)
class ConformanceTest {

    private static final String NO_KEYS = "{\"Keys\":[],\"Truncated\":false}";
    private static final String THEIR_KEY =
            "{\"Keys\":[{\"KeyId\":\"11111111-2222-3333-4444-555555555555\"}],\"Truncated\":false}";
    private static final String MADE_KEY = "{\"KeyMetadata\":{\"KeyId\":\"aaaaaaaa-2222-3333-4444-555555555555\","
            + "\"Arn\":\"arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-2222-3333-4444-555555555555\"}}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(ScriptedServer server, Class<?> contracts, boolean keepsKeys, boolean strict) {
        return run(server, contracts, Duration.ofSeconds(20), keepsKeys, strict);
    }

    /** For servers that do not answer. */
    private int runHastily(ScriptedServer server, Class<?> contracts) {
        return run(server, contracts, Duration.ofMillis(300), false, false);
    }

    private int run(ScriptedServer server, Class<?> contracts, Duration patience, boolean keepsKeys, boolean strict) {
        Endpoint endpoint =
                new Endpoint(server.uri(), "us-east-1", AwsBasicCredentials.create("test", "test"), patience);
        Options options = new Options(endpoint, Set.of(), keepsKeys, strict);
        return new Conformance(
                        options,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(contracts);
    }

    private String table() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Function<String, String> answers(Map<String, String> script) {
        return operation -> script.getOrDefault(operation, "UnknownOperationException");
    }

    @Test
    void run_againstSilence_doesNotBegin() {
        try (ScriptedServer server = new ScriptedServer(operation -> ScriptedServer.SILENCE)) {
            assertThat(runHastily(server, EndpointContracts.class)).isEqualTo(Conformance.COULD_NOT_BEGIN);
        }
        assertThat(table()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not answer");
    }

    /** Nothing listens there any more: refused at once, and no run either. */
    @Test
    void run_againstClosedPort_doesNotBegin() {
        ScriptedServer server = new ScriptedServer(operation -> NO_KEYS);
        server.close();

        assertThat(run(server, EndpointContracts.class, false, false)).isEqualTo(Conformance.COULD_NOT_BEGIN);
    }

    @Test
    void run_againstServerThatKnowsNoOperation_endsWithEveryRow() {
        try (ScriptedServer server = new ScriptedServer(operation -> "UnknownOperationException")) {
            assertThat(run(server, TwoContracts.class, false, false)).isEqualTo(Conformance.RAN);
        }
        assertThat(table().lines().filter(line -> line.startsWith("| "))).hasSize(58);
        assertThat(table())
                .contains("Total: 56 operations, of which 0 pass")
                .containsPattern("\\| GenerateRandom \\| fails \\d of \\d \\|")
                .contains("| Sign | no test |");
    }

    @Test
    void run_withFailures_failsOnlyIfStrict() {
        try (ScriptedServer server = new ScriptedServer(answers(Map.of("ListKeys", NO_KEYS)))) {
            assertThat(run(server, OneOfEach.class, false, false)).isEqualTo(Conformance.RAN);
            assertThat(run(server, OneOfEach.class, false, true)).isEqualTo(Conformance.FAILED);
        }
    }

    @Test
    void run_strictButWithoutFailure_succeeds() {
        try (ScriptedServer server = new ScriptedServer(answers(Map.of("ListKeys", NO_KEYS, "CreateKey", MADE_KEY)))) {
            assertThat(run(server, OneOfEach.class, false, true)).isEqualTo(Conformance.RAN);
        }
        assertThat(table())
                .contains("| CreateKey | passes 1 |")
                .contains("- `sign_withSm2_verifies`: AWS has SM2 in its China Regions alone");
    }

    @Test
    void run_thatMadeThings_cleansUp() {
        try (ScriptedServer server =
                new ScriptedServer(answers(Map.of("ListKeys", NO_KEYS, "CreateKey", MADE_KEY, "CreateAlias", "{}")))) {
            run(server, Making.class, false, false);

            assertThat(server.calls())
                    .containsSubsequence("CreateKey", "CreateAlias", "DeleteAlias", "ScheduleKeyDeletion");
        }
    }

    @Test
    void run_thatIsToKeepItsKeys_leavesThem() {
        try (ScriptedServer server =
                new ScriptedServer(answers(Map.of("ListKeys", NO_KEYS, "CreateKey", MADE_KEY, "CreateAlias", "{}")))) {
            run(server, Making.class, true, false);

            assertThat(server.calls()).contains("CreateAlias").doesNotContain("DeleteAlias", "ScheduleKeyDeletion");
        }
    }

    @Test
    void run_whereAContractTouchesAnothersKey_letsNoCallThrough() {
        try (ScriptedServer server = new ScriptedServer(answers(Map.of("ListKeys", THEIR_KEY, "DisableKey", "{}")))) {
            run(server, Careless.class, false, false);

            assertThat(server.calls()).doesNotContain("DisableKey", "CreateAlias");
        }
        assertThat(table()).contains("The run did not make the key 11111111-2222-3333-4444-555555555555");
    }

    @Test
    void run_againstServerThatFallsSilent_stopsCallingIt() {
        try (ScriptedServer server =
                new ScriptedServer(operation -> operation.equals("ListKeys") ? NO_KEYS : ScriptedServer.SILENCE)) {
            assertThat(runHastily(server, ManyCalls.class)).isEqualTo(Conformance.RAN);

            // Each call that is given up may have been tried three times; the first may have timed out before it was
            // sent.
            assertThat(Collections.frequency(server.calls(), "CreateKey"))
                    .isBetween(1, Patience.CALLS_OF_ONE_OPERATION * 3);
        }
        assertThat(table()).contains("| CreateKey | fails 50 of 50 |");
    }

    private static KmsClient client() {
        return EndpointContracts.target().client();
    }

    /** Surefire does not find these: the launcher is pointed at them. */
    @ExtendWith(EndpointContracts.Applicability.class)
    static class OneOfEach {

        @Test
        void createKey_always_answers() {
            assertThat(client().createKey(r -> {}).keyMetadata().keyId()).isNotEmpty();
        }

        @Test
        @Tag(Needs.SM2)
        void sign_withSm2_verifies() {
            throw new AssertionError("it was to be left out");
        }
    }

    static class TwoContracts {

        @Nested
        class Random extends RandomContract {
            @Override
            protected KmsClient client() {
                return ConformanceTest.client();
            }
        }

        @Nested
        class Tags extends TagContract {
            @Override
            protected KmsClient client() {
                return ConformanceTest.client();
            }
        }
    }

    static class Making {

        @Test
        void createAlias_ofNewKey_isMade() {
            String keyId = client().createKey(r -> {}).keyMetadata().keyId();
            client().createAlias(r -> r.aliasName("alias/a").targetKeyId(keyId));
        }
    }

    static class Careless {

        @Test
        void disableKey_ofAnother_isDone() {
            String keyId = client().listKeys(r -> {}).keys().getFirst().keyId();
            client().disableKey(r -> r.keyId("arn:aws:kms:us-east-1:111122223333:key/" + keyId));
        }

        @Test
        void createAlias_ofAnother_isDone() {
            String keyId = client().listKeys(r -> {}).keys().getFirst().keyId();
            client().createAlias(r -> r.aliasName("alias/a").targetKeyId(keyId));
        }
    }

    static class ManyCalls {

        @RepeatedTest(50)
        void createKey_always_answers() {
            assertThat(client().createKey(r -> {}).keyMetadata()).isNotNull();
        }
    }
}
