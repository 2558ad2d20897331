// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;

/** Unwraps what is imported. */
public final class ImportWrapping {

    private ImportWrapping() {}

    /** Returns the material, or null where it does not open. */
    public static @Nullable SecretBytes unwrap(AlgorithmSpec algorithm, KeyPairMaterial key, byte[] wrapped) {
        return null;
    }
}
