// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;

/**
 * Which HTTP status tells which AWS error code. AWS itself answers 400 to nearly all of them; REST clients look at the status
 * first. Stateless.
 */
final class ErrorStatus {

    private static final Map<String, HttpStatus> BY_CODE = new HashMap<>();

    static {
        row(
                HttpStatus.NOT_FOUND,
                "NotFoundException",
                "CustomKeyStoreNotFoundException",
                "CloudHsmClusterNotFoundException",
                "XksKeyNotFoundException",
                "XksProxyVpcEndpointServiceNotFoundException");

        // The request is sound, what it is made on stands in the way: it can succeed once that has changed. A quota is
        // such a state (50 aliases of a key, 25 rotations), and waiting, which 429 would ask for, does not help against
        // it. So is what stands behind a custom key store, a cluster or a proxy, and is set up by others.
        row(
                HttpStatus.CONFLICT,
                "KMSInvalidStateException",
                "DisabledException",
                "AlreadyExistsException",
                "ConflictException",
                "LimitExceededException",
                "CustomKeyStoreInvalidStateException",
                "CustomKeyStoreHasCMKsException",
                "CustomKeyStoreNameInUseException",
                "CloudHsmClusterInUseException",
                "CloudHsmClusterInvalidConfigurationException",
                "CloudHsmClusterNotActiveException",
                "XksKeyAlreadyInUseException",
                "XksProxyInvalidConfigurationException",
                "XksProxyInvalidResponseException",
                "XksProxyUriEndpointInUseException",
                "XksProxyUriInUseException",
                "XksProxyUriUnreachableException",
                "XksProxyVpcEndpointServiceInUseException",
                "XksProxyVpcEndpointServiceInvalidConfigurationException");

        row(HttpStatus.FORBIDDEN, "AccessDeniedException", "NotAuthorizedException");
        row(HttpStatus.TOO_MANY_REQUESTS, "ThrottlingException");
        row(HttpStatus.NOT_IMPLEMENTED, "UnsupportedOperationException");
        row(HttpStatus.PRECONDITION_FAILED, "DryRunOperationException");
        row(
                HttpStatus.SERVICE_UNAVAILABLE,
                "DependencyTimeoutException",
                "KMSInternalException",
                "KeyUnavailableException",
                // Of a backend that refuses this service's own credentials: nothing the caller can mend.
                "UnrecognizedClientException",
                "InvalidSignatureException",
                "IncompleteSignatureException",
                "MissingAuthenticationTokenException",
                "ExpiredTokenException");

        row(
                HttpStatus.BAD_REQUEST,
                "ValidationException",
                "SerializationException",
                "InvalidArnException",
                "InvalidAliasNameException",
                "InvalidMarkerException",
                "InvalidCiphertextException",
                "KMSInvalidMacException",
                "KMSInvalidSignatureException",
                "IncorrectKeyException",
                "IncorrectKeyMaterialException",
                "ExpiredImportTokenException",
                "InvalidImportTokenException",
                "InvalidKeyUsageException",
                "InvalidGrantIdException",
                "InvalidGrantTokenException",
                "MalformedPolicyDocumentException",
                "TagException",
                "CloudHsmClusterNotRelatedException",
                "IncorrectTrustAnchorException",
                "XksKeyInvalidConfigurationException",
                "XksProxyIncorrectAuthenticationCredentialException");
    }

    private ErrorStatus() {}

    /**
     * Returns the status for a code.
     *
     * @param awsStatus the status AWS or the engine gave with it, which decides about codes that the table lacks
     */
    static HttpStatus of(String code, int awsStatus) {
        HttpStatus other = awsStatus >= 500 ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_REQUEST;
        return BY_CODE.getOrDefault(code, other);
    }

    /** Returns the codes that the table has a row for. */
    static Set<String> codes() {
        return Set.copyOf(BY_CODE.keySet());
    }

    private static void row(HttpStatus status, String... codes) {
        for (String code : codes) {
            BY_CODE.put(code, status);
        }
    }
}
