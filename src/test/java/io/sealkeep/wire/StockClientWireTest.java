// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** The AWS SDK's client, as it is, against the door over HTTP. */
class StockClientWireTest {

    private final WireServer server = WireServer.fresh();
    private final KmsClient stock = StockClient.clientOf(server.uri(), null);

    @AfterEach
    void close() {
        stock.close();
    }

    static Stream<String> operations() {
        return WireOperations.all().map(WireOperation::name).sorted();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperation_reachesTheClientAsItWasSent(String name) {
        WireOperation operation = Objects.requireNonNull(WireOperations.find("TrentService." + name));
        KmsRequest request = (KmsRequest) new RandomModels(7).fill(operation.newBuilder());

        operation.call(stock, (SdkPojo) request.toBuilder());

        assertThat(server.kms().requests()).containsExactly(request);
    }

    @Test
    void answer_hasTheRequestIdOfTheHeader() {
        assertThat(stock.listKeys().responseMetadata().requestId()).hasSize(36);
        assertThat(stock.enableKey(r -> r.keyId("k")).responseMetadata().requestId())
                .hasSize(36);
    }

    @Test
    void errors_comeBackAsTheExceptionsTheyWere() {
        fail(NotFoundException.builder(), "NotFoundException", "Invalid keyId 'k'", 400);
        assertThatThrownBy(() -> stock.describeKey(r -> r.keyId("k")))
                .isInstanceOfSatisfying(NotFoundException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotFoundException");
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Invalid keyId 'k'");
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.requestId()).hasSize(36);
                });
        fail(KmsInvalidStateException.builder(), "KMSInvalidStateException", "a is pending deletion.", 409);
        assertThatThrownBy(() -> stock.decrypt(r -> r.ciphertextBlob(SdkBytes.fromUtf8String("c"))))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageContaining("a is pending deletion.");
        fail(DisabledException.builder(), "DisabledException", "a is disabled.", 400);
        assertThatThrownBy(() -> stock.getPublicKey(r -> r.keyId("k"))).isInstanceOf(DisabledException.class);
        fail(InvalidCiphertextException.builder(), "InvalidCiphertextException", "", 400);
        assertThatThrownBy(() -> stock.decrypt(r -> r.ciphertextBlob(SdkBytes.fromUtf8String("c"))))
                .isInstanceOf(InvalidCiphertextException.class);
        fail(DependencyTimeoutException.builder(), "DependencyTimeoutException", "Try again.", 503);
        assertThatThrownBy(() -> stock.listKeys())
                .isInstanceOfSatisfying(
                        DependencyTimeoutException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(503));
        fail(KmsException.builder(), "ValidationException", "1 validation error detected: …", 400);
        assertThatThrownBy(() -> stock.listKeys(r -> r.limit(0))).isInstanceOfSatisfying(KmsException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("1 validation error detected: …");
        });
    }

    private void fail(KmsException.Builder error, String code, String message, int status) {
        server.kms().behave(request -> {
            throw (KmsException) error.awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(code)
                            .errorMessage(message)
                            .build())
                    .statusCode(status)
                    .build();
        });
    }
}
