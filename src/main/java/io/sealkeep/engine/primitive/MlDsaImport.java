// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Checks an ML-DSA key pair that a caller imports. Of an expanded key without a seed: lengths, the range of the short vectors, that
 * {@code tr} is the public key's, and that a signature verifies. Safe for concurrent use.
 *
 * <p>Limit: a changed {@code t0} in such a key is noticed only if it spoils that signature. Its importer alone would suffer.
 */
final class MlDsaImport {

    /** {@code rho}, {@code K} and {@code tr} stand before the short vectors (FIPS 204, algorithm 24). */
    private static final int SHORT_VECTORS_AT = 32 + 32 + 64;

    private MlDsaImport() {}

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(KeySpec spec, SecretBytes material) {
        LatticeImport read =
                LatticeImport.read(material, MlDsaKey.oid(spec), MlDsaKey.SEED_BYTES, expandedBytes(spec));
        try {
            byte[] expanded = read.expanded(seed -> key(spec, seed).getEncoded());
            byte[] seed = read.seed();
            if (seed == null && !areShort(spec, expanded)) {
                throw inconsistent();
            }
            byte[] publicKey = key(spec, expanded).getPublicKey();
            read.checkPublicKey(publicKey);
            SecretBytes encoded = seed != null
                    ? MlDsaKey.encodeSeed(spec, seed)
                    : LatticeEncoding.encodeExpanded(MlDsaKey.oid(spec), expanded, publicKey);
            Arrays.fill(expanded, (byte) 0);
            if (!signs(spec, encoded)) {
                encoded.close();
                throw inconsistent();
            }
            return encoded;
        } finally {
            read.wipe();
        }
    }

    private static MLDSAPrivateKeyParameters key(KeySpec spec, byte[] seedOrExpanded) {
        try {
            return new MLDSAPrivateKeyParameters(MlDsaKey.parameters(spec), seedOrExpanded);
        } catch (IllegalArgumentException e) {
            throw inconsistent(); // tr is not the public key's
        }
    }

    private static IncorrectMaterialException inconsistent() {
        return new IncorrectMaterialException("The parts of the ML-DSA private key do not belong together.");
    }

    /** Whether every coefficient of s1 and s2 is from -eta to eta: packed as eta minus it, in 3 or 4 bits (algorithm 17). */
    private static boolean areShort(KeySpec spec, byte[] expanded) {
        int eta = spec == KeySpec.ML_DSA_65 ? 4 : 2;
        int bits = spec == KeySpec.ML_DSA_65 ? 4 : 3;
        int end = (SHORT_VECTORS_AT + polynomials(spec) * 32 * bits) * 8;
        for (int at = SHORT_VECTORS_AT * 8; at < end; at += bits) {
            int coefficient = 0;
            for (int i = 0; i < bits; i++) {
                coefficient |= ((expanded[(at + i) / 8] >> ((at + i) % 8)) & 1) << i;
            }
            if (coefficient > 2 * eta) {
                return false;
            }
        }
        return true;
    }

    /** How many polynomials s1 and s2 are: k + l (FIPS 204, table 1). */
    private static int polynomials(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> 4 + 4;
            case ML_DSA_65 -> 6 + 5;
            default -> 8 + 7;
        };
    }

    private static boolean signs(KeySpec spec, SecretBytes encoded) {
        try (MlDsaKey key = new MlDsaKey(spec, "", encoded.use(bytes -> SecretBytes.takeOver(bytes.clone())))) {
            byte[] message = new byte[1];
            SigningAlgorithmSpec algorithm = SigningAlgorithmSpec.ML_DSA_SHAKE_256;
            return key.verify(algorithm, MessageType.RAW, message, key.sign(algorithm, MessageType.RAW, message));
        }
    }

    /** FIPS 204, table 2. */
    private static int expandedBytes(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> 2560;
            case ML_DSA_65 -> 4032;
            default -> 4896;
        };
    }
}
