// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What the record of one KMS operation shows: which members of the request and of the response, and whether the operation
 * changes anything. The lists name what may be written; a member that no list names is written nowhere, so that a secret
 * member of a later API version stays out by default.
 *
 * <p>Source: AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail", its sample records.
 *
 * @param name the API action
 * @param readOnly CloudTrail's {@code readOnly}: true also for cryptographic operations
 * @param parameters members of the request, in the record's order
 * @param elements members of the response; empty on a change means the key's ARN as {@code keyId}
 */
record AuditedOperation(String name, boolean readOnly, List<String> parameters, List<String> elements) {

    private static final String KEY_SPEC = "keySpec";
    private static final String OLD_KEY_SPEC = "customerMasterKeySpec";
    private static final String CONTEXT = "encryptionContext";

    private static final Map<String, AuditedOperation> TABLE = table(
            read("Encrypt", "keyId", "encryptionAlgorithm", CONTEXT),
            read("Decrypt", "encryptionAlgorithm", "keyId", CONTEXT),
            read(
                    "ReEncrypt",
                    "sourceEncryptionAlgorithm",
                    "sourceEncryptionContext",
                    "sourceKeyId",
                    "destinationKeyId",
                    "destinationEncryptionAlgorithm",
                    "destinationEncryptionContext"),
            read("GenerateDataKey", "keyId", "keySpec", "numberOfBytes", CONTEXT),
            read("GenerateDataKeyWithoutPlaintext", "keyId", "keySpec", "numberOfBytes", CONTEXT),
            read("GenerateDataKeyPair", "keyPairSpec", "keyId", CONTEXT),
            read("GenerateDataKeyPairWithoutPlaintext", "keyPairSpec", "keyId", CONTEXT),
            read("GenerateMac", "macAlgorithm", "keyId"),
            read("VerifyMac", "macAlgorithm", "keyId"),
            read("Sign", "messageType", "keyId", "signingAlgorithm"),
            read("Verify", "messageType", "keyId", "signingAlgorithm"),
            read("DeriveSharedSecret", "keyId", "keyAgreementAlgorithm"),
            read("Encapsulate", "keyId"),
            read("Decapsulate", "keyId"),
            read("GenerateRandom"),
            read("GetPublicKey", "keyId"),
            read("DescribeKey", "keyId"),
            read("ListKeys", "limit", "marker"),
            read("ListAliases", "limit", "marker", "keyId"),
            read("ListGrants", "keyId", "grantId", "granteePrincipal", "granteeServicePrincipal", "marker", "limit"),
            read("ListRetirableGrants", "retiringPrincipal", "retiringServicePrincipal", "limit", "marker"),
            read("ListKeyPolicies", "keyId", "limit", "marker"),
            read("ListResourceTags", "keyId", "limit", "marker"),
            read("ListKeyRotations", "keyId", "includeKeyMaterial", "limit", "marker"),
            read("GetKeyPolicy", "keyId", "policyName"),
            read("GetKeyRotationStatus", "keyId"),
            read("GetKeyLastUsage", "keyId"),
            read("GetParametersForImport", "keyId", "wrappingAlgorithm", "wrappingKeySpec"),
            read("DescribeCustomKeyStores", "customKeyStoreId", "customKeyStoreName"),
            change(
                            "CreateKey",
                            "description",
                            "origin",
                            "keyUsage",
                            "keySpec",
                            "customerMasterKeySpec",
                            "bypassPolicyLockoutSafetyCheck",
                            "multiRegion",
                            "tags",
                            "policy",
                            "customKeyStoreId",
                            "xksKeyId")
                    .answers("keyMetadata"),
            change("ReplicateKey", "keyId", "replicaRegion", "bypassPolicyLockoutSafetyCheck", "description")
                    .answers("replicaKeyMetadata", "replicaPolicy"),
            change("UpdatePrimaryRegion", "keyId", "primaryRegion"),
            change("EnableKey", "keyId"),
            change("DisableKey", "keyId"),
            change("EnableKeyRotation", "keyId", "rotationPeriodInDays"),
            change("DisableKeyRotation", "keyId"),
            change("RotateKeyOnDemand", "keyId").answers("keyId"),
            change("ScheduleKeyDeletion", "keyId", "pendingWindowInDays")
                    .answers("keyId", "keyState", "deletionDate", "pendingWindowInDays"),
            change("CancelKeyDeletion", "keyId").answers("keyId"),
            change("ImportKeyMaterial", "keyId", "validTo", "expirationModel", "importType", "keyMaterialDescription")
                    .answers("keyId", "keyMaterialId"),
            change("DeleteImportedKeyMaterial", "keyId", "keyMaterialId").answers("keyId", "keyMaterialId"),
            change("CreateAlias", "aliasName", "targetKeyId"),
            change("UpdateAlias", "aliasName", "targetKeyId"),
            change("DeleteAlias", "aliasName"),
            change(
                            "CreateGrant",
                            "keyId",
                            "granteePrincipal",
                            "granteeServicePrincipal",
                            "operations",
                            "constraints",
                            "retiringPrincipal",
                            "retiringServicePrincipal",
                            "name")
                    .answers("grantId", "keyId"),
            change("RetireGrant"),
            change("RevokeGrant", "keyId", "grantId"),
            change("PutKeyPolicy", "keyId", "policyName", "policy", "bypassPolicyLockoutSafetyCheck"),
            change("TagResource", "keyId", "tags"),
            change("UntagResource", "keyId", "tagKeys"),
            change("UpdateKeyDescription", "keyId", "description"),
            change(
                            "CreateCustomKeyStore",
                            "customKeyStoreName",
                            "cloudHsmClusterId",
                            "customKeyStoreType",
                            "xksProxyConnectivity",
                            "xksProxyUriEndpoint",
                            "xksProxyUriPath",
                            "xksProxyVpcEndpointServiceName",
                            "xksProxyVpcEndpointServiceOwner")
                    .answers("customKeyStoreId"),
            change("ConnectCustomKeyStore", "customKeyStoreId"),
            change("DisconnectCustomKeyStore", "customKeyStoreId"),
            change("DeleteCustomKeyStore", "customKeyStoreId"),
            change(
                    "UpdateCustomKeyStore",
                    "customKeyStoreId",
                    "newCustomKeyStoreName",
                    "cloudHsmClusterId",
                    "xksProxyConnectivity",
                    "xksProxyUriEndpoint",
                    "xksProxyUriPath",
                    "xksProxyVpcEndpointServiceName",
                    "xksProxyVpcEndpointServiceOwner"));

