// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * One ML-DSA key pair (FIPS 204): pure ML-DSA with an empty context, hedged. A raw message and its mu have the same
 * signatures ("ML-DSA keys in AWS KMS"). Safe for concurrent use; closing wipes the material.
 *
 * <p>Bouncy Castle's: the JDK's does not take mu.
 */
public final class MlDsaKey extends StoredKeyPair implements KeyPairMaterial, Signer {

    /** Length of a seed in bytes (FIPS 204, algorithm 1). */
    static final int SEED_BYTES = 32;

    private final MLDSAPrivateKeyParameters privateParts;
    private final MLDSAPublicKeyParameters publicParts;
    private final int signatureBytes;

    /** Takes over what {@link LatticeEncoding} encoded. */
    MlDsaKey(KeySpec spec, String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        byte[] secret = LatticeEncoding.readPrivate(privateKey());
        privateParts = new MLDSAPrivateKeyParameters(parameters(spec), secret);
        Arrays.fill(secret, (byte) 0);
        publicParts = new MLDSAPublicKeyParameters(parameters(spec), LatticeEncoding.readPublic(publicKey()));
        signatureBytes = signatureBytes(spec);
    }

    /** Returns a new key pair, encoded. */
    static SecretBytes generate(KeySpec spec, RandomBytes random) {
        return encodeSeed(spec, random.next(SEED_BYTES));
    }

    /** Returns the form at rest of the key pair of a seed, which it wipes. */
    static SecretBytes encodeSeed(KeySpec spec, byte[] seed) {
        MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(parameters(spec), seed);
        SecretBytes encoded = LatticeEncoding.encodeSeed(oid(spec), seed, key.getPublicKey());
        key.destroy();
        return encoded;
    }

    static MLDSAParameters parameters(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
            default -> throw new IllegalArgumentException(spec + " is no spec of an ML-DSA key");
        };
    }

    static ASN1ObjectIdentifier oid(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> NISTObjectIdentifiers.id_ml_dsa_44;
            case ML_DSA_65 -> NISTObjectIdentifiers.id_ml_dsa_65;
            default -> NISTObjectIdentifiers.id_ml_dsa_87;
        };
    }

    /** FIPS 204, table 2. */
    private static int signatureBytes(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> 2420;
            case ML_DSA_65 -> 3309;
            default -> 4627;
        };
    }

    @Override
    public byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        check(algorithm, type, message);
        return sign(type, message, new ParametersWithRandom(privateParts, NonceRandom.SYSTEM));
    }

    /** As {@link #sign}, in the deterministic variant (FIPS 204, 3.4); for vectors. */
    byte[] signDeterministically(byte[] message) {
        return sign(MessageType.RAW, message, privateParts);
    }

    private byte[] sign(MessageType type, byte[] message, CipherParameters key) {
        return whileOpen(() -> {
            MLDSASigner signer = new MLDSASigner();
            signer.init(true, key);
            try {
                if (type == MessageType.EXTERNAL_MU) {
                    return signer.generateMuSignature(message);
                }
                signer.update(message, 0, message.length);
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("ML-DSA failed to sign", e);
            }
        });
    }

    @Override
    public boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature) {
        check(algorithm, type, message);
        if (signature.length != signatureBytes) {
            return false;
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, publicParts);
        if (type == MessageType.EXTERNAL_MU) {
            return verifier.verifyMuSignature(message, signature);
        }
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private static void check(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        if (algorithm != SigningAlgorithmSpec.ML_DSA_SHAKE_256) {
            throw new IllegalArgumentException("An ML-DSA key does not sign with " + algorithm);
        }
        SigningMessages.check(algorithm, type, message);
    }

    @Override
    public void close() {
        super.close();
        privateParts.destroy();
    }
}
