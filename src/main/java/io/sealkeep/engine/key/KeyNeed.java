// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import java.util.EnumSet;
import java.util.Set;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What kind of key an operation needs, whatever the key's state. */
enum KeyNeed {
    /** Any kind. */
    NONE,

    /** A symmetric encryption key; said only after state and usage, as a matter of use. */
    SYMMETRIC_USE,

    /** A key with a public half. */
    ASYMMETRIC,

    /** A key whose material is imported. */
    IMPORTED,

    /** A key that can have more than one material: symmetric, and not in a custom key store. */
    ROTATABLE,

    /** As {@link #ROTATABLE}, and no replica: it is rotated with its primary. */
    ROTATABLE_HERE,

    /** A key whose automatic rotation can be looked at: symmetric, with material that AWS KMS made. */
    ROTATION_KNOWN,

    /** As {@link #ROTATION_KNOWN}, and no replica: its rotation is set at the primary. */
    ROTATING,

    /** The primary of a multi-region key. */
    PRIMARY;

    private static final Set<OriginType> OWN_MATERIAL = EnumSet.of(OriginType.AWS_KMS, OriginType.EXTERNAL);

    void check(KeyTraits key, String keyArn) {
        switch (this) {
            case NONE, SYMMETRIC_USE -> {}
            case ASYMMETRIC -> {
                if (!SpecRules.of(key.spec()).isAsymmetric()) {
                    throw Refusal.unsupported("");
                }
            }
            case IMPORTED -> {
                if (key.origin() != OriginType.EXTERNAL) {
                    throw wrongOrigin(key, keyArn);
                }
            }
            case ROTATABLE -> checkRotatable(key, keyArn);
            case ROTATABLE_HERE -> {
                checkRotatable(key, keyArn);
                checkNoReplica(key, keyArn);
            }
            case ROTATION_KNOWN -> checkAutomatic(key, keyArn);
            case ROTATING -> {
                checkAutomatic(key, keyArn);
                checkNoReplica(key, keyArn);
            }
            case PRIMARY -> {
                if (!key.isMultiRegion() || !key.isPrimary()) {
                    throw Refusal.unsupported(keyArn + " is not a multi-Region primary key.");
                }
            }
        }
    }

    /** AWS answers for asymmetric and HMAC keys without a message. */
    private static void checkRotatable(KeyTraits key, String keyArn) {
        if (key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw Refusal.unsupported("");
        }
        if (!OWN_MATERIAL.contains(key.origin())) {
            throw wrongOrigin(key, keyArn);
        }
    }

    private static void checkAutomatic(KeyTraits key, String keyArn) {
        checkRotatable(key, keyArn);
        if (key.origin() != OriginType.AWS_KMS) {
            throw wrongOrigin(key, keyArn);
        }
    }

    private static void checkNoReplica(KeyTraits key, String keyArn) {
        if (key.isMultiRegion() && !key.isPrimary()) {
            throw Refusal.unsupported(keyArn + " is not a multi-Region primary key.");
        }
    }

    private static RuntimeException wrongOrigin(KeyTraits key, String keyArn) {
        return Refusal.unsupported(keyArn + " origin is " + key.origin() + " which is not valid for this operation.");
    }
}
