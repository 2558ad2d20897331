// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/**
 * How key material travels to ImportKeyMaterial: the key pairs that GetParametersForImport hands the public half of,
 * and the unwrapping of what callers wrapped with it ("Select a wrapping algorithm" in the AWS KMS Developer Guide).
 * Safe for concurrent use.
 */
public final class ImportWrapping {

    private static final int AES_KEY_BYTES = 32;

    private ImportWrapping() {}

    /**
     * Opens a wrapping key pair, and takes {@code encoded} over; the caller closes what is returned.
     *
     * @param id any name for the pair: it becomes {@link KeyMaterial#materialId}
     * @throws IllegalArgumentException if {@code encoded} was not made for that spec, or the spec is unknown
     */
    public static KeyPairMaterial open(WrappingKeySpec spec, String id, SecretBytes encoded) {
        return spec == WrappingKeySpec.SM2 ? new Sm2Key(id, encoded) : new RsaKey(keySpec(spec), id, encoded);
    }

    /**
     * Returns the key spec with the same key pairs, by which {@link KeyMaterials} makes them.
     *
     * @throws IllegalArgumentException if the spec is unknown
     */
    public static KeySpec keySpec(WrappingKeySpec spec) {
        return switch (spec) {
            case RSA_2048 -> KeySpec.RSA_2048;
            case RSA_3072 -> KeySpec.RSA_3072;
            case RSA_4096 -> KeySpec.RSA_4096;
            case SM2 -> KeySpec.SM2;
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known wrapping key spec");
        };
    }

    /**
     * Returns whether wrapping keys of that spec unwrap with that algorithm: {@code SM2PKE} with SM2, all others with
     * RSA.
     */
    public static boolean fits(AlgorithmSpec algorithm, WrappingKeySpec spec) {
        return algorithm != AlgorithmSpec.UNKNOWN_TO_SDK_VERSION
                && spec != WrappingKeySpec.UNKNOWN_TO_SDK_VERSION
                && (algorithm == AlgorithmSpec.SM2_PKE) == (spec == WrappingKeySpec.SM2);
    }

    /**
     * Unwraps what a caller wrapped.
     *
     * <p>Limit of {@code RSAES_PKCS1_V1_5}: whoever may import with one wrapping key, and learns of each try whether it
     * unwrapped, can in time read what another wrapped with it (Bleichenbacher 1998). AWS KMS has refused the algorithm
     * since 10 October 2023.
     *
     * @return the material, which the caller closes; null if it does not unwrap, whatever the reason
     * @throws IllegalArgumentException if the key does not unwrap with that algorithm, see {@link #fits}
     * @throws SecretBytes.WipedException if the key was closed
     */
    public static @Nullable SecretBytes unwrap(AlgorithmSpec algorithm, KeyPairMaterial wrappingKey, byte[] wrapped) {
        byte @Nullable [] material = switch (algorithm) {
            case RSAES_PKCS1_V1_5 -> rsa(wrappingKey).openPkcs1(wrapped);
            case RSAES_OAEP_SHA_1 -> rsa(wrappingKey).openOaep(Sha.SHA_1, wrapped);
            case RSAES_OAEP_SHA_256 -> rsa(wrappingKey).openOaep(Sha.SHA_256, wrapped);
            case RSA_AES_KEY_WRAP_SHA_1 -> unwrapTwice(Sha.SHA_1, rsa(wrappingKey), wrapped);
            case RSA_AES_KEY_WRAP_SHA_256 -> unwrapTwice(Sha.SHA_256, rsa(wrappingKey), wrapped);
            case SM2_PKE -> sm2(wrappingKey).openPke(wrapped);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known algorithm");
        };
        return material == null ? null : SecretBytes.takeOver(material);
    }

    /**
     * First, as long as the modulus, an AES-256 key; then the material under that (PKCS #11 v3.0,
     * CKM_RSA_AES_KEY_WRAP).
     */
    private static byte @Nullable [] unwrapTwice(Sha hash, RsaKey key, byte[] wrapped) {
        int split = Math.min(key.modulusBytes(), wrapped.length);
        byte @Nullable [] aesKey = key.openOaep(hash, Arrays.copyOf(wrapped, split));
        if (aesKey == null) {
            return null;
        }
        try {
            return aesKey.length == AES_KEY_BYTES
                    ? KeyWrap.unwrap(aesKey, Arrays.copyOfRange(wrapped, split, wrapped.length))
                    : null;
        } finally {
            Arrays.fill(aesKey, (byte) 0);
        }
    }

    private static RsaKey rsa(KeyPairMaterial key) {
        if (key instanceof RsaKey rsa) {
            return rsa;
        }
        throw new IllegalArgumentException("Not an RSA wrapping key");
    }

    private static Sm2Key sm2(KeyPairMaterial key) {
        if (key instanceof Sm2Key sm2) {
            return sm2;
        }
        throw new IllegalArgumentException("Not an SM2 wrapping key");
    }
}
