// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.store.KeyRow;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/** A key as the API shows it. */
final class Metadata {

    private Metadata() {}

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: AWS still answers it
    static KeyMetadata of(KeyRow key, Names names) {
        return KeyMetadata.builder()
                .awsAccountId(names.account())
                .keyId(key.keyId())
                .arn(names.keyArn(key.keyId()))
                .creationDate(key.createdAt())
                .enabled(key.state() == KeyState.ENABLED)
                .description(key.description())
                .keyUsage(key.usage())
                .keyState(key.state())
                .deletionDate(key.deletionAt())
                .origin(key.origin())
                .keyManager(KeyManagerType.CUSTOMER)
                .keySpec(key.spec())
                .customerMasterKeySpec(key.spec().toString())
                .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .multiRegion(false)
                .currentKeyMaterialId(key.currentMaterialId())
                .build();
    }
}
