// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * A kind of key that AWS makes, with its algorithms in the order in which AWS names them: AWS KMS API Reference, CreateKey;
 * Developer Guide, "Key spec reference".
 */
record KeyKind(KeySpec spec, KeyUsageType usage, List<String> algorithms) {

    private static final List<String> RSA_ENCRYPTION = List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
    private static final List<String> RSA_SIGNING = List.of(
            "RSASSA_PKCS1_V1_5_SHA_256",
            "RSASSA_PKCS1_V1_5_SHA_384",
            "RSASSA_PKCS1_V1_5_SHA_512",
            "RSASSA_PSS_SHA_256",
            "RSASSA_PSS_SHA_384",
            "RSASSA_PSS_SHA_512");

    /** Returns the kinds that AWS makes in every region but those of China. */
    static List<KeyKind> everywhere() {
        List<KeyKind> kinds = new ArrayList<>();
        kinds.add(encryption(KeySpec.SYMMETRIC_DEFAULT, List.of("SYMMETRIC_DEFAULT")));
        for (KeySpec rsa : List.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)) {
            kinds.add(encryption(rsa, RSA_ENCRYPTION));
            kinds.add(signing(rsa, RSA_SIGNING));
        }
        kinds.add(signing(KeySpec.ECC_NIST_P256, List.of("ECDSA_SHA_256")));
        kinds.add(signing(KeySpec.ECC_NIST_P384, List.of("ECDSA_SHA_384")));
        kinds.add(signing(KeySpec.ECC_NIST_P521, List.of("ECDSA_SHA_512")));
        kinds.add(signing(KeySpec.ECC_SECG_P256_K1, List.of("ECDSA_SHA_256")));
        kinds.add(signing(KeySpec.ECC_NIST_EDWARDS25519, List.of("ED25519_SHA_512", "ED25519_PH_SHA_512")));
        for (KeySpec mlDsa : List.of(KeySpec.ML_DSA_44, KeySpec.ML_DSA_65, KeySpec.ML_DSA_87)) {
            kinds.add(signing(mlDsa, List.of("ML_DSA_SHAKE_256")));
        }
        for (KeySpec curve : List.of(KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521)) {
            kinds.add(new KeyKind(curve, KeyUsageType.KEY_AGREEMENT, List.of("ECDH")));
        }
        kinds.add(mac(KeySpec.HMAC_224, "HMAC_SHA_224"));
        kinds.add(mac(KeySpec.HMAC_256, "HMAC_SHA_256"));
        kinds.add(mac(KeySpec.HMAC_384, "HMAC_SHA_384"));
        kinds.add(mac(KeySpec.HMAC_512, "HMAC_SHA_512"));
        for (KeySpec mlKem : List.of(KeySpec.ML_KEM_512, KeySpec.ML_KEM_768, KeySpec.ML_KEM_1024)) {
            kinds.add(new KeyKind(mlKem, KeyUsageType.ENCAPSULATE_DECAPSULATE, List.of("ML_KEM")));
        }
        return kinds;
    }

    /** Returns the kinds that AWS makes in its China Regions alone. */
    static List<KeyKind> inChina() {
        return List.of(
                encryption(KeySpec.SM2, List.of("SM2PKE")),
                signing(KeySpec.SM2, List.of("SM2DSA")),
                new KeyKind(KeySpec.SM2, KeyUsageType.KEY_AGREEMENT, List.of("ECDH")));
    }

    /** Returns the kinds that have a public key. */
    static Stream<KeyKind> asymmetric() {
        return everywhere().stream()
                .filter(kind ->
                        kind.spec != KeySpec.SYMMETRIC_DEFAULT && kind.usage != KeyUsageType.GENERATE_VERIFY_MAC);
    }

    /** Returns the algorithms if they are for that usage, and none otherwise. */
    List<String> algorithms(KeyUsageType wanted) {
        return usage == wanted ? algorithms : List.of();
    }

    private static KeyKind encryption(KeySpec spec, List<String> algorithms) {
        return new KeyKind(spec, KeyUsageType.ENCRYPT_DECRYPT, algorithms);
    }

    private static KeyKind signing(KeySpec spec, List<String> algorithms) {
        return new KeyKind(spec, KeyUsageType.SIGN_VERIFY, algorithms);
    }

    private static KeyKind mac(KeySpec spec, String algorithm) {
        return new KeyKind(spec, KeyUsageType.GENERATE_VERIFY_MAC, List.of(algorithm));
    }

    @Override
    public String toString() {
        return spec + " for " + usage;
    }
}
