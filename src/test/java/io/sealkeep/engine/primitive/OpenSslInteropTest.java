// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Both ways against the {@code openssl} command: what one makes, the other takes. */
@EnabledIf(value = "io.sealkeep.engine.primitive.OpenSsl#isThere", disabledReason = "There is no OpenSSL 3 here")
class OpenSslInteropTest {

    private static final byte[] MESSAGE = "what is signed, sealed and hashed".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private OpenSsl openSsl;

    @BeforeEach
    void start() {
        openSsl = new OpenSsl(directory).with("message", MESSAGE);
    }

    private KeyPairMaterial pair(KeySpec spec) {
        KeyPairMaterial pair = TestMaterials.pair(spec);
        openSsl.with("private", TestMaterials.pkcs8(pair)).with("public", pair.publicKey());
        return pair;
    }

    static Stream<KeySpec> pairSpecs() {
        // OpenSSL 3.0 knows no lattices.
        return TestMaterials.pairSpecs().filter(spec -> !spec.toString().startsWith("ML_"));
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void publicKey_isTheOne_thatOpenSslDerives(KeySpec spec) {
        KeyPairMaterial pair = pair(spec);

        assertThat(openSsl.make("pkey -in private -inform DER -pubout -outform DER"))
                .isEqualTo(pair.publicKey());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "RSA_3072, -algorithm RSA -pkeyopt rsa_keygen_bits:3072",
        "ECC_NIST_P256, -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "ECC_NIST_P384, -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "ECC_NIST_P521, -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "ECC_SECG_P256K1, -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1",
        "SM2, -algorithm SM2",
        "SM2, -algorithm EC -pkeyopt ec_paramgen_curve:SM2",
        "ECC_NIST_EDWARDS25519, -algorithm ED25519"
    })
    void keyOfOpenSsl_imported_hasItsPublicKey(String name, String parameters) {
        KeySpec spec = KeySpec.fromValue(name);
        openSsl.with("pem", openSsl.make("genpkey " + parameters));
        byte[] pkcs8 = openSsl.make("pkcs8 -topk8 -nocrypt -in pem -outform DER");
        byte[] publicKey = openSsl.make("pkey -in pem -pubout -outform DER");

        KeyPairMaterial imported = (KeyPairMaterial) TestMaterials.open(spec, KeyImportTest.imported(spec, pkcs8));

        assertThat(imported.publicKey()).isEqualTo(publicKey);
    }

    /** Every way but Ed25519ph and ML-DSA, which OpenSSL 3.0 does not know. */
    static Stream<SignerTest.Way> ways() {
        return SignerTest.ways()
                .filter(way -> !way.spec().toString().startsWith("ML_"))
                .filter(way -> way.algorithm() != SigningAlgorithmSpec.ED25519_PH_SHA_512);
    }

    /** Returns the options with which {@code pkeyutl} does what an algorithm does with the file {@code message}. */
    private String options(SignerTest.Way way) {
        String algorithm = way.algorithm().toString();
        if (way.spec() == KeySpec.ECC_NIST_EDWARDS25519) {
            return "-rawin -in message";
        }
        if (way.spec() == KeySpec.SM2) {
            return way.type() == MessageType.RAW
                    ? "-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in message"
                    : "-in message";
        }
        String sha = "sha" + algorithm.substring(algorithm.length() - 3);
        String hashing = way.type() == MessageType.RAW ? "-rawin -digest " + sha : "-pkeyopt digest:" + sha;
        String padding = algorithm.contains("PSS")
                ? " -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest -pkeyopt rsa_mgf1_md:" + sha
                : "";
        return hashing + padding + " -in message";
    }

