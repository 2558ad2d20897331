// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Threat 2: a ciphertext with anything changed. Full scale: {@code -Dsealkeep.test.ciphertexts=200
 * -Dsealkeep.test.mutations=100000}.
 */
class TamperedCiphertextTest extends EngineFixture {

    private static final int CIPHERTEXTS = Integer.getInteger("sealkeep.test.ciphertexts", 12);
    private static final int MUTATIONS = Integer.getInteger("sealkeep.test.mutations", 20_000);
    private static final Map<String, String> CONTEXT = Map.of("a", "b");

    private byte[] sealed(String keyId, String text) {
        return kms.encrypt(r ->
                        r.keyId(keyId).plaintext(SdkBytes.fromUtf8String(text)).encryptionContext(CONTEXT))
                .ciphertextBlob()
                .asByteArray();
    }

    private boolean opens(byte[] ciphertext) {
        try {
            kms.decrypt(
                    r -> r.ciphertextBlob(SdkBytes.fromByteArray(ciphertext)).encryptionContext(CONTEXT));
            return true;
        } catch (InvalidCiphertextException e) {
            assertThat(e.awsErrorDetails().errorMessage()).isEmpty();
            assertThat(e.getCause()).isNull();
            return false;
        }
    }

    @Test
    void decrypt_withAnyBitFlipped_isRefused() {
        String keyId = newKey();
        for (int i = 0; i < CIPHERTEXTS; i++) {
            byte[] ciphertext = sealed(keyId, "x".repeat(1 + i % 40));
            for (int bit = 0; bit < ciphertext.length * 8; bit++) {
                ciphertext[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(opens(ciphertext)).as("bit %d", bit).isFalse();
                ciphertext[bit / 8] ^= (byte) (1 << (bit % 8));
            }
            assertThat(opens(ciphertext)).isTrue();
        }
    }

    /** Also with the key named: then a changed key id in the blob must not be told from any other change. */
    @Test
    void decrypt_withTheKeyNamedAndAnyHeaderBitFlipped_isRefusedAlike() {
        String keyId = newKey();
        byte[] ciphertext = sealed(keyId, "x");
        for (int bit = 0; bit < 130 * 8; bit++) {
            byte[] changed = ciphertext.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(
                    () -> kms.decrypt(r -> r.keyId(keyId)
                            .ciphertextBlob(SdkBytes.fromByteArray(changed))
                            .encryptionContext(CONTEXT)),
                    "InvalidCiphertextException",
                    "");
        }
    }

    @Test
    void decrypt_ofAnyOtherLength_isRefused() {
        byte[] ciphertext = sealed(newKey(), "some text");
        for (int length = 1; length < ciphertext.length; length++) {
            assertThat(opens(Arrays.copyOf(ciphertext, length))).isFalse();
            assertThat(opens(Arrays.copyOfRange(ciphertext, length, ciphertext.length)))
                    .isFalse();
        }
        for (int more = 1; more < 40; more++) {
            assertThat(opens(Arrays.copyOf(ciphertext, ciphertext.length + more)))
                    .isFalse();
        }
    }

    @Test
    void decrypt_ofRandomMutations_isRefused() {
        Random random = new Random(2);
        String keyId = newKey();
        kms.rotateKeyOnDemand(r -> r.keyId(keyId));
        byte[][] originals = {sealed(keyId, "a"), sealed(keyId, "bcd"), sealed(newKey(), "x".repeat(100))};
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] original = originals[random.nextInt(originals.length)];
            byte[] mutated = mutate(original, originals[random.nextInt(originals.length)], random);
            if (!Arrays.equals(mutated, original)
                    && Arrays.stream(originals).noneMatch(o -> Arrays.equals(o, mutated))) {
                assertThat(opens(mutated)).isFalse();
            }
        }
    }

    /** A part of another ciphertext put in, bytes changed, bytes put in or cut out. */
    private static byte[] mutate(byte[] original, byte[] other, Random random) {
        byte[] mutated = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                int from = random.nextInt(Math.min(original.length, other.length));
                int length = 1 + random.nextInt(Math.min(original.length, other.length) - from);
                System.arraycopy(other, from, mutated, from, length);
            }
            case 1 -> {
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> {
                int at = random.nextInt(original.length);
                mutated = Arrays.copyOf(original, original.length + 1);
                System.arraycopy(original, at, mutated, at + 1, original.length - at);
            }
            default -> {
                int at = random.nextInt(original.length);
                mutated = Arrays.copyOf(original, original.length - 1);
                System.arraycopy(original, at + 1, mutated, at, original.length - at - 1);
            }
        }
        return mutated;
    }

    @Test
    void decrypt_ofAnyKindOfBadCiphertext_looksAlike() {
        byte[] good = sealed(newKey(), "text");
        byte[] badTag = good.clone();
        badTag[good.length - 1] ^= 1;
        byte[] badMaterial = good.clone();
        badMaterial[50] ^= 1;
        byte[] badKey = good.clone();
        System.arraycopy("00000000".getBytes(StandardCharsets.US_ASCII), 0, badKey, 2, 8);

        for (byte[] bad : new byte[][] {badTag, badMaterial, badKey, {1, 2, 3}}) {
            KmsException refusal = catchThrowableOfType(
                    KmsException.class,
                    () -> kms.decrypt(
                            r -> r.ciphertextBlob(SdkBytes.fromByteArray(bad)).encryptionContext(CONTEXT)));
            assertThat(refusal).isInstanceOf(InvalidCiphertextException.class).hasNoCause();
            assertThat(refusal.awsErrorDetails().errorMessage()).isEmpty();
            assertThat(refusal.statusCode()).isEqualTo(400);
        }
    }
}
