// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import com.amazonaws.encryptionsdk.CryptoInputStream;
import io.sealkeep.audit.Trail;
import io.sealkeep.call.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.util.function.SingletonSupplier;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * Encrypts, decrypts and describes messages, one call to KMS for each of the first two, and writes the call's own record. Decides
 * which messages are accepted. Safe for concurrent use.
 *
 * <p>Guarantees: memory does not depend on the size of the data. The KMS call's record is durable before the first byte of an
 * answer, the call's own before its last. A plaintext that breaks off gives no whole message. Of a message that does not open
 * whole, no more is given than the frames that were authentic, and never their end.
 */
@Service
class EnvelopeService {

    /** Where the bytes of an answer go. */
    interface Sink {
        /**
         * Begins the answer. Called once, as late as possible.
         *
         * @param length the answer's size in bytes, or -1 where it is not known
         */
        OutputStream begin(long length) throws IOException;
    }

    /** What a call is given; read within the call, so that what is refused in it is recorded as the call's refusal. */
    interface Input {
        EnvelopeInput read() throws IOException;
    }

    /**
     * What became of a call.
     *
     * @param keyArn the key that KMS used
     * @param encryptionContext the context that the message carries, authenticated
     */
    record Outcome(String keyArn, Map<String, String> encryptionContext) {}

    private final KmsClient kms;
    private final Trail trail;
    private final Clock clock;
    private final EnvelopeProperties properties;
    private final SingletonSupplier<EncryptionSdk> sdk;

    EnvelopeService(KmsClient kms, Trail trail, Clock clock, EnvelopeProperties properties) {
        this.kms = kms;
        this.trail = trail;
        this.clock = clock;
        this.properties = properties;
        this.sdk = SingletonSupplier.of(() -> new EncryptionSdk(properties));
    }

    /**
     * Encrypts a plaintext.
     *
     * @throws KmsException as KMS refuses the data key, or the plaintext breaks off, or the record cannot be written
     */
    Outcome encrypt(Input given, Sink sink) {
        return call("EnvelopeEncrypt").run(call -> {
            EnvelopeInput input = call.input(given.read());
            EnvelopeKms dataKeys = new EnvelopeKms(kms, call.caller(), input.requiredKey());
            CryptoInputStream<?> message = sdk.obtain().encrypting(dataKeys, input.body(), input.encryptionContext());
            String keyArn = dataKeys.keyArn().orElseThrow();
            MessageHeader header = MessageHeader.of(message.getCryptoResult().getHeaders());
            call.key(keyArn);
            call.message(header);
            long length = input.body().length() < 0
                    ? -1
                    : header.messageLength(input.body().length());
            copy(call, message, length, sink);
            return new Outcome(keyArn, input.encryptionContext());
        });
    }

    /**
     * Decrypts a message, giving its plaintext as it is authenticated, so only an unsigned one. The input's key, if any, is the only
     * one accepted; the message's context must contain the input's.
     *
     * @throws KmsException if the message does not open, or as KMS refuses, or the record cannot be written
     */
    Outcome decrypt(Input given, Sink sink) {
        return decrypt(given, false, sink);
    }

    /**
     * Decrypts a message, signed or not. What is written must not be used before this has returned.
     *
     * @throws KmsException as {@link #decrypt(Input, Sink)}
     */
    Outcome decryptWhole(Input given, ByteArrayOutputStream plaintext) {
        return decrypt(given, true, length -> plaintext);
    }

    private Outcome decrypt(Input given, boolean signed, Sink sink) {
        return call("EnvelopeDecrypt").run(call -> {
            EnvelopeInput input = call.input(given.read());
            MessageHeader header = MessageHeader.read(input.body());
            call.message(header);
            requireAcceptable(header, signed);
            requireContext(header, input.encryptionContext());
            List<String> keys = acceptedKeys(header, input.key(), call.caller().region());
            long length = header.isSigned()
                    ? -1
                    : plaintextLength(header, input.body().length());
            EnvelopeKms dataKeys = new EnvelopeKms(kms, call.caller(), input.key());
            InputStream frames = new MessageFrames(header, header.followedBy(input.body()));
            InputStream plaintext = opened(dataKeys, keys, frames, signed, input.key());
            String keyArn = dataKeys.keyArn().orElseThrow();
            call.key(keyArn);
            copy(call, plaintext, length, sink);
            return new Outcome(keyArn, header.encryptionContext());
        });
    }

    /** Reads a message's header. Uses no key; nothing in the answer is authenticated. */
    MessageHeader describe(Input given) {
        return call("EnvelopeDescribe").run(call -> {
            EnvelopeInput input = call.input(given.read());
            input.requireBodyAlone();
            MessageHeader header = MessageHeader.read(input.body());
            call.message(header);
            call.succeeded();
            return header;
        });
    }

