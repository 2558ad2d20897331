// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * A private key as a text file holds it (RFC 7468): {@code PRIVATE KEY}, which is PKCS #8, or the older {@code EC PRIVATE KEY} (RFC
 * 5915) and {@code RSA PRIVATE KEY} (RFC 8017, A.1.2). Closing wipes it; the text it was read from stays with the caller.
 *
 * <p>What is checked is the outer form alone; the key itself is {@link KeyMaterials#importable}'s to check.
 *
 * <p>Safe for concurrent use.
 */
public final class PemPrivateKey implements AutoCloseable {

    /** The first block that holds a private key: what else the file holds, such as EC PARAMETERS, is passed over. */
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (EC |RSA |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END \\1PRIVATE KEY-----");

    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private final SecretBytes pkcs8;
    private final @Nullable KeySpec spec;

    private PemPrivateKey(SecretBytes pkcs8, @Nullable KeySpec spec) {
        this.pkcs8 = pkcs8;
        this.spec = spec;
    }

    /**
     * Reads the first private key of the text.
     *
     * @throws IncorrectMaterialException if there is none, it is encrypted, or its form is broken
     */
    public static PemPrivateKey read(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IncorrectMaterialException("The key material is not an unencrypted private key in PEM.");
        }
        byte[] der = base64(block.group(2).replaceAll("\\s", ""));
        try {
            PrivateKeyInfo key = switch (block.group(1)) {
                case "EC " -> ofEc(der);
                case "RSA " -> ofRsa(der);
                default -> Der.readBer(PrivateKeyInfo::getInstance, der);
            };
            if (key == null) {
                throw new IncorrectMaterialException("The PEM of the key material does not hold a private key.");
            }
            return new PemPrivateKey(SecretBytes.takeOver(Der.write(key)), spec(key));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Returns nothing for what is no base64: the exception's message names a character of the secret. */
    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static @Nullable PrivateKeyInfo ofEc(byte[] der) {
        ECPrivateKey key = Der.readBer(ECPrivateKey::getInstance, der);
        ASN1Encodable curve = key == null ? null : key.getParametersObject();
        return curve == null ? null : info(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static @Nullable PrivateKeyInfo ofRsa(byte[] der) {
        RSAPrivateKey key = Der.readBer(RSAPrivateKey::getInstance, der);
        return key == null
                ? null
                : info(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key);
    }

    private static PrivateKeyInfo info(AlgorithmIdentifier algorithm, @Nullable ASN1Encodable key) {
        try {
            return new PrivateKeyInfo(algorithm, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O
        }
    }

    private static @Nullable KeySpec spec(PrivateKeyInfo key) {
        AlgorithmIdentifier algorithm = key.getPrivateKeyAlgorithm();
        if (algorithm.getAlgorithm().equals(ED25519)) {
            return KeySpec.ECC_NIST_EDWARDS25519;
        }
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return algorithm.getParameters() instanceof ASN1ObjectIdentifier oid ? curveSpec(oid) : null;
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            RSAPrivateKey rsa =
                    Der.readBer(RSAPrivateKey::getInstance, key.getPrivateKey().getOctets());
            return rsa == null ? null : rsaSpec(rsa.getModulus().bitLength());
        }
        return null;
    }

    private static @Nullable KeySpec curveSpec(ASN1ObjectIdentifier oid) {
        EcCurve curve = EcCurve.of(oid);
        return curve == null
                ? null
                : switch (curve) {
                    case P256 -> KeySpec.ECC_NIST_P256;
                    case P384 -> KeySpec.ECC_NIST_P384;
                    case P521 -> KeySpec.ECC_NIST_P521;
                    case P256K1 -> KeySpec.ECC_SECG_P256_K1;
                    case SM2 -> KeySpec.SM2;
                };
    }

    private static @Nullable KeySpec rsaSpec(int bits) {
        return switch (bits) {
            case 2048 -> KeySpec.RSA_2048;
            case 3072 -> KeySpec.RSA_3072;
            case 4096 -> KeySpec.RSA_4096;
            default -> null;
        };
    }

    /** Returns the spec that a key of KMS with this material has; null where there is none or it is not RSA or of a curve. */
    public @Nullable KeySpec spec() {
        return spec;
    }

    /** Returns a copy of the key in PKCS #8, DER, which the caller closes. */
    public SecretBytes pkcs8() {
        return pkcs8.use(bytes -> SecretBytes.takeOver(bytes.clone()));
    }

    @Override
    public void close() {
        pkcs8.close();
    }

    @Override
    public String toString() {
        return "PemPrivateKey[…]";
    }
}
