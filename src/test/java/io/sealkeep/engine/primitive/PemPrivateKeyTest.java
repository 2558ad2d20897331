// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Private keys in PEM, of the three labels there are. */
class PemPrivateKeyTest {

    private static byte[] pkcs8(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    private static byte[] p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] inner(byte[] pkcs8) {
        return PrivateKeyInfo.getInstance(pkcs8).getPrivateKey().getOctets();
    }

    private static void assertImportable(String text, KeySpec spec) {
        try (PemPrivateKey key = PemPrivateKey.read(text);
                SecretBytes pkcs8 = key.pkcs8();
                SecretBytes encoded = KeyMaterials.importable(spec, pkcs8)) {
            assertThat(key.spec()).isEqualTo(spec);
            assertThat(encoded.length()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RSA_2048",
        "RSA, 3072, RSA_3072",
        "EC, 384, ECC_NIST_P384",
        "Ed25519, 255, ECC_NIST_EDWARDS25519",
    })
    void read_ofPkcs8_hasTheKeysSpec(String algorithm, int bits, String spec) throws GeneralSecurityException {
        assertImportable(pem("PRIVATE KEY", pkcs8(algorithm, bits)), KeySpec.fromValue(spec));
    }

    @Test
    void read_ofRsaPrivateKey_isTheSameInPkcs8() throws GeneralSecurityException {
        assertImportable(pem("RSA PRIVATE KEY", inner(pkcs8("RSA", 2048))), KeySpec.RSA_2048);
    }

    /** As {@code openssl ecparam -genkey} writes it: the curve in a block of its own before. */
    @Test
    void read_ofEcPrivateKeyBehindParameters_isTheSameInPkcs8() throws Exception {
        ECPrivateKey key = ECPrivateKey.getInstance(inner(p256()));
        byte[] named = new ECPrivateKey(256, key.getKey(), new X962Parameters(SECObjectIdentifiers.secp256r1))
                .getEncoded("DER");
        String parameters = pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded());
        assertImportable(parameters + pem("EC PRIVATE KEY", named), KeySpec.ECC_NIST_P256);
    }

    @Test
    void read_ofEcPrivateKeyWithoutCurve_isRefused() throws Exception {
        byte[] bare =
                new ECPrivateKey(256, ECPrivateKey.getInstance(inner(p256())).getKey()).getEncoded("DER");
        assertThatThrownBy(() -> PemPrivateKey.read(pem("EC PRIVATE KEY", bare)))
                .isInstanceOf(IncorrectMaterialException.class);
    }

    @Test
    void read_ofRsaThatKmsHasNot_hasNoSpec() throws GeneralSecurityException {
        try (PemPrivateKey key = PemPrivateKey.read(pem("PRIVATE KEY", pkcs8("RSA", 1024)))) {
            assertThat(key.spec()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2VjcmV0",
                "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0",
                "-----BEGIN PRIVATE KEY-----\nc2Vj*mV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2Vjc=mV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAgEF\n-----END EC PRIVATE KEY-----",
            })
    void read_ofSomethingElse_isRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> PemPrivateKey.read(text))
                .isInstanceOf(IncorrectMaterialException.class)
                .hasNoCause()
                .hasMessageNotContaining("c2V");
    }

    @Test
    void read_ofRsaPrivateKeyThatIsANumber_isRefused() throws Exception {
        byte[] number = new ASN1Integer(5).getEncoded();
        assertThatThrownBy(() -> PemPrivateKey.read(pem("RSA PRIVATE KEY", number)))
                .isInstanceOf(IncorrectMaterialException.class);
    }
}
