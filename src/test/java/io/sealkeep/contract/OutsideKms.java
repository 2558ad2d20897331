// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What the other party does, who has a public key of KMS, or a key pair of its own, and Java's cryptography: the proof that KMS
 * does what its algorithms are named for. Names of specs and algorithms are AWS's.
 */
final class OutsideKms {

    /** For the curves that the JDK no longer has, and the ML-KEM private keys that it does not read. */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final int MU_BYTES = 64;

    /** The distinguishing id that AWS takes where nobody gives one: Developer Guide, "Offline verification with SM2 key pairs". */
    private static final String SM2_ID = "1234567812345678";

    private OutsideKms() {}

    static PublicKey publicKey(String spec, byte[] subjectPublicKeyInfo) {
        return computed(() -> keys(spec).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo)));
    }

    static PrivateKey privateKey(String spec, byte[] pkcs8) {
        return computed(() -> keys(spec).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    private static KeyFactory keys(String spec) throws GeneralSecurityException {
        if (spec.startsWith("RSA_")) {
            return KeyFactory.getInstance("RSA");
        } else if (spec.equals("ECC_NIST_EDWARDS25519")) {
            return KeyFactory.getInstance("Ed25519");
        } else if (spec.startsWith("ECC_NIST_")) {
            return KeyFactory.getInstance("EC");
        } else if (spec.startsWith("ML_DSA_")) {
            return KeyFactory.getInstance("ML-DSA");
        } else if (spec.startsWith("ML_KEM_")) {
            return KeyFactory.getInstance("ML-KEM", BOUNCY_CASTLE);
        }
        return KeyFactory.getInstance("EC", BOUNCY_CASTLE);
    }

    /** Returns whether the signature is the key's over the message. */
    static boolean verifies(String algorithm, PublicKey key, SdkBytes message, SdkBytes signature) {
        return computed(() -> {
            Signature verifier = signature(algorithm, key.getClass().getName());
            verifier.initVerify(key);
            verifier.update(message.asByteArray());
            return verifier.verify(signature.asByteArray());
        });
    }

    static SdkBytes signed(String algorithm, PrivateKey key, SdkBytes message) {
        return computed(() -> {
            Signature signer = signature(algorithm, key.getClass().getName());
            signer.initSign(key);
            signer.update(message.asByteArray());
            return SdkBytes.fromByteArray(signer.sign());
        });
    }

    private static Signature signature(String algorithm, String keyClass) throws GeneralSecurityException {
        String hash = "SHA" + bits(algorithm);
        if (algorithm.startsWith("RSASSA_PSS_")) {
            Signature pss = Signature.getInstance("RSASSA-PSS");
            String name = "SHA-" + bits(algorithm);
            pss.setParameter(new PSSParameterSpec(
                    name,
                    "MGF1",
                    new MGF1ParameterSpec(name),
                    Integer.parseInt(bits(algorithm)) / 8,
                    PSSParameterSpec.TRAILER_FIELD_BC));
            return pss;
        } else if (algorithm.equals("ED25519_PH_SHA_512")) {
            Signature prehash = Signature.getInstance("EdDSA");
            prehash.setParameter(new EdDSAParameterSpec(true));
            return prehash;
        }
        return switch (algorithm) {
            case "ED25519_SHA_512" -> Signature.getInstance("Ed25519");
            case "ML_DSA_SHAKE_256" -> Signature.getInstance("ML-DSA");
            case "SM2DSA" -> Signature.getInstance("SM3withSM2", BOUNCY_CASTLE);
            case "ECDSA_SHA_256", "ECDSA_SHA_384", "ECDSA_SHA_512" ->
                keyClass.contains("bouncycastle")
                        ? Signature.getInstance(hash + "withECDSA", BOUNCY_CASTLE)
                        : Signature.getInstance(hash + "withECDSA");
            default -> Signature.getInstance(hash + "withRSA");
        };
    }

    /** Returns the digest that the signing algorithm begins with. */
    static SdkBytes digest(String algorithm, SdkBytes message) {
        return computed(() -> SdkBytes.fromByteArray(
                MessageDigest.getInstance("SHA-" + bits(algorithm)).digest(message.asByteArray())));
    }

    /** Returns what ML-DSA signs in the message's place, with an empty context: FIPS 204, algorithm 7, line 6. */
    static SdkBytes externalMu(byte[] subjectPublicKeyInfo, SdkBytes message) {
        return computed(() -> {
            byte[] key = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo)
                    .getPublicKeyData()
                    .getOctets();
            MessageDigest shake = MessageDigest.getInstance("SHAKE256-512");
            byte[] keyHash = shake.digest(key);
            shake.update(keyHash);
            shake.update(new byte[] {0, 0});
            byte[] mu = shake.digest(message.asByteArray());
            return SdkBytes.fromByteArray(Arrays.copyOf(mu, MU_BYTES));
        });
    }

    /** Returns what SM2DSA signs in the message's place, with the default distinguishing id: GB/T 32918.2, 5.5 and 6.1. */
    static SdkBytes sm2Digest(byte[] subjectPublicKeyInfo, SdkBytes message) {
        X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
        byte[] point = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo)
                .getPublicKeyData()
                .getOctets();
        SM3Digest digest = new SM3Digest();
        update(digest, new byte[] {0, (byte) (SM2_ID.length() * Byte.SIZE)});
        update(digest, SM2_ID.getBytes(StandardCharsets.US_ASCII));
        update(digest, curve.getCurve().getA().getEncoded());
        update(digest, curve.getCurve().getB().getEncoded());
        update(digest, curve.getG().getAffineXCoord().getEncoded());
        update(digest, curve.getG().getAffineYCoord().getEncoded());
        update(digest, Arrays.copyOfRange(point, 1, point.length));
        byte[] owner = new byte[digest.getDigestSize()];
        digest.doFinal(owner, 0);
        update(digest, owner);
        update(digest, message.asByteArray());
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return SdkBytes.fromByteArray(result);
    }

    private static void update(SM3Digest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
    }

    /** Encrypts with RSAES-OAEP, its hash being the mask's too, and an empty label. */
    static SdkBytes encrypted(String algorithm, PublicKey key, SdkBytes plaintext) {
        return computed(() -> {
            String hash = "SHA-" + bits(algorithm);
            Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
            oaep.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
            return SdkBytes.fromByteArray(oaep.doFinal(plaintext.asByteArray()));
        });
    }

    /** Returns the raw shared secret: the x coordinate. */
    static SdkBytes agreed(PrivateKey ours, PublicKey theirs) {
        return computed(() -> {
            KeyAgreement agreement = ours.getClass().getName().contains("bouncycastle")
                    ? KeyAgreement.getInstance("ECDH", BOUNCY_CASTLE)
                    : KeyAgreement.getInstance("ECDH");
            agreement.init(ours);
            agreement.doPhase(theirs, true);
            return SdkBytes.fromByteArray(agreement.generateSecret());
        });
    }

    /** A secret and what its owner needs to find it. */
    record Encapsulated(SdkBytes secret, SdkBytes ciphertext) {}

    static Encapsulated encapsulated(byte[] subjectPublicKeyInfo) {
        return computed(() -> {
            PublicKey key =
                    KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            KEM.Encapsulated made =
                    KEM.getInstance("ML-KEM").newEncapsulator(key).encapsulate();
            return new Encapsulated(
                    SdkBytes.fromByteArray(made.key().getEncoded()), SdkBytes.fromByteArray(made.encapsulation()));
        });
    }

    static SdkBytes decapsulated(PrivateKey key, SdkBytes ciphertext) {
        return computed(() -> SdkBytes.fromByteArray(KEM.getInstance("ML-KEM", BOUNCY_CASTLE)
                .newDecapsulator(key)
                .decapsulate(ciphertext.asByteArray())
                .getEncoded()));
    }

    private static String bits(String algorithm) {
        return algorithm.substring(algorithm.lastIndexOf('_') + 1);
    }

    private interface Computation<T> {
        T compute() throws GeneralSecurityException;
    }

    private static <T> T computed(Computation<T> computation) {
        try {
            return computation.compute();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Java's cryptography refuses what KMS gave: " + e, e);
        }
    }
}