    private byte[] message(SignerTest.Way way) {
        byte[] message = way.type() == MessageType.RAW ? MESSAGE.clone() : way.message();
        openSsl.with("message", message);
        return message;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void signature_isVerified_byOpenSsl(SignerTest.Way way) {
        Signer signer = (Signer) pair(way.spec());
        byte[] message = message(way);
        openSsl.with("signature", signer.sign(way.algorithm(), way.type(), message));

        assertThat(openSsl.accepts(
                        "pkeyutl -verify -pubin -keyform DER -inkey public -sigfile signature " + options(way)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void signature_ofOpenSsl_isVerified(SignerTest.Way way) {
        Signer signer = (Signer) pair(way.spec());
        byte[] message = message(way);

        byte[] signature = openSsl.make("pkeyutl -sign -keyform DER -inkey private " + options(way));

        assertThat(signer.verify(way.algorithm(), way.type(), message, signature))
                .isTrue();
    }

    /** That the command would say no. */
    @ParameterizedTest
    @MethodSource("ways")
    void signature_ofAnotherMessage_isRefusedByOpenSsl(SignerTest.Way way) {
        Signer signer = (Signer) pair(way.spec());
        byte[] message = message(way);
        openSsl.with("signature", signer.sign(way.algorithm(), way.type(), message));
        message[0] ^= 1;
        openSsl.with("message", message);

        assertThat(openSsl.accepts(
                        "pkeyutl -verify -pubin -keyform DER -inkey public -sigfile signature " + options(way)))
                .isFalse();
    }

    static Stream<EncryptorTest.Way> encryptions() {
        return EncryptorTest.ways();
    }

    private static String options(EncryptorTest.Way way) {
        return switch (way.algorithm()) {
            case RSAES_OAEP_SHA_1 -> "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1";
            case RSAES_OAEP_SHA_256 -> "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256";
            default -> "-pkeyopt digest:sm3";
        };
    }

    @ParameterizedTest
    @MethodSource("encryptions")
    void ciphertext_isDecrypted_byOpenSsl(EncryptorTest.Way way) {
        Encryptor key = (Encryptor) pair(way.spec());
        openSsl.with("ciphertext", key.encrypt(way.algorithm(), MESSAGE));

        assertThat(openSsl.make("pkeyutl -decrypt -keyform DER -inkey private -in ciphertext " + options(way)))
                .isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @MethodSource("encryptions")
    void ciphertext_ofOpenSsl_isDecrypted(EncryptorTest.Way way) {
        Encryptor key = (Encryptor) pair(way.spec());

        byte[] ciphertext =
                openSsl.make("pkeyutl -encrypt -pubin -keyform DER -inkey public -in message " + options(way));

        assertThat(key.decrypt(way.algorithm(), ciphertext)).isEqualTo(MESSAGE);
    }

    /**
     * SM2 has a key exchange of its own in OpenSSL; a shared secret as AWS KMS makes it, the command does not derive.
     */
    @ParameterizedTest
    @EnumSource(
            value = KeySpec.class,
            names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
    void sharedSecret_isTheOne_thatOpenSslDerives(KeySpec spec) {
        Agreement key = (Agreement) pair(spec);
        KeyPairMaterial peer = (KeyPairMaterial) TestMaterials.another(spec);
        openSsl.with("peer", peer.publicKey());

        assertThat(openSsl.make("pkeyutl -derive -keyform DER -inkey private -peerform DER -peerkey peer"))
                .isEqualTo(key.agree(peer.publicKey()));
    }

    @ParameterizedTest
    @CsvSource({"HMAC_224, sha224", "HMAC_256, sha256", "HMAC_384, sha384", "HMAC_512, sha512"})
    void mac_isTheOne_thatOpenSslMakes(String spec, String hash) {
        String key = HexFormat.of().formatHex(TestMaterials.encoded(KeySpec.fromValue(spec)));

        assertThat(openSsl.make("dgst -" + hash + " -mac HMAC -macopt hexkey:" + key + " -binary message"))
                .isEqualTo(((MacKey) TestMaterials.of(KeySpec.fromValue(spec))).mac(MESSAGE));
    }

    @ParameterizedTest
    @CsvSource({"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"})
    void material_wrappedByOpenSsl_isUnwrapped(String name) {
        AlgorithmSpec algorithm = AlgorithmSpec.fromValue(name);
        KeyPairMaterial key = pair(algorithm == AlgorithmSpec.SM2_PKE ? KeySpec.SM2 : KeySpec.RSA_2048);

        byte[] wrapped = openSsl.make("pkeyutl -encrypt -pubin -keyform DER -inkey public -in message "
                + options(new EncryptorTest.Way(null, EncryptionAlgorithmSpec.fromValue(name))));

        assertThat(ImportWrapping.unwrap(algorithm, key, wrapped)).isEqualTo(SecretBytes.takeOver(MESSAGE.clone()));
    }

    /** As "Step 3: Encrypt the key material" in the AWS KMS Developer Guide does it. */
    @ParameterizedTest
    @CsvSource({"1", "256"})
    void keyPair_wrappedTwiceByOpenSsl_isUnwrapped(int hash) {
        KeyPairMaterial key = pair(KeySpec.RSA_2048);
        byte[] material = TestMaterials.pkcs8(TestMaterials.pair(KeySpec.RSA_4096));
        byte[] aesKey = RandomBytes.system().next(32);
        openSsl.with("message", material).with("aes", aesKey);

        byte[] wrappedKey = openSsl.make("pkeyutl -encrypt -pubin -keyform DER -inkey public -in aes"
                + " -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha" + hash);
        byte[] wrapped = openSsl.make("enc -id-aes256-wrap-pad -iv A65959A6 -in message -K "
                + HexFormat.of().formatHex(aesKey));

        assertThat(ImportWrapping.unwrap(
                        AlgorithmSpec.fromValue("RSA_AES_KEY_WRAP_SHA_" + hash),
                        key,
                        ByteBuffer.allocate(wrappedKey.length + wrapped.length)
                                .put(wrappedKey)
                                .put(wrapped)
                                .array()))
                .isEqualTo(SecretBytes.takeOver(material));
    }
}
