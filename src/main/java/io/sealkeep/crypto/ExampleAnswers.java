// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.LiveExamples;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.web.bind.annotation.ControllerAdvice;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Makes the examples of this door true that take what another operation answers: a ciphertext under {@code alias/example}, and what
 * the other example keys sign and encapsulate. Each call is made and recorded as the reader's own; where the first finds no key, no
 * other is made. Safe for concurrent use.
 */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleAnswers extends LiveExamples {

    private static final Map<String, String> CONTEXT = Map.of("purpose", "example");

    /** What the examples encrypt and sign. */
    private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("Hello, Sealkeep!");

    /** What stands for answers in the code is base64 too: here of {@code example-ciphertext-blob}, and so on. */
    private static final String CIPHERTEXT = "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=";

    private static final String SIGNATURE = "ZXhhbXBsZS1zaWduYXR1cmU=";
    private static final String MAC = "ZXhhbXBsZS1tYWM=";
    private static final String PUBLIC_KEY = "ZXhhbXBsZS1wdWJsaWMta2V5";
    private static final String ENCAPSULATED = "ZXhhbXBsZS1lbmNhcHN1bGF0ZWQtc2VjcmV0";

    private final KmsClient kms;

    ExampleAnswers(KmsClient kms) {
        this.kms = kms;
    }

    @Override
    protected String fill(String description) {
        String text = filled(description, CIPHERTEXT, this::ciphertext);
        if (text.equals(description)) {
            return description;
        }
        text = filled(text, SIGNATURE, this::signature);
        text = filled(text, MAC, this::mac);
        text = filled(text, PUBLIC_KEY, this::publicKey);
        return filled(text, ENCAPSULATED, this::encapsulated);
    }

    /** Where a key is missing or cannot be used, its examples keep what the code says. */
    private static String filled(String text, String placeholder, Supplier<SdkBytes> value) {
        try {
            return text.replace(
                    placeholder, Base64.getEncoder().encodeToString(value.get().asByteArrayUnsafe()));
        } catch (KmsException e) {
            return text;
        }
    }

    private SdkBytes ciphertext() {
        return kms.encrypt(r -> r.keyId("alias/example").plaintext(MESSAGE).encryptionContext(CONTEXT))
                .ciphertextBlob();
    }

    private SdkBytes signature() {
        return kms.sign(r -> r.keyId("alias/example-signing")
                        .message(MESSAGE)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signature();
    }

    private SdkBytes mac() {
        return kms.generateMac(
                        r -> r.keyId("alias/example-mac").message(MESSAGE).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                .mac();
    }

    /** The example agrees with itself: there is no other party whose public key could stand here. */
    private SdkBytes publicKey() {
        return kms.getPublicKey(r -> r.keyId("alias/example-agreement")).publicKey();
    }

    private SdkBytes encapsulated() {
        return kms.encapsulate(r -> r.keyId("alias/example-encapsulation")
                        .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))
                .sharedSecretCiphertextBlob();
    }
}
