// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import java.util.List;

/** Grant tokens: this engine makes none yet, so none is valid. */
final class GrantTokens {

    private GrantTokens() {}

    /**
     * Refuses any token. To pass one over would let a caller believe that it had been looked at.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidGrantTokenException if there is one
     */
    static void check(List<String> tokens) {
        if (!tokens.isEmpty()) {
            throw Refusal.invalidGrantToken();
        }
    }
}
