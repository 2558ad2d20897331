// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * Makes and opens the material of every key spec. Safe for concurrent use.
 *
 * <p>{@code encoded} below is what the root key wraps at rest: the bare bytes of a symmetric or HMAC key, the form of
 * {@code StoredKeyPair} for a key pair.
 */
public final class KeyMaterials {

    private KeyMaterials() {}

    /**
     * Returns whether making a key takes long: RSA, which looks for primes from a tenth of a second to several seconds.
     * All others take less than about a millisecond.
     */
    public static boolean isSlowToMake(KeySpec spec) {
        return switch (spec) {
            case RSA_2048, RSA_3072, RSA_4096 -> true;
            default -> false;
        };
    }

    /**
     * Returns new material, encoded; the caller closes it.
     *
     * @throws IllegalArgumentException if the spec is unknown
     */
    public static SecretBytes generate(KeySpec spec, RandomBytes random) {
        return switch (spec) {
            case SYMMETRIC_DEFAULT -> SecretBytes.takeOver(random.next(AesGcm.KEY_BYTES));
            case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> SecretBytes.takeOver(random.next(MacKey.keyBytes(spec)));
            case RSA_2048, RSA_3072, RSA_4096 -> RsaKeys.generate(spec, random);
            case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256_K1, SM2 ->
                EcEncoding.encode(EcCurve.of(spec), EcCurve.of(spec).generate(random));
            case ECC_NIST_EDWARDS25519 -> EdwardsKey.generate(random);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> MlDsaKey.generate(spec, random);
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> MlKemKey.generate(spec, random);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known key spec");
        };
    }

    /**
     * Opens material for use, and takes {@code encoded} over; the caller closes what is returned.
     *
     * @param keyId the key's id, which a {@link SymmetricKey} writes into what it seals
     * @param materialId 64 hex digits
     * @throws IllegalArgumentException if {@code encoded} was not made by this class for that spec, or the spec is
     *     unknown
     */
    public static KeyMaterial open(KeySpec spec, String keyId, String materialId, SecretBytes encoded) {
        return switch (spec) {
            case SYMMETRIC_DEFAULT -> new SymmetricKey(keyId, materialId, encoded);
            case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> new MacKey(spec, materialId, encoded);
            case RSA_2048, RSA_3072, RSA_4096 -> new RsaKey(spec, materialId, encoded);
            case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256_K1 -> new EcKey(spec, materialId, encoded);
            case SM2 -> new Sm2Key(materialId, encoded);
            case ECC_NIST_EDWARDS25519 -> new EdwardsKey(materialId, encoded);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> new MlDsaKey(spec, materialId, encoded);
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> new MlKemKey(spec, materialId, encoded);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known key spec");
        };
    }

    /**
     * Checks material as a caller imports it and returns it encoded, a copy; the caller closes both. RSA takes some
     * tenths of a second.
     *
     * <p>What is checked of a key pair: algorithm, curve or modulus length, the whole form to its last byte, and that
     * its public parts, where there are any, are the private ones' own. What AWS documents is in "Requirements for
     * imported key material"; a key of ML-DSA or ML-KEM may be a seed, an expanded key or both, of which AWS publishes
     * nothing.
     *
     * @param material the bare bytes of a symmetric key (32) or an HMAC key (as long as its macs); PKCS #8, DER or BER,
     *     for a key pair
     * @throws IncorrectMaterialException if it is anything else
     * @throws IllegalArgumentException if the spec is unknown
     */
    public static SecretBytes importable(KeySpec spec, SecretBytes material) {
        return switch (spec) {
            case SYMMETRIC_DEFAULT -> exactly(AesGcm.KEY_BYTES, material);
            case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> exactly(MacKey.keyBytes(spec), material);
            case RSA_2048, RSA_3072, RSA_4096 -> RsaImport.importable(spec, material);
            case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256_K1, SM2 ->
                EcImport.importable(EcCurve.of(spec), material);
            case ECC_NIST_EDWARDS25519 -> EdwardsImport.importable(material);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> MlDsaImport.importable(spec, material);
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> MlKemImport.importable(spec, material);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known key spec");
        };
    }

    private static SecretBytes exactly(int bytes, SecretBytes material) {
        if (material.length() != bytes) {
            throw new IncorrectMaterialException(
                    "The key material must be exactly " + bytes + " bytes, but has " + material.length() + ".");
        }
        return material.use(own -> SecretBytes.takeOver(own.clone()));
    }
}
