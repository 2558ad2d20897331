// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/** Threat 1: a ciphertext of one key, sent with the id of another. */
class WrongKeyTest extends EngineFixture {

    private static final int KEYS = 50;
    private static final String TEXT =
            "The key ID in the request does not identify a CMK that can perform this operation.";

    @Test
    void decrypt_ofEachKeysCiphertextWithEachOtherKey_isRefused() {
        List<String> keys = new ArrayList<>();
        List<SdkBytes> ciphertexts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(newKey());
            ciphertexts.add(encrypt(keys.get(i), "of key " + i));
        }
        for (int i = 0; i < KEYS; i++) {
            SdkBytes ciphertext = ciphertexts.get(i);
            for (int j = 0; j < KEYS; j++) {
                String key = keys.get(j);
                if (i == j) {
                    kms.decrypt(r -> r.ciphertextBlob(ciphertext).keyId(key));
                } else {
                    assertRefused(
                            () -> kms.decrypt(r -> r.ciphertextBlob(ciphertext).keyId(key)),
                            "IncorrectKeyException",
                            TEXT);
                    assertRefused(
                            () -> kms.reEncrypt(r -> r.ciphertextBlob(ciphertext)
                                    .sourceKeyId(key)
                                    .destinationKeyId(key)),
                            "IncorrectKeyException",
                            TEXT);
                }
            }
        }
    }
}
