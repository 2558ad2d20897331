// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What decides which operations a key allows. */
public interface KeyTraits {
    KeySpec spec();

    KeyUsageType usage();

    OriginType origin();

    KeyState state();

    /** Returns whether the key has copies in other regions, or may have. */
    boolean isMultiRegion();

    /** Returns whether the key is the primary of a multi-region key. */
    boolean isPrimary();
}
