// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.TrailUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** Turns whatever a backend throws into the KMS exception that the doors show. Stateless. */
final class BackendErrors {

    private static final Logger LOG = LoggerFactory.getLogger(BackendErrors.class);

    private BackendErrors() {}

    /**
     * Returns the exception to record and to throw.
     *
     * @param maybeDone whether the call may have changed something although no answer came
     */
    static KmsException of(Throwable thrown, boolean maybeDone) {
        return switch (thrown) {
            case KmsException e ->
                e.awsErrorDetails() != null && e.awsErrorDetails().errorCode() != null ? e : internal(e);
            case java.lang.UnsupportedOperationException e ->
                UnsupportedOperationException.builder()
                        .awsErrorDetails(details(
                                "UnsupportedOperationException", "The backend of this service lacks this operation."))
                        .statusCode(400)
                        .build();
            case SdkClientException e -> {
                LOG.warn("The KMS backend could not be reached: {}", e.getMessage());
                yield DependencyTimeoutException.builder()
                        .awsErrorDetails(details(
                                "DependencyTimeoutException",
                                maybeDone
                                        ? "The KMS backend did not answer. Whether the change was made is not known."
                                        : "The KMS backend did not answer. Try again."))
                        .statusCode(503)
                        .build();
            }
            default -> internal(thrown);
        };
    }

    private static KmsException internal(Throwable thrown) {
        LOG.error("A KMS call failed in a way that is a fault of this service", thrown);
        return (KmsException) KmsInternalException.builder()
                .awsErrorDetails(
                        details("KMSInternalException", "The request failed because of an internal error. Try again."))
                .statusCode(500)
                .build();
    }

    /**
     * Returns what the caller gets who calls too often, in AWS's words (AWS KMS Developer Guide, "Throttling AWS KMS requests").
     * The model has no type for it, only the code, by which the SDKs know that a retry after a while helps.
     */
    static KmsException throttled() {
        return (KmsException) KmsException.builder()
                .awsErrorDetails(details(
                        "ThrottlingException",
                        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."))
                .statusCode(400)
                .build();
    }

    /** Returns what the caller gets whose record could not be made durable. */
    static KmsException trailUnavailable(TrailUnavailableException cause) {
        return (KmsException) DependencyTimeoutException.builder()
                .awsErrorDetails(details(
                        "DependencyTimeoutException",
                        "The audit trail could not record this call, so it gives no result. Try again later."))
                .statusCode(503)
                .cause(cause)
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
