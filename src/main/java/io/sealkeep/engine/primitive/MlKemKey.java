// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** One ML-KEM key pair (FIPS 203). Safe for concurrent use; closing wipes the material. */
public final class MlKemKey extends StoredKeyPair implements KeyPairMaterial, Encapsulator {

    /** Length of a seed in bytes: d, then z (FIPS 203, algorithm 16). */
    static final int SEED_BYTES = 64;

    private final MLKEMPrivateKeyParameters privateParts;
    private final MLKEMPublicKeyParameters publicParts;

    /** Takes over what {@link LatticeEncoding} encoded. */
    MlKemKey(KeySpec spec, String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        byte[] secret = LatticeEncoding.readPrivate(privateKey());
        privateParts = new MLKEMPrivateKeyParameters(parameters(spec), secret);
        Arrays.fill(secret, (byte) 0);
        publicParts = new MLKEMPublicKeyParameters(parameters(spec), LatticeEncoding.readPublic(publicKey()));
    }

    /** Returns a new key pair, encoded. */
    static SecretBytes generate(KeySpec spec, RandomBytes random) {
        return encodeSeed(spec, random.next(SEED_BYTES));
    }

    /** Returns the form at rest of the key pair of a seed, which it wipes. */
    static SecretBytes encodeSeed(KeySpec spec, byte[] seed) {
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(parameters(spec), seed);
        SecretBytes encoded = LatticeEncoding.encodeSeed(oid(spec), seed, key.getPublicKey());
        key.destroy();
        return encoded;
    }

    static MLKEMParameters parameters(KeySpec spec) {
        return switch (spec) {
            case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
            default -> throw new IllegalArgumentException(spec + " is no spec of an ML-KEM key");
        };
    }

    static ASN1ObjectIdentifier oid(KeySpec spec) {
        return switch (spec) {
            case ML_KEM_512 -> NISTObjectIdentifiers.id_alg_ml_kem_512;
            case ML_KEM_768 -> NISTObjectIdentifiers.id_alg_ml_kem_768;
            default -> NISTObjectIdentifiers.id_alg_ml_kem_1024;
        };
    }

    @Override
    public Encapsulated encapsulate() {
        return encapsulated(new MLKEMGenerator(NonceRandom.SYSTEM).generateEncapsulated(publicParts));
    }

    /** As {@link #encapsulate}, with the 32 random bytes from outside; for vectors. */
    Encapsulated encapsulateInsecure(byte[] random) {
        return encapsulated(MLKEMGenerator.internalGenerateEncapsulated(publicParts, random));
    }

    private static Encapsulated encapsulated(SecretWithEncapsulation made) {
        return new Encapsulated(SecretBytes.moveFrom(made.getSecret()), made.getEncapsulation());
    }

    @Override
    public byte @Nullable [] decapsulate(byte[] ciphertext) {
        return this.<byte @Nullable []>whileOpen(() -> {
            MLKEMExtractor extractor = new MLKEMExtractor(privateParts);
            return ciphertext.length == extractor.getEncapsulationLength() ? extractor.extractSecret(ciphertext) : null;
        });
    }

    @Override
    public void close() {
        super.close();
        privateParts.destroy();
    }
}
