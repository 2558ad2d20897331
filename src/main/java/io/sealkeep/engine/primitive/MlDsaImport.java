// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * Checks an ML-DSA key pair that a caller imports. Of an expanded key without a seed: lengths, the range of the short
 * vectors, that {@code tr} is the public key's hash, and {@link MlDsaRelation}. Safe for concurrent use.
 */
final class MlDsaImport {

    private MlDsaImport() {}

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(KeySpec spec, SecretBytes material) {
        MlDsaRelation relation = new MlDsaRelation(spec);
        LatticeImport read =
                LatticeImport.read(material, MlDsaKey.oid(spec), MlDsaKey.SEED_BYTES, relation.expandedBytes());
        try {
            byte[] expanded = read.expanded(seed -> key(spec, seed).getEncoded());
            byte[] seed = read.seed();
            if (seed == null && !relation.areShort(expanded)) {
                throw inconsistent();
            }
            byte[] publicKey = key(spec, expanded).getPublicKey();
            read.checkPublicKey(publicKey);
            if (seed != null) {
                Arrays.fill(expanded, (byte) 0);
                return MlDsaKey.encodeSeed(spec, seed);
            }
            if (!relation.holds(expanded, publicKey)) {
                throw inconsistent();
            }
            return LatticeEncoding.encodeExpanded(MlDsaKey.oid(spec), expanded, publicKey);
        } finally {
            read.wipe();
        }
    }

    private static MLDSAPrivateKeyParameters key(KeySpec spec, byte[] seedOrExpanded) {
        try {
            return new MLDSAPrivateKeyParameters(MlDsaKey.parameters(spec), seedOrExpanded);
        } catch (IllegalArgumentException e) {
            throw inconsistent(); // tr is not the public key's hash
        }
    }

    private static IncorrectMaterialException inconsistent() {
        return new IncorrectMaterialException("The parts of the ML-DSA private key do not belong together.");
    }
}
