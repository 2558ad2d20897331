// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * Checks an ML-KEM key pair that a caller imports. Of an expanded key without a seed: lengths, that every coefficient
 * is reduced, the hash of the public key (FIPS 203, 7.3), and that a secret arrives (7.1). Safe for concurrent use.
 */
final class MlKemImport {

    private static final int MODULUS = 3329;

    private MlKemImport() {}

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(KeySpec spec, SecretBytes material) {
        LatticeImport read = LatticeImport.read(material, MlKemKey.oid(spec), MlKemKey.SEED_BYTES, expandedBytes(spec));
        try {
            byte[] expanded = read.expanded(seed -> key(spec, seed).getEncoded());
            byte[] publicKey = key(spec, expanded).getPublicKey();
            if (!areReduced(expanded, rank(spec)) || !areReduced(publicKey, rank(spec))) {
                throw inconsistent();
            }
            read.checkPublicKey(publicKey);
            byte[] seed = read.seed();
            SecretBytes encoded = seed != null
                    ? MlKemKey.encodeSeed(spec, seed)
                    : LatticeEncoding.encodeExpanded(MlKemKey.oid(spec), expanded, publicKey);
            Arrays.fill(expanded, (byte) 0);
            if (!arrives(spec, encoded)) {
                encoded.close();
                throw inconsistent();
            }
            return encoded;
        } finally {
            read.wipe();
        }
    }

    private static MLKEMPrivateKeyParameters key(KeySpec spec, byte[] seedOrExpanded) {
        try {
            return new MLKEMPrivateKeyParameters(MlKemKey.parameters(spec), seedOrExpanded);
        } catch (IllegalArgumentException e) {
            throw inconsistent(); // the hash is not the public key's
        }
    }

    private static IncorrectMaterialException inconsistent() {
        return new IncorrectMaterialException("The parts of the ML-KEM private key do not belong together.");
    }

    /** Whether that many polynomials of 256 coefficients, 12 bits each, hold none that is not less than the modulus. */
    private static boolean areReduced(byte[] bytes, int polynomials) {
        for (int at = 0; at < polynomials * 384; at += 3) {
            int first = (bytes[at] & 0xff) | ((bytes[at + 1] & 0x0f) << 8);
            int second = ((bytes[at + 1] & 0xf0) >> 4) | ((bytes[at + 2] & 0xff) << 4);
            if (first >= MODULUS || second >= MODULUS) {
                return false;
            }
        }
        return true;
    }

    private static boolean arrives(KeySpec spec, SecretBytes encoded) {
        try (MlKemKey key = new MlKemKey(spec, "", encoded.use(bytes -> SecretBytes.takeOver(bytes.clone())))) {
            Encapsulator.Encapsulated made = key.encapsulate();
            byte[] received = key.decapsulate(made.ciphertext());
            return received != null && made.sharedSecret().equals(SecretBytes.takeOver(received));
        }
    }

    /** The parameter k (FIPS 203, table 2). */
    private static int rank(KeySpec spec) {
        return switch (spec) {
            case ML_KEM_512 -> 2;
            case ML_KEM_768 -> 3;
            default -> 4;
        };
    }

    /** FIPS 203, table 3. */
    private static int expandedBytes(KeySpec spec) {
        return 768 * rank(spec) + 96;
    }
}
