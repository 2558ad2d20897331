// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CiphertextBlobTest {

    private static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String MATERIAL_ID = "0123456789abcdef".repeat(4);

    private static byte[] blob(int plaintextLength) {
        SymmetricKey key = new SymmetricKey(KEY_ID, MATERIAL_ID, SecretBytes.takeOver(new byte[32]));
        return key.seal(new byte[plaintextLength], ContextEncoding.encode(null), RandomBytes.system());
    }

    @Test
    void parse_ofABlob_findsItsParts() {
        byte[] bytes = blob(5);
        CiphertextBlob blob = CiphertextBlob.parse(bytes);

        assertThat(blob).isNotNull();
        assertThat(blob.keyId()).isEqualTo(KEY_ID);
        assertThat(blob.materialId()).isEqualTo(MATERIAL_ID);
        assertThat(blob.headerLength()).isEqualTo(130);
        assertThat(blob.header()).isEqualTo(Arrays.copyOf(bytes, 130));
        assertThat(blob.salt()).isEqualTo(Arrays.copyOfRange(bytes, 70, 86));
        assertThat(blob.iv()).isEqualTo(Arrays.copyOfRange(bytes, 86, 98));
        assertThat(blob.commitment()).isEqualTo(Arrays.copyOfRange(bytes, 98, 130));
    }

    @Test
    void blob_ofAnyPlaintext_isWithinAwssLimit() {
        assertThat(blob(1)).hasSize(147);
        assertThat(blob(4096)).hasSize(4242).hasSizeLessThanOrEqualTo(6144);
    }

    @Test
    void parse_ofOtherVersionsAndLengths_isNull() {
        byte[] good = blob(1);
        byte[] version = good.clone();
        version[0] = 2;
        byte[] noKeyId = good.clone();
        noKeyId[1] = 0;
        byte[] longKeyId = good.clone();
        longKeyId[1] = (byte) 200;
        byte[] oddKeyId = good.clone();
        oddKeyId[4] = '/';

        for (byte[] bad : new byte[][] {version, noKeyId, longKeyId, oddKeyId, {}, {1}, Arrays.copyOf(good, 146)}) {
            assertThat(CiphertextBlob.parse(bad)).isNull();
        }
    }

    @Test
    void parse_ofAnyBytes_neverThrows() {
        Random random = new Random(2);
        byte[] good = blob(20);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = random.nextBoolean() ? good.clone() : new byte[random.nextInt(300)];
            for (int j = 0; j < 4 && bytes.length > 0; j++) {
                bytes[random.nextInt(Math.min(bytes.length, 8))] = (byte) random.nextInt();
            }
            CiphertextBlob blob = CiphertextBlob.parse(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            if (blob != null) {
                assertThat(blob.salt()).hasSize(16);
                assertThat(blob.header()).hasSize(blob.headerLength());
            }
        }
    }
}
