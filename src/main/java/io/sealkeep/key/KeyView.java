// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** A key as DescribeKey shows it; in a list without metadata, its id and ARN alone. */
@Schema(
        name = "Key",
        description = "A key. A member that does not apply to the key, or that a list leaves out, is absent.",
        example = """
                {"keyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
                 "arn": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "awsAccountId": "000000000000", "description": "An example key", "keyState": "Enabled", "enabled": true,
                 "keySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT", "keyManager": "CUSTOMER", "origin": "AWS_KMS",
                 "creationDate": "2026-11-24T09:00:00Z", "multiRegion": false,
                 "encryptionAlgorithms": ["SYMMETRIC_DEFAULT"]}""")
record KeyView(
        @JsonProperty(required = true) String keyId,
        @JsonProperty(required = true) String arn,
        @Nullable String awsAccountId,
        @Nullable String description,
        @Nullable String keyState,
        @Nullable Boolean enabled,
        @Nullable String keySpec,
        @Nullable String keyUsage,
        @Nullable String keyManager,
        @Nullable String origin,
        @Nullable Instant creationDate,
        @Nullable Instant deletionDate,
        @Nullable Integer pendingDeletionWindowInDays,
        @Nullable Instant validTo,
        @Nullable String expirationModel,
        @Nullable Boolean multiRegion,
        @Nullable MultiRegionView multiRegionConfiguration,

        @Schema(description = "The custom key store that holds the key's material") @Nullable
        String customKeyStoreId,

        @Nullable String cloudHsmClusterId,
        @Nullable XksKeyView xksKeyConfiguration,
        @Nullable String currentKeyMaterialId,
        @Nullable List<String> encryptionAlgorithms,
        @Nullable List<String> signingAlgorithms,
        @Nullable List<String> macAlgorithms,
        @Nullable List<String> keyAgreementAlgorithms,
        @Nullable List<String> encapsulationAlgorithms) {

    static KeyView of(KeyMetadata key) {
        return new KeyView(
                key.keyId(),
                key.arn(),
                key.awsAccountId(),
                key.description(),
                key.keyStateAsString(),
                key.enabled(),
                key.keySpecAsString(),
                key.keyUsageAsString(),
                key.keyManagerAsString(),
                key.originAsString(),
                key.creationDate(),
                key.deletionDate(),
                key.pendingDeletionWindowInDays(),
                key.validTo(),
                key.expirationModelAsString(),
                key.multiRegion(),
                MultiRegionView.of(key.multiRegionConfiguration()),
                key.customKeyStoreId(),
                key.cloudHsmClusterId(),
                XksKeyView.of(key.xksKeyConfiguration()),
                key.currentKeyMaterialId(),
                key.hasEncryptionAlgorithms() ? key.encryptionAlgorithmsAsStrings() : null,
                key.hasSigningAlgorithms() ? key.signingAlgorithmsAsStrings() : null,
                key.hasMacAlgorithms() ? key.macAlgorithmsAsStrings() : null,
                key.hasKeyAgreementAlgorithms() ? key.keyAgreementAlgorithmsAsStrings() : null,
                key.hasEncapsulationAlgorithms() ? key.encapsulationAlgorithmsAsStrings() : null);
    }

    static KeyView of(KeyListEntry entry) {
        return of(KeyMetadata.builder().keyId(entry.keyId()).arn(entry.keyArn()).build());
    }
}
