// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static java.util.Objects.requireNonNull;

import com.amazonaws.encryptionsdk.model.KeyBlob;
import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** What a message's header says; none of it authenticated. Immutable. */
record MessageDescription(
        @Schema(description = "The algorithm suite.", example = "ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY")
        String algorithmSuite,

        @Schema(description = "Whether the message commits to its data key. One that does not is not decrypted here.")
        boolean committing,

        @Schema(
                description =
                        "Whether a signature follows the data. A signed message is decrypted in the JSON form alone.")
        boolean signed,

        @Schema(description = "The message's id, 32 random bytes in base64, or 16 in messages of older suites.")
        Bytes messageId,

        @Schema(description = "The wrapped data keys, by what wrapped them.")
        List<EncryptedDataKey> encryptedDataKeys,

        @Schema(description = "The pairs that are bound to the message.")
        Map<String, String> encryptionContext,

        @Schema(description = "Plaintext bytes in each frame but the last; 0 for a message without frames.")
        int frameSizeBytes,

        @Schema(description = "The size of the header in bytes.")
        int headerSizeBytes) {

    /**
     * A wrapped data key, without the wrapped bytes.
     *
     * @param keyId the ARN of the KMS key; null where another provider's key wrapped it
     */
    record EncryptedDataKey(
            @Schema(description = "What kind of key wraps the data key; aws-kms for a KMS key.", example = "aws-kms")
            String keyProviderId,

            @Schema(description = "The ARN of the KMS key; null where a key of another provider wraps the data key.")
            @Nullable
            String keyId) {

        static EncryptedDataKey of(KeyBlob key) {
            boolean isKms = key.getProviderId().equals(MessageHeader.KMS_PROVIDER);
            String keyId = isKms ? new String(key.getProviderInformation(), StandardCharsets.UTF_8) : null;
            return new EncryptedDataKey(key.getProviderId(), keyId);
        }
    }

    static MessageDescription of(MessageHeader header) {
        return new MessageDescription(
                header.suite().name(),
                header.suite().isCommitting(),
                header.isSigned(),
                requireNonNull(Bytes.of(SdkBytes.fromByteArray(header.messageId()))),
                header.encryptedDataKeys().stream().map(EncryptedDataKey::of).toList(),
                new TreeMap<>(header.encryptionContext()),
                header.frameSize(),
                header.length());
    }
}
