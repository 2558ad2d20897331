// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.ExpiredImportTokenException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyMaterialException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidGrantIdException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.InvalidImportTokenException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInternalException;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.TagException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/**
 * Makes the exceptions by which the engine refuses, each with AWS's code and text, as the SDK would make them from an answer of
 * AWS. All have status 400 but those that say that the service itself is in trouble.
 */
public final class Refusal {

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private Refusal() {}

    public static KmsException validation(String message) {
        return made(KmsException.builder(), "ValidationException", message, BAD_REQUEST);
    }

    public static NotFoundException notFound(String message) {
        return (NotFoundException) made(NotFoundException.builder(), "NotFoundException", message, BAD_REQUEST);
    }

    public static InvalidArnException invalidArn(String message) {
        return (InvalidArnException) made(InvalidArnException.builder(), "InvalidArnException", message, BAD_REQUEST);
    }

    public static DisabledException disabled(String keyArn) {
        return (DisabledException)
                made(DisabledException.builder(), "DisabledException", keyArn + " is disabled.", BAD_REQUEST);
    }

    public static KmsInvalidStateException invalidState(String message) {
        return (KmsInvalidStateException)
                made(KmsInvalidStateException.builder(), "KMSInvalidStateException", message, BAD_REQUEST);
    }

    public static UnsupportedOperationException unsupported(String message) {
        return (UnsupportedOperationException)
                made(UnsupportedOperationException.builder(), "UnsupportedOperationException", message, BAD_REQUEST);
    }

    public static AlreadyExistsException alreadyExists(String message) {
        return (AlreadyExistsException)
                made(AlreadyExistsException.builder(), "AlreadyExistsException", message, BAD_REQUEST);
    }

    public static InvalidAliasNameException invalidAliasName(String message) {
        return (InvalidAliasNameException)
                made(InvalidAliasNameException.builder(), "InvalidAliasNameException", message, BAD_REQUEST);
    }

    public static LimitExceededException limitExceeded(String message) {
        return (LimitExceededException)
                made(LimitExceededException.builder(), "LimitExceededException", message, BAD_REQUEST);
    }

    public static TagException tag(String message) {
        return (TagException) made(TagException.builder(), "TagException", message, BAD_REQUEST);
    }

    public static MalformedPolicyDocumentException malformedPolicy(String message) {
        return (MalformedPolicyDocumentException) made(
                MalformedPolicyDocumentException.builder(), "MalformedPolicyDocumentException", message, BAD_REQUEST);
    }

    public static InvalidMarkerException invalidMarker(String marker) {
        return (InvalidMarkerException) made(
                InvalidMarkerException.builder(),
                "InvalidMarkerException",
                "Could not deserialize marker '" + marker + "'",
                BAD_REQUEST);
    }

    public static InvalidGrantTokenException invalidGrantToken() {
        return (InvalidGrantTokenException) made(
                InvalidGrantTokenException.builder(),
                "InvalidGrantTokenException",
                "Invalid grant token.",
                BAD_REQUEST);
    }

    public static InvalidGrantIdException invalidGrantId(String grantId) {
        return (InvalidGrantIdException) made(
                InvalidGrantIdException.builder(),
                "InvalidGrantIdException",
                "Invalid grant ID '" + grantId + "'",
                BAD_REQUEST);
    }

    /** Every way in which a ciphertext does not open, with nothing that tells them apart, as AWS answers it. */
    public static InvalidCiphertextException invalidCiphertext() {
        return (InvalidCiphertextException)
                made(InvalidCiphertextException.builder(), "InvalidCiphertextException", "", BAD_REQUEST);
    }

    public static IncorrectKeyException incorrectKey() {
        return (IncorrectKeyException) made(
                IncorrectKeyException.builder(),
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.",
                BAD_REQUEST);
    }

    public static InvalidKeyUsageException invalidKeyUsage(String message) {
        return (InvalidKeyUsageException)
                made(InvalidKeyUsageException.builder(), "InvalidKeyUsageException", message, BAD_REQUEST);
    }

    public static KmsInvalidSignatureException invalidSignature() {
        return (KmsInvalidSignatureException)
                made(KmsInvalidSignatureException.builder(), "KMSInvalidSignatureException", "", BAD_REQUEST);
    }

    public static KmsInvalidMacException invalidMac() {
        return (KmsInvalidMacException)
                made(KmsInvalidMacException.builder(), "KMSInvalidMacException", "", BAD_REQUEST);
    }

    public static IncorrectKeyMaterialException incorrectKeyMaterial(String message) {
        return (IncorrectKeyMaterialException)
                made(IncorrectKeyMaterialException.builder(), "IncorrectKeyMaterialException", message, BAD_REQUEST);
    }

    public static InvalidImportTokenException invalidImportToken() {
        return (InvalidImportTokenException)
                made(InvalidImportTokenException.builder(), "InvalidImportTokenException", "", BAD_REQUEST);
    }

    public static ExpiredImportTokenException expiredImportToken() {
        return (ExpiredImportTokenException)
                made(ExpiredImportTokenException.builder(), "ExpiredImportTokenException", "", BAD_REQUEST);
    }

    /** The caller asks for more than there is time for; the SDK takes it for a reason to try again later. */
    public static KmsException throttled() {
        return made(
                KmsException.builder(),
                "ThrottlingException",
                "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
                BAD_REQUEST);
    }

    public static DryRunOperationException dryRun() {
        return (DryRunOperationException) made(
                DryRunOperationException.builder(),
                "DryRunOperationException",
                "The request would have succeeded, but the DryRun option is set.",
                BAD_REQUEST);
    }

    /** The store does not answer or does not write: the caller may try again. */
    public static DependencyTimeoutException unavailable(String message) {
        return (DependencyTimeoutException)
                made(DependencyTimeoutException.builder(), "DependencyTimeoutException", message, UNAVAILABLE);
    }

    /** The service is wrong about itself; the message tells the caller nothing of what. */
    public static KmsInternalException internal() {
        return (KmsInternalException) made(
                KmsInternalException.builder(),
                "KMSInternalException",
                "The request could not be processed.",
                INTERNAL);
    }

    /** Makes any other exception of the API whose status is 400. */
    static KmsException made(KmsException.Builder builder, String code, String message) {
        return made(builder, code, message, BAD_REQUEST);
    }

    private static KmsException made(KmsException.Builder builder, String code, String message, int status) {
        builder.message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Kms")
                        .errorCode(code)
                        .errorMessage(message)
                        .build());
        return (KmsException) builder.build();
    }
}
