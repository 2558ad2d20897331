// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What CreateKey takes; every member may be left out. Its examples make the keys that all others work with. */
@Schema(name = "CreateKey")
record CreateKeyInput(
        @Nullable String description,

        @Schema(description = "Such as RSA_2048, ECC_NIST_P256, HMAC_256 or ML_DSA_65; SYMMETRIC_DEFAULT where absent")
        @Nullable
        String keySpec,

        @Schema(
                description =
                        "ENCRYPT_DECRYPT where absent, for SYMMETRIC_DEFAULT alone; SIGN_VERIFY, GENERATE_VERIFY_MAC,"
                                + " KEY_AGREEMENT or ENCAPSULATE_DECAPSULATE")
        @Nullable
        String keyUsage,

        @Schema(
                description =
                        "Where the key material comes from: AWS_KMS where absent; EXTERNAL to import it; AWS_CLOUDHSM or"
                                + " EXTERNAL_KEY_STORE with a custom key store")
        @Nullable
        String origin,

        @Schema(description = "Whether the key can have replicas in other regions; this cannot be changed later")
        @Nullable
        Boolean multiRegion,

        @Schema(description = "The custom key store that holds the material") @Nullable
        String customKeyStoreId,

        @Schema(description = "The key's id in the external key manager; with EXTERNAL_KEY_STORE alone") @Nullable
        String xksKeyId,

        @Schema(description = "The key policy, a JSON document as a string; a default one where absent") @Nullable
        String policy,

        @Nullable Boolean bypassPolicyLockoutSafetyCheck,
        @Nullable List<KeyTag> tags,

        @Schema(description = "An alias to create for the key, with its prefix alias/") @Nullable
        String aliasName) {
    static final String SYMMETRIC = """
            {"description": "An example key", "aliasName": "alias/example",
             "tags": [{"tagKey": "Project", "tagValue": "Example"}]}""";

    static final String SIGNING = """
            {"description": "An example key to sign with", "aliasName": "alias/example-signing",
             "keySpec": "ECC_NIST_P256", "keyUsage": "SIGN_VERIFY"}""";

    static final String MAC = """
            {"description": "An example key for MACs", "aliasName": "alias/example-mac",
             "keySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"}""";

    static final String AGREEMENT = """
            {"description": "An example key for key agreement", "aliasName": "alias/example-agreement",
             "keySpec": "ECC_NIST_P256", "keyUsage": "KEY_AGREEMENT"}""";

    static final String ENCAPSULATION = """
            {"description": "An example key for encapsulation", "aliasName": "alias/example-encapsulation",
             "keySpec": "ML_KEM_768", "keyUsage": "ENCAPSULATE_DECAPSULATE"}""";

    static final String IMPORTED = """
            {"description": "An example key for imported material", "aliasName": "alias/example-imported",
             "origin": "EXTERNAL"}""";

    static final String MULTI_REGION = """
            {"description": "An example multi-Region key", "aliasName": "alias/example-multi-region",
             "multiRegion": true}""";
}
