// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.XksKeyConfigurationType;

/** The key of an external key manager behind a key of an external key store. */
@Schema(name = "XksKey")
record XksKeyView(
        @Schema(description = "Its id in the external key manager") @Nullable
        String id) {

    static @Nullable XksKeyView of(@Nullable XksKeyConfigurationType key) {
        return key == null ? null : new XksKeyView(key.id());
    }
}
