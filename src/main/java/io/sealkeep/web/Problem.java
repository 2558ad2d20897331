// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.sealkeep.call.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * An error as the REST doors tell it: RFC 9457, with {@code code} and {@code requestId} beside its own members. Immutable; holds
 * nothing that the request held.
 *
 * @param type {@code about:blank}: what kind of problem it is, {@code code} tells
 * @param title the HTTP status in words, as RFC 9457 asks of that type
 * @param detail AWS's own text where it has one; AWS says nothing about a ciphertext that does not open, nor does this
 * @param code the AWS error code
 * @param requestId what the audit records of this request have as {@code requestID}; null where no request is being served
 */
@Schema(description = "An error (RFC 9457). The code is the AWS error code, the detail AWS's own text.", example = """
                {"type": "about:blank", "title": "Not Found", "status": 404,
                 "detail": "Alias arn:aws:kms:us-east-1:000000000000:alias/absent is not found.",
                 "code": "NotFoundException", "requestId": "6f2d1f0e-0000-4000-8000-000000000001"}""")
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        @Nullable String requestId) {

    /** Returns what a KMS error looks like to a REST caller. */
    public static Problem of(KmsException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "KMSInternalException" : details.errorCode();
        String message = details == null ? null : details.errorMessage();
        return of(ErrorStatus.of(code, error.statusCode()), code, message);
    }

    static Problem of(HttpStatusCode status, String code, @Nullable String detail) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return new Problem(
                "about:blank",
                known == null ? "Error" : known.getReasonPhrase(),
                status.value(),
                detail == null || detail.isBlank() ? null : detail,
                code,
                Caller.CURRENT.isBound() ? Caller.current().requestId() : null);
    }

    Problem withRequestId(@Nullable String id) {
        return new Problem(type, title, status, detail, code, id);
    }
}
