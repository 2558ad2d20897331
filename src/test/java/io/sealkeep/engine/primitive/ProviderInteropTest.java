// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.stream.Stream;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Both ways against JCA providers, where possible the one whose arithmetic is not used in main: what one makes, the
 * other takes.
 */
class ProviderInteropTest {

    private static final Provider BC = new BouncyCastleProvider();
    private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);

    /** How a provider, null for the JDK's, names what an algorithm does with raw messages. */
    record Way(
            KeySpec spec,
            SigningAlgorithmSpec algorithm,
            Provider provider,
            String keys,
            String jca,
            AlgorithmParameterSpec parameters) {

        Signature signature() throws Exception {
            Signature signature = provider == null ? Signature.getInstance(jca) : Signature.getInstance(jca, provider);
            if (parameters != null) {
                signature.setParameter(parameters);
            }
            return signature;
        }

        KeyFactory keyFactory() throws Exception {
            return provider == null ? KeyFactory.getInstance(keys) : KeyFactory.getInstance(keys, provider);
        }

        @Override
        public String toString() {
            return spec + " " + algorithm + " " + (provider == null ? "JDK" : "BC");
        }
    }

    static Stream<Way> ways() {
        return TestMaterials.pairSpecs()
                .filter(spec -> !spec.toString().startsWith("ML_"))
                .flatMap(spec -> TestMaterials.algorithms(spec).stream().flatMap(algorithm -> ways(spec, algorithm)));
    }

    private static Stream<Way> ways(KeySpec spec, SigningAlgorithmSpec algorithm) {
        String name = algorithm.toString();
        String sha = name.substring(name.length() - 3);
        if (name.startsWith("ED25519")) {
            boolean prehash = algorithm == SigningAlgorithmSpec.ED25519_PH_SHA_512;
            return Stream.of(new Way(
                    spec, algorithm, null, "Ed25519", "Ed25519", prehash ? new EdDSAParameterSpec(true) : null));
        }
        if (name.startsWith("RSASSA_PSS")) {
            String hash = "SHA-" + sha;
            PSSParameterSpec pss = new PSSParameterSpec(
                    hash,
                    "MGF1",
                    new MGF1ParameterSpec(hash),
                    Integer.parseInt(sha) / 8,
                    PSSParameterSpec.TRAILER_FIELD_BC);
            return both(spec, algorithm, "RSA", "RSASSA-PSS", pss);
        }
        if (name.startsWith("RSASSA_PKCS1")) {
            return both(spec, algorithm, "RSA", "SHA" + sha + "withRSA", null);
        }
        if (spec == KeySpec.SM2) {
            return Stream.of(new Way(spec, algorithm, BC, "EC", "SM3withSM2", null));
        }
        return both(spec, algorithm, "EC", "SHA" + sha + "withECDSA", null)
                .filter(way -> way.provider != null || spec != KeySpec.ECC_SECG_P256_K1);
    }

    private static Stream<Way> both(
            KeySpec spec, SigningAlgorithmSpec algorithm, String keys, String jca, AlgorithmParameterSpec parameters) {
        return Stream.of(
                new Way(spec, algorithm, null, keys, jca, parameters),
                new Way(spec, algorithm, BC, keys, jca, parameters));
    }

    private static MessageType type(Way way) {
        return SigningMessages.takes(way.algorithm, MessageType.RAW) ? MessageType.RAW : MessageType.DIGEST;
    }

    private static byte[] message(Way way) {
        return type(way) == MessageType.RAW ? MESSAGE : Sha.SHA_512.digest(MESSAGE);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void signature_isVerified_byTheProvider(Way way) throws Exception {
        KeyPairMaterial pair = TestMaterials.pair(way.spec);
        Signature verifier = way.signature();
        verifier.initVerify(way.keyFactory().generatePublic(new X509EncodedKeySpec(pair.publicKey())));
        verifier.update(MESSAGE);

        assertThat(verifier.verify(((Signer) pair).sign(way.algorithm, type(way), message(way))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void signature_ofTheProvider_isVerified(Way way) throws Exception {
        KeyPairMaterial pair = TestMaterials.pair(way.spec);
        Signature signer = way.signature();
        signer.initSign(way.keyFactory().generatePrivate(new PKCS8EncodedKeySpec(TestMaterials.pkcs8(pair))));
        signer.update(MESSAGE);

        assertThat(((Signer) pair).verify(way.algorithm, type(way), message(way), signer.sign()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeySpec.class,
            names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "SM2"})
    void sharedSecret_isTheOne_thatBouncyCastleDerives(KeySpec spec) throws Exception {
        KeyPairMaterial own = TestMaterials.pair(spec);
        KeyPairMaterial peer = (KeyPairMaterial) TestMaterials.another(spec);
        KeyAgreement agreement = KeyAgreement.getInstance("ECCDH", BC);
        agreement.init(
                KeyFactory.getInstance("EC", BC).generatePrivate(new PKCS8EncodedKeySpec(TestMaterials.pkcs8(peer))));
        agreement.doPhase(
                KeyFactory.getInstance("EC", BC).generatePublic(new X509EncodedKeySpec(own.publicKey())), true);

        assertThat(((Agreement) own).agree(peer.publicKey())).isEqualTo(agreement.generateSecret());
    }

    /** A key pair of the JDK, which writes another form of private key than we do, and the same imported. */
    private record Imported(KeyPair jdk, KeyPairMaterial ours) {

        static Imported of(KeySpec spec) throws Exception {
            KeyPair jdk = KeyPairGenerator.getInstance(spec.toString().replace('_', '-'))
                    .generateKeyPair();
            SecretBytes encoded = KeyImportTest.imported(spec, jdk.getPrivate().getEncoded());
            return new Imported(jdk, (KeyPairMaterial) TestMaterials.open(spec, encoded));
        }

        boolean jdkVerifies(byte[] signature) throws Exception {
            Signature verifier = Signature.getInstance("ML-DSA");
            verifier.initVerify(jdk.getPublic());
            verifier.update(MESSAGE);
            return verifier.verify(signature);
        }

        byte[] jdkSigns() throws Exception {
            Signature signer = Signature.getInstance("ML-DSA");
            signer.initSign(jdk.getPrivate());
            signer.update(MESSAGE);
            return signer.sign();
        }
    }

    /**
     * FIPS 204, algorithm 7, line 6, with algorithm 2, line 10: the hash of the public key's hash and the message in
     * its frame.
     */
    private static byte[] mu(KeyPairMaterial pair) {
        byte[] publicKey = LatticeEncoding.readPublic(pair.publicKey());
        byte[] tr = new byte[64];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(publicKey, 0, publicKey.length);
        shake.doFinal(tr, 0, tr.length);
        byte[] mu = new byte[64];
        shake.update(tr, 0, tr.length);
        shake.update((byte) 0);
        shake.update((byte) 0);
        shake.update(MESSAGE, 0, MESSAGE.length);
        shake.doFinal(mu, 0, mu.length);
        return mu;
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_DSA_.*")
    void mlDsaSignature_ofTheMessageOrItsMu_isVerifiedByTheJdk(KeySpec spec) throws Exception {
        Imported key = Imported.of(spec);
        Signer ours = (Signer) key.ours;

        assertThat(key.jdkVerifies(ours.sign(SigningAlgorithmSpec.ML_DSA_SHAKE_256, MessageType.RAW, MESSAGE)))
                .isTrue();
        assertThat(key.jdkVerifies(
                        ours.sign(SigningAlgorithmSpec.ML_DSA_SHAKE_256, MessageType.EXTERNAL_MU, mu(key.ours))))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_DSA_.*")
    void mlDsaSignature_ofTheJdk_isVerifiedByMessageAndMu(KeySpec spec) throws Exception {
        Imported key = Imported.of(spec);
        Signer ours = (Signer) key.ours;
        byte[] signature = key.jdkSigns();

        assertThat(ours.verify(SigningAlgorithmSpec.ML_DSA_SHAKE_256, MessageType.RAW, MESSAGE, signature))
                .isTrue();
        assertThat(ours.verify(SigningAlgorithmSpec.ML_DSA_SHAKE_256, MessageType.EXTERNAL_MU, mu(key.ours), signature))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void encapsulation_isOpened_byTheJdk(KeySpec spec) throws Exception {
        Imported key = Imported.of(spec);
        Encapsulator.Encapsulated made = ((Encapsulator) key.ours).encapsulate();
        PrivateKey privateKey = key.jdk.getPrivate();

        byte[] secret = KEM.getInstance("ML-KEM")
                .newDecapsulator(privateKey)
                .decapsulate(made.ciphertext())
                .getEncoded();

        assertThat(made.sharedSecret()).isEqualTo(SecretBytes.takeOver(secret));
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void encapsulation_ofTheJdk_isOpened(KeySpec spec) throws Exception {
        Imported key = Imported.of(spec);
        PublicKey publicKey = key.jdk.getPublic();
        KEM.Encapsulated made =
                KEM.getInstance("ML-KEM").newEncapsulator(publicKey).encapsulate();

        assertThat(((Encapsulator) key.ours).decapsulate(made.encapsulation()))
                .isEqualTo(made.key().getEncoded());
    }
}
