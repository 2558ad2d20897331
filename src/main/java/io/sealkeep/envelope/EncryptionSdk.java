// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.CryptoInputStream;
import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateMultiKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/**
 * The AWS Encryption SDK with the settings of this service: key commitment required both ways, the committing suite without a
 * signature for what is made here, so that a reader may use each frame as soon as it is authenticated. Loading it takes most of
 * a second, so it is made at the first call. Safe for concurrent use.
 */
final class EncryptionSdk {

    /** The keyring wants a key id; which key it is, {@link EnvelopeKms} knows. */
    private static final String KEY_OF_THE_CALL = "alias/key-of-the-call";

    private final MaterialProviders materials = MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build();
    private final AwsCrypto crypto;

    EncryptionSdk(EnvelopeProperties properties) {
        crypto = AwsCrypto.builder()
                .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
                .withEncryptionAlgorithm(CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY)
                .withEncryptionFrameSize((int) properties.frameSize().toBytes())
                .withMaxEncryptedDataKeys(properties.maxEncryptedDataKeys())
                .build();
    }

    /**
     * Returns the message over a plaintext, to be pulled. The data key has been generated; nothing of the plaintext has been read.
     * If reading the plaintext fails, so does reading the message, which then has no last frame.
     *
     * @throws KmsException as KMS refuses the data key
     */
    CryptoInputStream<?> encrypting(EnvelopeKms kms, InputStream plaintext, Map<String, String> context)
            throws IOException {
        try {
            CryptoInputStream<?> message =
                    crypto.createEncryptingStream(keyring(kms, KEY_OF_THE_CALL), plaintext, context);
            message.getCryptoResult();
            return message;
        } catch (RuntimeException e) {
            throw kms.failure().orElseThrow(() -> e);
        }
    }

    /**
     * Returns the plaintext of a message, to be pulled. The data key has been decrypted and the header authenticated; each frame is
     * before its plaintext is given.
     *
     * @param keyArns the keys that may decrypt the data key, at least one
     * @param message the whole message
     * @param signed whether to take a message with a signature, whose plaintext must not be used before the stream has ended
     * @throws KmsException as KMS refuses the data key
     */
    CryptoInputStream<?> decrypting(EnvelopeKms kms, List<String> keyArns, InputStream message, boolean signed)
            throws IOException {
        try {
            List<IKeyring> keyrings =
                    keyArns.stream().map(arn -> keyring(kms, arn)).toList();
            IKeyring any = materials.CreateMultiKeyring(
                    CreateMultiKeyringInput.builder().childKeyrings(keyrings).build());
            CryptoInputStream<?> plaintext = signed
                    ? crypto.createDecryptingStream(any, message)
                    : crypto.createUnsignedMessageDecryptingStream(any, message);
            plaintext.getCryptoResult();
            return plaintext;
        } catch (RuntimeException e) {
            // Once a data key was opened, what the SDK throws is the message's fault, whatever it is: its author chose
            // the header.
            boolean isOpened = kms.keyArn().isPresent() && !(e instanceof KmsException);
            throw kms.failure().orElseThrow(() -> isOpened || isRefusal(e) ? EnvelopeErrors.doesNotOpen() : e);
        }
    }

    /** Returns whether the SDK says with this that it does not accept a message, rather than that something is broken. */
    static boolean isRefusal(RuntimeException e) {
        return e instanceof AwsCryptoException
                || e.getClass().getPackageName().startsWith("software.amazon.cryptography.");
    }

    private IKeyring keyring(EnvelopeKms kms, String keyId) {
        return materials.CreateAwsKmsKeyring(CreateAwsKmsKeyringInput.builder()
                .kmsClient(kms)
                .kmsKeyId(keyId)
                .build());
    }
}