    private EnvelopeCall call(String eventName) {
        return new EnvelopeCall(eventName, Caller.current(), trail, clock);
    }

    /** Copies everything to the sink, the end once the call's record is durable. */
    private static void copy(EnvelopeCall call, InputStream source, long length, Sink sink) throws IOException {
        HeldBackOutput answer = new HeldBackOutput(() -> sink.begin(length));
        call.output(answer);
        try {
            source.transferTo(answer);
        } catch (RuntimeException e) {
            throw EncryptionSdk.isRefusal(e) ? EnvelopeErrors.doesNotOpen() : e;
        }
        if (length >= 0 && length != answer.count()) {
            throw new IllegalStateException("an answer of " + answer.count() + " bytes was announced as " + length);
        }
        call.succeeded();
        answer.release();
    }

    private InputStream opened(
            EnvelopeKms dataKeys, List<String> keys, InputStream frames, boolean signed, @Nullable KeyName key)
            throws IOException {
        try {
            return sdk.obtain().decrypting(dataKeys, keys, frames, signed);
        } catch (InvalidCiphertextException e) {
            throw EnvelopeErrors.doesNotOpen();
        } catch (IncorrectKeyException e) {
            throw key == null ? EnvelopeErrors.doesNotOpen() : e;
        } catch (NotFoundException e) {
            // The caller named no key, so it is the message that names one which is not here.
            throw key == null
                    ? EnvelopeErrors.unacceptable(
                            "The message names keys that this service does not have: " + String.join(", ", keys))
                    : e;
        }
    }

    /** Refuses what this service must not or will not open, all of it plain to see in the header. */
    private void requireAcceptable(MessageHeader header, boolean signed) {
        if (!header.suite().isCommitting()) {
            throw EnvelopeErrors.unacceptable("The message's algorithm suite " + header.suite()
                    + " does not commit to its key. Encrypt the data again with a committing suite.");
        }
        if (header.isSigned() && !signed) {
            throw EnvelopeErrors.unacceptable(
                    "The message is signed (" + header.suite() + "), and its signature stands at its"
                            + " end: it cannot be streamed. Use the JSON form for a message of up to "
                            + properties.maxJsonData().toBytes() + " bytes, or the Encryption SDK.");
        }
        if (!header.isFramed() || header.frameSize() < 1) {
            throw EnvelopeErrors.unacceptable(
                    "The message has no frames, so it cannot be streamed. Use the Encryption SDK.");
        }
        if (header.frameSize() > properties.maxFrameSize().toBytes()) {
            throw EnvelopeErrors.unacceptable(
                    "The message's frames of " + header.frameSize() + " bytes are larger than the "
                            + properties.maxFrameSize().toBytes()
                            + " bytes this service accepts (sealkeep.envelope.max-frame-size).");
        }
        if (header.encryptedDataKeys().size() > properties.maxEncryptedDataKeys()) {
            throw EnvelopeErrors.unacceptable(
                    "The message has " + header.encryptedDataKeys().size()
                            + " encrypted data keys, more than the " + properties.maxEncryptedDataKeys()
                            + " this service accepts (sealkeep.envelope.max-encrypted-data-keys).");
        }
    }

    private static void requireContext(MessageHeader header, Map<String, String> required) {
        required.forEach((name, value) -> {
            if (!value.equals(header.encryptionContext().get(name))) {
                throw EnvelopeErrors.unacceptable(
                        "The message's encryption context does not hold the required value of '" + name
                                + "'. POST /v1/envelope/describe shows what it holds.");
            }
        });
    }

    private static long plaintextLength(MessageHeader header, long messageLength) {
        if (messageLength < 0) {
            return -1;
        }
        OptionalLong length = header.plaintextLength(messageLength);
        return length.orElseThrow(
                () -> EnvelopeErrors.unacceptable("The message is not whole: no message with this header has "
                        + messageLength + " bytes. It was cut, or something was added."));
    }

    private static List<String> acceptedKeys(MessageHeader header, @Nullable KeyName key, String region) {
        List<String> named = header.keyArns().stream()
                .filter(arn -> new KeyName(arn).isKeyArn())
                .toList();
        if (named.isEmpty()) {
            throw EnvelopeErrors.unacceptable("The message names no KMS key.");
        }
        List<String> accepted = named.stream()
                .filter(arn -> key == null || key.mayBe(arn, region))
                .toList();
        if (accepted.isEmpty()) {
            throw EnvelopeErrors.incorrectKey("The message was not encrypted under the key in the request, but under "
                    + String.join(", ", named));
        }
        return accepted;
    }
}
