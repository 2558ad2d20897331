// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static software.amazon.awssdk.services.kms.model.KeyUsageType.ENCAPSULATE_DECAPSULATE;
import static software.amazon.awssdk.services.kms.model.KeyUsageType.ENCRYPT_DECRYPT;
import static software.amazon.awssdk.services.kms.model.KeyUsageType.GENERATE_VERIFY_MAC;
import static software.amazon.awssdk.services.kms.model.KeyUsageType.KEY_AGREEMENT;
import static software.amazon.awssdk.services.kms.model.KeyUsageType.SIGN_VERIFY;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * What keys of one spec can be used for, and with which algorithms, in the order in which AWS lists them. Immutable.
 *
 * <p>Source: AWS KMS Developer Guide, "Key spec reference".
 *
 * @param algorithms by usage, what the usage may be done with, by name
 */
public record SpecRules(KeySpec spec, Map<KeyUsageType, List<String>> algorithms) {

    private static final Map<KeySpec, SpecRules> TABLE = new EnumMap<>(KeySpec.class);

    static {
        symmetric();
        rsa();
        curves();
        macs();
        lattices();
    }

    private static void symmetric() {
        row(KeySpec.SYMMETRIC_DEFAULT, Map.of(ENCRYPT_DECRYPT, names(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)));
    }

    private static void rsa() {
        List<String> encryption =
                names(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256);
        List<String> signing = names(
                SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
                SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_384,
                SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_512,
                SigningAlgorithmSpec.RSASSA_PSS_SHA_256,
                SigningAlgorithmSpec.RSASSA_PSS_SHA_384,
                SigningAlgorithmSpec.RSASSA_PSS_SHA_512);
        for (KeySpec spec : List.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)) {
            row(spec, Map.of(ENCRYPT_DECRYPT, encryption, SIGN_VERIFY, signing));
        }
    }

    private static void curves() {
        List<String> ecdh = names(KeyAgreementAlgorithmSpec.ECDH);
        row(KeySpec.ECC_NIST_P256, Map.of(SIGN_VERIFY, names(SigningAlgorithmSpec.ECDSA_SHA_256), KEY_AGREEMENT, ecdh));
        row(KeySpec.ECC_NIST_P384, Map.of(SIGN_VERIFY, names(SigningAlgorithmSpec.ECDSA_SHA_384), KEY_AGREEMENT, ecdh));
        row(KeySpec.ECC_NIST_P521, Map.of(SIGN_VERIFY, names(SigningAlgorithmSpec.ECDSA_SHA_512), KEY_AGREEMENT, ecdh));
        row(KeySpec.ECC_SECG_P256_K1, Map.of(SIGN_VERIFY, names(SigningAlgorithmSpec.ECDSA_SHA_256)));
        row(
                KeySpec.ECC_NIST_EDWARDS25519,
                Map.of(
                        SIGN_VERIFY,
                        names(SigningAlgorithmSpec.ED25519_SHA_512, SigningAlgorithmSpec.ED25519_PH_SHA_512)));
        row(
                KeySpec.SM2,
                Map.of(
                        ENCRYPT_DECRYPT,
                        names(EncryptionAlgorithmSpec.SM2_PKE),
                        SIGN_VERIFY,
                        names(SigningAlgorithmSpec.SM2_DSA),
                        KEY_AGREEMENT,
                        ecdh));
    }

    private static void macs() {
        row(KeySpec.HMAC_224, Map.of(GENERATE_VERIFY_MAC, names(MacAlgorithmSpec.HMAC_SHA_224)));
        row(KeySpec.HMAC_256, Map.of(GENERATE_VERIFY_MAC, names(MacAlgorithmSpec.HMAC_SHA_256)));
        row(KeySpec.HMAC_384, Map.of(GENERATE_VERIFY_MAC, names(MacAlgorithmSpec.HMAC_SHA_384)));
        row(KeySpec.HMAC_512, Map.of(GENERATE_VERIFY_MAC, names(MacAlgorithmSpec.HMAC_SHA_512)));
    }

    private static void lattices() {
        for (KeySpec spec : List.of(KeySpec.ML_DSA_44, KeySpec.ML_DSA_65, KeySpec.ML_DSA_87)) {
            row(spec, Map.of(SIGN_VERIFY, names(SigningAlgorithmSpec.ML_DSA_SHAKE_256)));
        }
        for (KeySpec spec : List.of(KeySpec.ML_KEM_512, KeySpec.ML_KEM_768, KeySpec.ML_KEM_1024)) {
            row(spec, Map.of(ENCAPSULATE_DECAPSULATE, names(EncapsulationAlgorithmSpec.ML_KEM)));
        }
    }

    private static void row(KeySpec spec, Map<KeyUsageType, List<String>> algorithms) {
        TABLE.put(spec, new SpecRules(spec, algorithms));
    }

    private static List<String> names(Enum<?>... algorithms) {
        return Arrays.stream(algorithms).map(Object::toString).toList();
    }

    /** Returns the rules of a spec that the SDK knows. */
    public static SpecRules of(KeySpec spec) {
        SpecRules rules = TABLE.get(spec);
        if (rules == null) {
            throw new IllegalArgumentException("No rules for key spec " + spec);
        }
        return rules;
    }

    /**
     * Returns what a key to be made is used for.
     *
     * @param asked null for the one usage of a symmetric encryption key; any other spec needs it said
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if it is missing or not one of the spec's
     */
    public KeyUsageType usage(@Nullable KeyUsageType asked) {
        if (asked == null) {
            if (spec == KeySpec.SYMMETRIC_DEFAULT) {
                return ENCRYPT_DECRYPT;
            }
            throw Refusal.validation(
                    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }
        if (!algorithms.containsKey(asked)) {
            throw Refusal.validation("KeyUsage " + asked + " is not compatible with KeySpec " + spec);
        }
        return asked;
    }

    /** Returns what that usage may be done with; empty for a usage that the spec does not have. */
    public List<String> algorithms(KeyUsageType usage) {
        return algorithms.getOrDefault(usage, List.of());
    }

    /**
     * Checks that keys of this spec have the algorithm.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidKeyUsageException if not
     */
    public void check(KeyUsageType usage, String algorithm) {
        if (!algorithms(usage).contains(algorithm)) {
            throw Refusal.invalidKeyUsage("Algorithm " + algorithm + " is incompatible with key spec " + spec + ".");
        }
    }

    /** Returns whether keys of this spec have a public half. */
    public boolean isAsymmetric() {
        return spec != KeySpec.SYMMETRIC_DEFAULT && !algorithms.containsKey(GENERATE_VERIFY_MAC);
    }
}
