// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.LiveExamples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ControllerAdvice;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Makes the envelope's examples of the API description true: where {@code alias/example} exists, a message under it stands in
 * them. Making it is called and recorded as the reader's own. Safe for concurrent use.
 */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleMessage extends LiveExamples {

    /** What stands for the message in the code: base64 of {@code example-message}. */
    static final String PLACEHOLDER = "ZXhhbXBsZS1tZXNzYWdl";

    private final EnvelopeService service;

    ExampleMessage(EnvelopeService service) {
        this.service = service;
    }

    @Override
    protected String fill(String description) {
        try {
            return description.replace(PLACEHOLDER, Base64.getEncoder().encodeToString(message()));
        } catch (KmsException e) {
            return description; // no example key, or one that cannot be used now: the code's placeholder stays
        }
    }

    private byte[] message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] plaintext = "Hello, envelope!".getBytes(StandardCharsets.UTF_8);
        service.encrypt(
                () -> EnvelopeInput.ofJson(
                        "alias/example",
                        Map.of("purpose", "example"),
                        "plaintext",
                        SdkBytes.fromByteArray(plaintext),
                        DataSize.ofKilobytes(1)),
                length -> message);
        return message.toByteArray();
    }
}
