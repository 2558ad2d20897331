// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** An engine of the test's own, with a clock of its own. */
abstract class EngineFixture {

    @TempDir
    Path home;

    final TestClock clock = new TestClock();
    EmbeddedKms engine;
    KmsClient kms;

    @BeforeEach
    void open() {
        engine = TestEngines.open(home, clock);
        kms = in(TestCallers.REGION);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    KmsClient in(String region) {
        return TestCallers.calling(engine, region);
    }

    String newKey() {
        return kms.createKey(r -> {}).keyMetadata().keyId();
    }

    SdkBytes encrypt(String keyId, String plaintext) {
        return kms.encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String(plaintext)))
                .ciphertextBlob();
    }

    String decrypt(SdkBytes ciphertext) {
        return kms.decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext().asUtf8String();
    }

    static String arn(String keyId) {
        return "arn:aws:kms:" + TestCallers.REGION + ":" + TestCallers.ACCOUNT + ":key/" + keyId;
    }

    static void assertRefused(ThrowingCallable call, String code, String message) {
        KmsException refusal = catchThrowableOfType(KmsException.class, call);
        assertThat(refusal).as("the call was not refused").isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
    }
}
