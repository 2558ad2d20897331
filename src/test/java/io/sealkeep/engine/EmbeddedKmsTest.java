// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

class EmbeddedKmsTest {

    @TempDir
    Path home;

    @Test
    void open_afterClose_findsKeysAliasesAndOpensCiphertext() {
        String keyId;
        SdkBytes blob;
        try (EmbeddedKms engine = TestEngines.open(home)) {
            KmsClient kms = TestCallers.calling(engine, TestCallers.REGION);
            keyId = kms.createKey(r -> r.description("one")).keyMetadata().keyId();
            String id = keyId;
            kms.createAlias(r -> r.aliasName("alias/one").targetKeyId(id));
            blob = kms.encrypt(r -> r.keyId("alias/one")
                            .plaintext(SdkBytes.fromUtf8String("hello"))
                            .encryptionContext(Map.of("a", "b")))
                    .ciphertextBlob();
        }
        try (EmbeddedKms engine = TestEngines.open(home)) {
            KmsClient kms = TestCallers.calling(engine, TestCallers.REGION);
            assertThat(kms.describeKey(r -> r.keyId("alias/one")).keyMetadata().keyId())
                    .isEqualTo(keyId);
            assertThat(kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "b")))
                            .plaintext()
                            .asUtf8String())
                    .isEqualTo("hello");
        }
    }
}
