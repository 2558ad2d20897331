// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

/**
 * One key pair. What it can do besides being read is told by {@link Signer}, {@link Encryptor}, {@link Agreement},
 * {@link Encapsulator}.
 */
public sealed interface KeyPairMaterial extends KeyMaterial
        permits RsaKey, EcKey, EdwardsKey, Sm2Key, MlDsaKey, MlKemKey {

    /** Returns the public key as GetPublicKey answers it: SubjectPublicKeyInfo in DER (RFC 5280, 4.1). A copy. */
    byte[] publicKey();

    /**
     * Returns the private key as GenerateDataKeyPair answers it: PrivateKeyInfo in DER (PKCS #8, RFC 5208 and 5958). A
     * copy, which the caller closes.
     *
     * @throws SecretBytes.WipedException if the material was closed
     */
    SecretBytes privateKey();
}
