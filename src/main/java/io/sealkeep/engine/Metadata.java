// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.SpecRules;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.MultiRegionConfiguration;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.XksKeyConfigurationType;

/** A key as the API shows it: members that do not concern a key of its kind are absent. */
final class Metadata {

    private Metadata() {}

    /** Returns what is shown of a key as it was read. */
    static KeyMetadata of(Key key, Names names) {
        return of(key.row(), key.currentRow(), key.regions(), names);
    }

    /**
     * Returns what is shown of a key.
     *
     * @param material the current one, or null where it has none
     * @param regions where a multi-region key has copies, this one included
     */
    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: AWS still answers it
    static KeyMetadata of(KeyRow key, @Nullable BackingKeyRow material, List<String> regions, Names names) {
        KeyMetadata.Builder metadata = KeyMetadata.builder()
                .awsAccountId(names.account())
                .keyId(key.keyId())
                .arn(names.keyArn(key.keyId()))
                .creationDate(key.kind().createdAt())
                .enabled(key.state() == KeyState.ENABLED)
                .description(key.description())
                .keyUsage(key.usage())
                .keyState(key.state())
                .origin(key.origin())
                .keyManager(KeyManagerType.CUSTOMER)
                .keySpec(key.spec())
                .customerMasterKeySpec(key.spec().toString())
                .multiRegion(key.isMultiRegion());
        algorithms(key, metadata);
        material(key, material, metadata);
        custody(key, metadata);
        KeyRow.Deletion deletion = key.deletion();
        if (deletion != null) {
            metadata.deletionDate(deletion.at());
            metadata.pendingDeletionWindowInDays(deletion.at() == null ? deletion.windowDays() : null);
        }
        String primary = key.primaryRegion();
        if (primary != null) {
            metadata.multiRegionConfiguration(configuration(key, primary, regions, names));
        }
        return metadata.build();
    }

    private static void algorithms(KeyRow key, KeyMetadata.Builder metadata) {
        List<String> algorithms = SpecRules.of(key.spec()).algorithms(key.usage());
        switch (key.usage()) {
            case ENCRYPT_DECRYPT -> metadata.encryptionAlgorithmsWithStrings(algorithms);
            case SIGN_VERIFY -> metadata.signingAlgorithmsWithStrings(algorithms);
            case GENERATE_VERIFY_MAC -> metadata.macAlgorithmsWithStrings(algorithms);
            case KEY_AGREEMENT -> metadata.keyAgreementAlgorithmsWithStrings(algorithms);
            case ENCAPSULATE_DECAPSULATE -> metadata.encapsulationAlgorithmsWithStrings(algorithms);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No key has this usage");
        }
    }

    private static void material(KeyRow key, @Nullable BackingKeyRow material, KeyMetadata.Builder metadata) {
        if (key.isSymmetric() && key.custody() == null) {
            metadata.currentKeyMaterialId(key.currentMaterialId());
        }
        if (material != null && material.isPresent() && material.imported() != null) {
            BackingKeyRow.Imported imported = material.imported();
            metadata.validTo(imported.expiresAt()).expirationModel(Imports.expirationModel(imported));
        }
    }

    private static void custody(KeyRow key, KeyMetadata.Builder metadata) {
        KeyRow.Custody custody = key.custody();
        if (custody != null) {
            String xksKeyId = custody.xksKeyId();
            metadata.customKeyStoreId(custody.storeId())
                    .cloudHsmClusterId(custody.clusterId())
                    .xksKeyConfiguration(
                            xksKeyId == null
                                    ? null
                                    : XksKeyConfigurationType.builder()
                                            .id(xksKeyId)
                                            .build());
        }
    }

    private static MultiRegionConfiguration configuration(
            KeyRow key, String primary, List<String> regions, Names names) {
        return MultiRegionConfiguration.builder()
                .multiRegionKeyType(key.isPrimary() ? MultiRegionKeyType.PRIMARY : MultiRegionKeyType.REPLICA)
                .primaryKey(inRegion(key, primary, names))
                .replicaKeys(regions.stream()
                        .filter(region -> !region.equals(primary))
                        .map(region -> inRegion(key, region, names))
                        .toList())
                .build();
    }

    private static MultiRegionKey inRegion(KeyRow key, String region, Names names) {
        return MultiRegionKey.builder()
                .arn(new Names(names.account(), region).keyArn(key.keyId()))
                .region(region)
                .build();
    }
}
