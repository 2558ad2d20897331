// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Material of every spec. Each spec's first material is made once: RSA takes its time. */
final class TestMaterials {

    static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
    static final String MATERIAL_ID = "0f".repeat(32);

    private static final Map<KeySpec, byte[]> ENCODED = new ConcurrentHashMap<>();

    private TestMaterials() {}

    /** The one key of that spec, opened anew. */
    static KeyMaterial of(KeySpec spec) {
        return open(spec, SecretBytes.takeOver(encoded(spec)));
    }

    /** Another key of that spec, made anew. */
    static KeyMaterial another(KeySpec spec) {
        return open(spec, KeyMaterials.generate(spec, RandomBytes.system()));
    }

    static byte[] encoded(KeySpec spec) {
        return ENCODED.computeIfAbsent(
                        spec,
                        missing -> KeyMaterials.generate(missing, RandomBytes.system())
                                .use(byte[]::clone))
                .clone();
    }

    static KeyMaterial open(KeySpec spec, SecretBytes encoded) {
        return KeyMaterials.open(spec, KEY_ID, MATERIAL_ID, encoded);
    }

    static KeyPairMaterial pair(KeySpec spec) {
        return (KeyPairMaterial) of(spec);
    }

    static Signer signer(KeySpec spec) {
        return (Signer) of(spec);
    }

    /** What verifies or encrypts with that public key; its private key is just any of the spec. */
    static KeyPairMaterial ofPublicKey(KeySpec spec, byte[] spki) {
        return (KeyPairMaterial) open(spec, StoredKeyPair.encode(pkcs8(pair(spec)), spki));
    }

    /** The private key in PKCS #8. */
    static byte[] pkcs8(KeyPairMaterial pair) {
        return pair.privateKey().use(byte[]::clone);
    }

    static Stream<KeySpec> specs() {
        return Arrays.stream(KeySpec.values()).filter(spec -> spec != KeySpec.UNKNOWN_TO_SDK_VERSION);
    }

    static Stream<KeySpec> pairSpecs() {
        return specs().filter(spec -> spec != KeySpec.SYMMETRIC_DEFAULT)
                .filter(spec -> !spec.toString().startsWith("HMAC"));
    }

    /** The algorithms that a key of that spec signs with. */
    static List<SigningAlgorithmSpec> algorithms(KeySpec spec) {
        return switch (spec) {
            case RSA_2048, RSA_3072, RSA_4096 ->
                Arrays.stream(SigningAlgorithmSpec.values())
                        .filter(algorithm -> algorithm.toString().startsWith("RSA"))
                        .toList();
            case ECC_NIST_P256, ECC_SECG_P256_K1 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_256);
            case ECC_NIST_P384 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_384);
            case ECC_NIST_P521 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_512);
            case ECC_NIST_EDWARDS25519 ->
                List.of(SigningAlgorithmSpec.ED25519_SHA_512, SigningAlgorithmSpec.ED25519_PH_SHA_512);
            case SM2 -> List.of(SigningAlgorithmSpec.SM2_DSA);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> List.of(SigningAlgorithmSpec.ML_DSA_SHAKE_256);
            default -> List.of();
        };
    }
}
