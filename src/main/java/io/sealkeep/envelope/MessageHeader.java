// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.model.CiphertextHeaders;
import com.amazonaws.encryptionsdk.model.ContentType;
import com.amazonaws.encryptionsdk.model.KeyBlob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message's header as the Encryption SDK reads it, together with the bytes taken from the stream to get it. Nothing in it is
 * authenticated until the data key has been decrypted and the header's tag checked. Immutable.
 *
 * <p>Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference".
 */
final class MessageHeader {

    /** The key provider whose encrypted data keys name a KMS key by its ARN. */
    static final String KMS_PROVIDER = "aws-kms";

    /** Enough for a header with one data key and a usual context, and little to wait for. */
    private static final int FIRST_READ = 1024;

    /** KMS caps a context at 8 KiB and a wrapped key at 6 KiB: ten keys and a context stay far below this. */
    private static final int LARGEST = 128 * 1024;

    /** Sequence number, IV and tag of a frame; the last frame has an end mark and a length besides. */
    private static final int FRAME_OVERHEAD = 4 + 12 + 16;

    private static final int LAST_FRAME_OVERHEAD = FRAME_OVERHEAD + 4 + 4;

    private final CiphertextHeaders fields;
    private final Map<String, String> encryptionContext;
    private final byte[] taken;
    private final int length;

    private MessageHeader(CiphertextHeaders fields, byte[] taken, int length) {
        this.fields = fields;
        this.encryptionContext = Map.copyOf(fields.getEncryptionContextMap());
        this.taken = taken;
        this.length = length;
    }

    /**
     * Reads a header, and some of what follows it.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidCiphertextException if there is no header, or none of an
     *     acceptable size
     */
    static MessageHeader read(InputStream message) throws IOException {
        byte[] bytes = new byte[0];
        for (int size = FIRST_READ; size <= LARGEST; size *= 2) {
            int have = bytes.length;
            bytes = Arrays.copyOf(bytes, size);
            int count = message.readNBytes(bytes, have, size - have);
            bytes = Arrays.copyOf(bytes, have + count);
            MessageHeader header = parse(bytes);
            if (header != null) {
                return header;
            }
            if (bytes.length < size) {
                throw EnvelopeErrors.unacceptable(
                        "The message ends within its header: it was cut, or is no message of the"
                                + " AWS Encryption SDK.");
            }
        }
        throw EnvelopeErrors.unacceptable("The message's header is larger than " + LARGEST + " bytes.");
    }

    /** Returns the header, or null if the bytes end within it. */
    private static @Nullable MessageHeader parse(byte[] bytes) {
        try {
            CiphertextHeaders fields = new CiphertextHeaders();
            int length = fields.deserialize(bytes, 0);
            return fields.isComplete() ? new MessageHeader(fields, bytes, length) : null;
        } catch (RuntimeException e) {
            // The SDK's parser meets hostile bytes here and nothing else: whatever it throws is their fault.
            throw EnvelopeErrors.unacceptable("This is no message of the AWS Encryption SDK: its header is malformed.");
        }
    }

    /** Returns the header of a message that is being made. */
    static MessageHeader of(CiphertextHeaders fields) {
        return new MessageHeader(fields, new byte[0], fields.toByteArray().length);
    }

    /** Returns the whole message: the bytes taken so far, then the rest. */
    InputStream followedBy(InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(taken), rest);
    }

    /** Returns the header's size in bytes. */
    int length() {
        return length;
    }

    CryptoAlgorithm suite() {
        return fields.getCryptoAlgoId();
    }

    boolean isSigned() {
        return suite().getTrailingSignatureLength() > 0;
    }

    boolean isFramed() {
        return fields.getContentType() == ContentType.FRAME;
    }

    /** Returns the plaintext bytes in each frame but the last; 0 where the message has no frames. */
    int frameSize() {
        return fields.getFrameLength();
    }

    byte[] messageId() {
        return fields.getMessageId();
    }

    Map<String, String> encryptionContext() {
        return encryptionContext;
    }

    List<KeyBlob> encryptedDataKeys() {
        return fields.getEncryptedKeyBlobs();
    }

    /** Returns the ARNs of the KMS keys that the header names, unchecked, in its order. */
    List<String> keyArns() {
        return encryptedDataKeys().stream()
                .filter(key -> key.getProviderId().equals(KMS_PROVIDER))
                .map(key -> new String(key.getProviderInformation(), StandardCharsets.UTF_8))
                .distinct()
                .toList();
    }

    /** Returns the size of a framed, unsigned message with this header over a plaintext of that size. */
    long messageLength(long plaintextLength) {
        long frames = plaintextLength / frameSize();
        return length + frames * FRAME_OVERHEAD + LAST_FRAME_OVERHEAD + plaintextLength;
    }

    /** Returns the plaintext's size, given that of its framed, unsigned message; empty if no message has that size. */
    OptionalLong plaintextLength(long messageLength) {
        long body = messageLength - length - LAST_FRAME_OVERHEAD;
        long frameLength = (long) frameSize() + FRAME_OVERHEAD;
        long last = body % frameLength;
        return body < 0 || last > frameSize()
                ? OptionalLong.empty()
                : OptionalLong.of(body / frameLength * frameSize() + last);
    }
}
