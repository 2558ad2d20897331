// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/envelope}: each operation as a stream of octets, and as JSON for small data, told apart by content type. */
@RestController
@RequestMapping("/v1/envelope")
class EnvelopeController {

    private static final String STREAM = MediaType.APPLICATION_OCTET_STREAM_VALUE;
    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private final EnvelopeService service;
    private final EnvelopeProperties properties;

    EnvelopeController(EnvelopeService service, EnvelopeProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    @PostMapping(path = "/encrypt", consumes = STREAM)
    void encrypt(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EnvelopeParameters parameters = EnvelopeParameters.ofQuery(request);
        KeyName key = parameters.requiredKey();
        CountedBody plaintext = body(request);
        StreamedAnswer answer = new StreamedAnswer(request, response);
        answer.give(() -> service.encrypt(key, parameters.encryptionContext(), plaintext, answer));
    }

    @PostMapping(path = "/encrypt", consumes = JSON, produces = JSON)
    EnvelopeEncryptResponse encrypt(@RequestBody EnvelopeEncryptRequest data, HttpServletRequest request) {
        EnvelopeParameters parameters = EnvelopeParameters.ofBody(request, data.keyId(), data.encryptionContext());
        KeyName key = parameters.requiredKey();
        CountedBody plaintext = body("plaintext", data.plaintext());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        var outcome = service.encrypt(key, parameters.encryptionContext(), plaintext, length -> message);
        return new EnvelopeEncryptResponse(message.toByteArray(), outcome.keyArn(), outcome.encryptionContext());
    }

    @PostMapping(path = "/decrypt", consumes = STREAM)
    void decrypt(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EnvelopeParameters parameters = EnvelopeParameters.ofQuery(request);
        CountedBody message = body(request);
        StreamedAnswer answer = new StreamedAnswer(request, response);
        answer.give(() -> service.decrypt(parameters.key(), parameters.encryptionContext(), message, false, answer));
    }

    @PostMapping(path = "/decrypt", consumes = JSON, produces = JSON)
    EnvelopeDecryptResponse decrypt(@RequestBody EnvelopeDecryptRequest data, HttpServletRequest request) {
        EnvelopeParameters parameters = EnvelopeParameters.ofBody(request, data.keyId(), data.encryptionContext());
        CountedBody message = body("message", data.message());
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        var outcome =
                service.decrypt(parameters.key(), parameters.encryptionContext(), message, true, length -> plaintext);
        return new EnvelopeDecryptResponse(plaintext.toByteArray(), outcome.keyArn(), outcome.encryptionContext());
    }

    @PostMapping(path = "/describe", consumes = STREAM, produces = JSON)
    MessageDescription describe(HttpServletRequest request) throws IOException {
        EnvelopeParameters.requireNoQuery(request);
        return MessageDescription.of(service.describe(body(request)));
    }

    @PostMapping(path = "/describe", consumes = JSON, produces = JSON)
    MessageDescription describe(@RequestBody EnvelopeDescribeRequest data, HttpServletRequest request) {
        EnvelopeParameters.requireNoQuery(request);
        return MessageDescription.of(service.describe(body("message", data.message())));
    }

    private static CountedBody body(HttpServletRequest request) throws IOException {
        return new CountedBody(request.getInputStream(), request.getContentLengthLong());
    }

    private CountedBody body(String member, byte @Nullable [] data) {
        if (data == null) {
            throw EnvelopeErrors.validation(member + " is required.");
        }
        long limit = properties.maxJsonData().toBytes();
        if (data.length > limit) {
            throw EnvelopeErrors.validation(member + " is larger than the " + limit
                    + " bytes that the JSON form takes. Send it as application/octet-stream.");
        }
        return new CountedBody(new ByteArrayInputStream(data), data.length);
    }
}
