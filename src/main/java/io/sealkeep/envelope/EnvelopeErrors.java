// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;

/** The refusals of this door, as exceptions of the KMS model. Stateless. */
final class EnvelopeErrors {

    /**
     * What a caller learns whose message does not open once a key has been used on it: the same for a wrong context, an edited
     * byte and a missing end, so that answers tell nothing about the plaintext or the key.
     */
    private static final String DOES_NOT_OPEN = "The message does not open: it was cut or altered, or its data key was"
            + " encrypted under another key or encryption context. Check that it arrived whole;"
            + " POST /v1/envelope/describe shows the key and the context that it names.";

    private EnvelopeErrors() {}

    /** The request itself is not acceptable. */
    static KmsException validation(String message) {
        return plain("ValidationException", message, 400);
    }

    /** The message does not open, for a reason that is not told. */
    static KmsException doesNotOpen() {
        return unacceptable(DOES_NOT_OPEN);
    }

    /** The message is not taken, for a reason that anyone who holds it can read in its header. */
    static KmsException unacceptable(String message) {
        return (KmsException) InvalidCiphertextException.builder()
                .awsErrorDetails(details("InvalidCiphertextException", message))
                .statusCode(400)
                .build();
    }

    /** The message was made with another key than the caller names. */
    static KmsException incorrectKey(String message) {
        return (KmsException) IncorrectKeyException.builder()
                .awsErrorDetails(details("IncorrectKeyException", message))
                .statusCode(400)
                .build();
    }

    /** The client went away, or its body ended early. */
    static KmsException disconnected(Throwable cause) {
        return (KmsException) KmsException.builder()
                .awsErrorDetails(details(
                        "ClientDisconnected",
                        "The connection broke off before the request or its answer was complete."))
                .statusCode(400)
                .cause(cause)
                .build();
    }

    /** The call's own record could not be made durable, so the call gives no result, or not all of it. */
    static KmsException trailUnavailable(Throwable cause) {
        return (KmsException) DependencyTimeoutException.builder()
                .awsErrorDetails(details(
                        "DependencyTimeoutException",
                        "The audit trail could not record this call, so it gives no result. Try again later."))
                .statusCode(503)
                .cause(cause)
                .build();
    }

    /** A fault of ours. */
    static KmsException internal(Throwable cause) {
        return (KmsException) KmsInternalException.builder()
                .awsErrorDetails(
                        details("KMSInternalException", "The request failed because of an internal error. Try again."))
                .statusCode(500)
                .cause(cause)
                .build();
    }

    /** Returns an exception as a log may show it: types and places, no messages, since a message may quote a value. */
    static Throwable withoutMessages(Throwable original) {
        Throwable cause = original.getCause();
        RuntimeException shown =
                new RuntimeException(original.getClass().getName(), cause == null ? null : withoutMessages(cause));
        shown.setStackTrace(original.getStackTrace());
        return shown;
    }

    private static KmsException plain(String code, String message, int status) {
        return (KmsException) KmsException.builder()
                .awsErrorDetails(details(code, message))
                .statusCode(status)
                .build();
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder()
                .serviceName("Kms")
                .errorCode(code)
                .errorMessage(message)
                .build();
    }
}
