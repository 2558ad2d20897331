// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.envelope.EnvelopeService.Outcome;
import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.core.SdkBytes;

/**
 * {@code /v1/envelope}: each operation as a stream of octets, and as JSON for small data, told apart by content type. The API
 * description shows the JSON form, which can be tried from a page, and tells of the other. Safe for concurrent use.
 */
@RestController
@RequestMapping("/v1/envelope")
@Tag(name = "Envelope")
class EnvelopeController {

    private static final String STREAM = MediaType.APPLICATION_OCTET_STREAM_VALUE;
    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private final EnvelopeService service;
    private final EnvelopeProperties properties;

    EnvelopeController(EnvelopeService service, EnvelopeProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    /** Before each operation: what they answer may be a secret. */
    @ModelAttribute
    void keepOutOfCaches(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
    }

    @PostMapping(path = "/encrypt", consumes = JSON, produces = JSON)
    @Operation(summary = "Encrypt data of any size", description = """
                    Encrypts the data under a data key of its own, and that under the key named: the answer is a message in the \
                    format of the AWS Encryption SDK (suite ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY), which any of its \
                    implementations opens that reaches the key.

                    The JSON form is for small data. For any other, send the data itself:

                        curl -X POST -T data -H 'Content-Type: application/octet-stream' -o message \\
                          'http://127.0.0.1:8080/v1/envelope/encrypt?keyId=alias/example&context.purpose=example'

                    The message comes while the data goes, in constant memory: read while you write. **A clean end of the \
                    answer is the only sign of success.** If anything fails after the first byte the connection breaks off, and \
                    what has come is no message.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`, `ClientDisconnected`; 404 \
                    `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`.""")
    EnvelopeEncryptResponse encrypt(@RequestBody EnvelopeEncryptRequest data, HttpServletRequest request) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        Outcome outcome = service.encrypt(
                () -> json(request, data.keyId(), data.encryptionContext(), "plaintext", data.plaintext()),
                length -> message);
        return new EnvelopeEncryptResponse(bytes(message), outcome.keyArn(), outcome.encryptionContext());
    }

    @Hidden
    @PostMapping(path = "/encrypt", consumes = STREAM)
    void encrypt(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StreamedAnswer answer = new StreamedAnswer(request, response);
        answer.give(() -> service.encrypt(() -> EnvelopeInput.ofStream(request), answer));
    }

    @PostMapping(path = "/decrypt", consumes = JSON, produces = JSON)
    @Operation(summary = "Decrypt a message", description = """
                    Opens a message that this service or any implementation of the AWS Encryption SDK made under a key of this \
                    service. Give `keyId` to accept no other key, and `encryptionContext` to accept no message whose context \
                    lacks these pairs. The message must commit to its data key.

                    For a message of any size, send it itself:

                        curl -X POST -T message -H 'Content-Type: application/octet-stream' -o data \\
                          'http://127.0.0.1:8080/v1/envelope/decrypt?context.purpose=example'

                    Each frame's plaintext is given once it is authenticated, but for up to the last 64 KiB, which come when the whole \
                    message is. **A clean end of the answer is the only sign of success.** If anything fails after the first byte \
                    the connection breaks off: discard what has come. The stream takes unsigned messages only; a signed one, \
                    whose signature stands at its end, opens in the JSON form.

                    Errors: 400 `InvalidCiphertextException`, `IncorrectKeyException`, `ValidationException`; 404 \
                    `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`.""")
    EnvelopeDecryptResponse decrypt(@RequestBody EnvelopeDecryptRequest data, HttpServletRequest request) {
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        Outcome outcome = service.decryptWhole(
                () -> json(request, data.keyId(), data.encryptionContext(), "message", data.message()), plaintext);
        return new EnvelopeDecryptResponse(bytes(plaintext), outcome.keyArn(), outcome.encryptionContext());
    }

    @Hidden
    @PostMapping(path = "/decrypt", consumes = STREAM)
    void decrypt(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StreamedAnswer answer = new StreamedAnswer(request, response);
        answer.give(() -> service.decrypt(() -> EnvelopeInput.ofStream(request), answer));
    }

    @PostMapping(path = "/describe", consumes = JSON, produces = JSON)
    @Operation(summary = "Describe a message", description = """
                    Shows what a message's header says: its suite, the keys that can open it, its encryption context. Needs no \
                    key. **Nothing of it is authenticated**: only decrypting the message shows that it is true.

                    The header is all that is read, so the beginning of a message is enough:

                        head -c 4096 message | curl --data-binary @- -H 'Content-Type: application/octet-stream' \\
                          http://127.0.0.1:8080/v1/envelope/describe

                    Errors: 400 `InvalidCiphertextException`, `ValidationException`.""")
    MessageDescription describe(@RequestBody EnvelopeDescribeRequest data, HttpServletRequest request) {
        return MessageDescription.of(service.describe(() -> json(request, null, null, "message", data.message())));
    }

    @Hidden
    @PostMapping(path = "/describe", consumes = STREAM, produces = JSON)
    MessageDescription describe(HttpServletRequest request) {
        return MessageDescription.of(service.describe(() -> EnvelopeInput.ofStream(request)));
    }

    private EnvelopeInput json(
            HttpServletRequest request,
            @Nullable String keyId,
            @Nullable Map<String, String> context,
            String member,
            @Nullable Bytes data) {
        EnvelopeInput.requireNoQuery(request);
        return EnvelopeInput.ofJson(keyId, context, member, Bytes.sdk(data), properties.maxJsonData());
    }

    private static Bytes bytes(ByteArrayOutputStream output) {
        return Objects.requireNonNull(Bytes.of(SdkBytes.fromByteArrayUnsafe(output.toByteArray())));
    }
}
