// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** What the owner of key material does with it: wraps it as AWS's documentation says, with Java's cryptography. */
public final class ImportFixture {

    private ImportFixture() {}

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static GetParametersForImportResponse parameters(KmsClient kms, String keyId) {
        return parameters(kms, keyId, AlgorithmSpec.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048);
    }

    static GetParametersForImportResponse parameters(
            KmsClient kms, String keyId, AlgorithmSpec algorithm, WrappingKeySpec spec) {
        return kms.getParametersForImport(
                r -> r.keyId(keyId).wrappingAlgorithm(algorithm).wrappingKeySpec(spec));
    }

    /** Returns a request that imports the material for ever, wrapped with OAEP and SHA-256. */
    public static ImportKeyMaterialRequest.Builder request(KmsClient kms, String keyId, byte[] material) {
        return request(keyId, parameters(kms, keyId), AlgorithmSpec.RSAES_OAEP_SHA_256, material);
    }

    static ImportKeyMaterialRequest.Builder request(
            String keyId, GetParametersForImportResponse parameters, AlgorithmSpec algorithm, byte[] material) {
        byte[] publicKey = parameters.publicKey().asByteArray();
        return ImportKeyMaterialRequest.builder()
                .keyId(keyId)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(SdkBytes.fromByteArray(wrap(algorithm, publicKey, material)))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    }

    static void importForEver(KmsClient kms, String keyId, byte[] material) {
        kms.importKeyMaterial(request(kms, keyId, material).build());
    }

    static byte[] wrap(AlgorithmSpec algorithm, byte[] publicKey, byte[] material) {
        try {
            return switch (algorithm) {
                case RSAES_PKCS1_V1_5 -> rsa("RSA/ECB/PKCS1Padding", null, publicKey, material);
                case RSAES_OAEP_SHA_1 -> oaep("SHA-1", publicKey, material);
                case RSAES_OAEP_SHA_256 -> oaep("SHA-256", publicKey, material);
                case RSA_AES_KEY_WRAP_SHA_1 -> aesKeyWrap("SHA-1", publicKey, material);
                case RSA_AES_KEY_WRAP_SHA_256 -> aesKeyWrap("SHA-256", publicKey, material);
                case SM2_PKE -> sm2(publicKey, material);
                default -> throw new IllegalArgumentException(algorithm.toString());
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] oaep(String hash, byte[] publicKey, byte[] material) throws GeneralSecurityException {
        OAEPParameterSpec parameters =
                new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
        return rsa("RSA/ECB/OAEPPadding", parameters, publicKey, material);
    }

    private static byte[] rsa(
            String transformation, AlgorithmParameterSpec parameters, byte[] publicKey, byte[] material)
            throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        return cipher.doFinal(material);
    }

    /** An AES key wrapped with RSA, then the material wrapped with that (RFC 5649). */
    private static byte[] aesKeyWrap(String hash, byte[] publicKey, byte[] material) throws GeneralSecurityException {
        byte[] aes = random(32);
        Cipher cipher = Cipher.getInstance("AESWRAPPAD", new BouncyCastleProvider());
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(aes, "AES"));
        byte[] wrapped = cipher.wrap(new SecretKeySpec(material, "material"));
        byte[] wrappedAes = oaep(hash, publicKey, aes);
        byte[] both = Arrays.copyOf(wrappedAes, wrappedAes.length + wrapped.length);
        System.arraycopy(wrapped, 0, both, wrappedAes.length, wrapped.length);
        return both;
    }

    /** As the documentation of AWS KMS has it: a DER sequence of x, y, hash and ciphertext. */
    private static byte[] sm2(byte[] publicKey, byte[] material) throws GeneralSecurityException {
        try {
            SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
            engine.init(true, new ParametersWithRandom(PublicKeyFactory.createKey(publicKey), new SecureRandom()));
            byte[] sealed = engine.processBlock(material, 0, material.length);
            return new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(new BigInteger(1, sealed, 1, 32)),
                        new ASN1Integer(new BigInteger(1, sealed, 33, 32)),
                        new DEROctetString(Arrays.copyOfRange(sealed, 65, 97)),
                        new DEROctetString(Arrays.copyOfRange(sealed, 97, sealed.length))
                    })
                    .getEncoded();
        } catch (IOException | InvalidCipherTextException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
