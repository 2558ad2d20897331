// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/** Refuses requests without the members that the API model requires. */
final class RequiredMembers {

    private RequiredMembers() {}

    static void check(KmsRequest request) {
        for (SdkField<?> field : request.sdkFields()) {
            if (field.containsTrait(RequiredTrait.class) && field.getValueOrDefault(request) == null) {
                String name = Character.toLowerCase(field.memberName().charAt(0))
                        + field.memberName().substring(1);
                throw Refusal.validation("1 validation error detected: Value null at '" + name
                        + "' failed to satisfy constraint: Member must not be null");
            }
        }
    }
}