    /** Values that AWS writes although the caller did not send them. */
    private static final Map<String, Map<String, Object>> DEFAULTS = Map.of(
            "Encrypt", Map.of("encryptionAlgorithm", "SYMMETRIC_DEFAULT"),
            "Decrypt", Map.of("encryptionAlgorithm", "SYMMETRIC_DEFAULT"),
            "ReEncrypt",
                    Map.of(
                            "sourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT",
                            "destinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT"),
            "CreateKey",
                    Map.of(
                            "description", "",
                            "origin", "AWS_KMS",
                            "keyUsage", "ENCRYPT_DECRYPT",
                            "keySpec", "SYMMETRIC_DEFAULT",
                            "customerMasterKeySpec", "SYMMETRIC_DEFAULT",
                            "bypassPolicyLockoutSafetyCheck", false,
                            "multiRegion", false),
            "ScheduleKeyDeletion", Map.of("pendingWindowInDays", 30),
            "GetKeyPolicy", Map.of("policyName", "default"),
            "PutKeyPolicy", Map.of("policyName", "default", "bypassPolicyLockoutSafetyCheck", false));

    /**
     * Returns the row of an operation. One that the table does not know is taken for a change that shows its key alone, so
     * that it is audited on the day the SDK has it.
     */
    static AuditedOperation named(String name) {
        AuditedOperation known = TABLE.get(name);
        return known != null ? known : change(name, "keyId");
    }

    /** Returns the values to write where the request has none. */
    Map<String, Object> defaults(SdkPojo request) {
        Map<String, Object> defaults = DEFAULTS.getOrDefault(name, Map.of());
        String spec = name.equals("CreateKey") ? keySpec(request) : null;
        if (spec == null) {
            return defaults;
        }
        Map<String, Object> agreeing = new HashMap<>(defaults);
        agreeing.put(KEY_SPEC, spec);
        agreeing.put(OLD_KEY_SPEC, spec);
        return agreeing;
    }

    /** A caller gives one of the two names of the same member, and the record shows both. */
    private static @Nullable String keySpec(SdkPojo request) {
        String spec = RecordedMembers.text(request, KEY_SPEC);
        return spec != null ? spec : RecordedMembers.text(request, OLD_KEY_SPEC);
    }

    /** Returns whether the record has {@code resources}, if only an empty list: AWS's of custom key stores have none. */
    boolean hasResources() {
        return !name.contains("CustomKeyStore");
    }

    private static AuditedOperation read(String name, String... parameters) {
        return new AuditedOperation(name, true, List.of(parameters), List.of());
    }

    private static AuditedOperation change(String name, String... parameters) {
        return new AuditedOperation(name, false, List.of(parameters), List.of());
    }

    private AuditedOperation answers(String... members) {
        return new AuditedOperation(name, readOnly, parameters, List.of(members));
    }

    private static Map<String, AuditedOperation> table(AuditedOperation... rows) {
        return Arrays.stream(rows).collect(Collectors.toUnmodifiableMap(AuditedOperation::name, Function.identity()));
    }
}
