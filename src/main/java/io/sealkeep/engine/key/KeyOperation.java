// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static io.sealkeep.engine.key.StateVerdict.CREATING;
import static io.sealkeep.engine.key.StateVerdict.DISABLED;
import static io.sealkeep.engine.key.StateVerdict.NOT_PENDING_DELETION;
import static io.sealkeep.engine.key.StateVerdict.OK;
import static io.sealkeep.engine.key.StateVerdict.PENDING_DELETION;
import static io.sealkeep.engine.key.StateVerdict.PENDING_IMPORT;
import static io.sealkeep.engine.key.StateVerdict.UNAVAILABLE;
import static io.sealkeep.engine.key.StateVerdict.UPDATING;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * Which operation which kind of key allows in which state. Immutable.
 *
 * <p>Sources: AWS KMS Developer Guide, "Key states of AWS KMS keys" and "Key type reference". Where the first leaves open whether
 * a key that is pending deletion answers DisabledException or KMSInvalidStateException, this table says KMSInvalidStateException
 * throughout.
 */
public enum KeyOperation {
    ENCRYPT(Row.USE, KeyNeed.NONE, KeyUsageType.ENCRYPT_DECRYPT),
    DECRYPT(Row.USE, KeyNeed.NONE, KeyUsageType.ENCRYPT_DECRYPT),
    RE_ENCRYPT(Row.USE, KeyNeed.NONE, KeyUsageType.ENCRYPT_DECRYPT),
    GENERATE_DATA_KEY(Row.USE, KeyNeed.SYMMETRIC_USE, KeyUsageType.ENCRYPT_DECRYPT),
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT(Row.USE, KeyNeed.SYMMETRIC_USE, KeyUsageType.ENCRYPT_DECRYPT),
    GENERATE_DATA_KEY_PAIR(Row.USE, KeyNeed.SYMMETRIC_USE, KeyUsageType.ENCRYPT_DECRYPT),
    GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT(Row.USE, KeyNeed.SYMMETRIC_USE, KeyUsageType.ENCRYPT_DECRYPT),
    SIGN(Row.USE, KeyNeed.NONE, KeyUsageType.SIGN_VERIFY),
    VERIFY(Row.USE, KeyNeed.NONE, KeyUsageType.SIGN_VERIFY),
    GENERATE_MAC(Row.USE, KeyNeed.NONE, KeyUsageType.GENERATE_VERIFY_MAC),
    VERIFY_MAC(Row.USE, KeyNeed.NONE, KeyUsageType.GENERATE_VERIFY_MAC),
    DERIVE_SHARED_SECRET(Row.USE, KeyNeed.NONE, KeyUsageType.KEY_AGREEMENT),
    ENCAPSULATE(Row.USE, KeyNeed.NONE, KeyUsageType.ENCAPSULATE_DECAPSULATE),
    DECAPSULATE(Row.USE, KeyNeed.NONE, KeyUsageType.ENCAPSULATE_DECAPSULATE),
    GET_PUBLIC_KEY(Row.USE, KeyNeed.ASYMMETRIC),
    CREATE_GRANT(Row.GRANT),
    DESCRIBE_KEY(Row.ALWAYS),
    GET_KEY_POLICY(Row.ALWAYS),
    PUT_KEY_POLICY(Row.ALWAYS),
    LIST_KEY_POLICIES(Row.ALWAYS),
    LIST_ALIASES(Row.ALWAYS),
    DELETE_ALIAS(Row.ALWAYS),
    LIST_RESOURCE_TAGS(Row.ALWAYS),
    LIST_GRANTS(Row.ALWAYS),
    RETIRE_GRANT(Row.ALWAYS),
    REVOKE_GRANT(Row.ALWAYS),
    GET_KEY_LAST_USAGE(Row.ALWAYS),
    LIST_KEY_ROTATIONS(Row.ALWAYS, KeyNeed.ROTATABLE),
    CREATE_ALIAS(Row.MANAGE),
    UPDATE_ALIAS(Row.MANAGE),
    TAG_RESOURCE(Row.MANAGE),
    UNTAG_RESOURCE(Row.MANAGE),
    UPDATE_KEY_DESCRIPTION(Row.MANAGE),
    ENABLE_KEY(Row.SWITCH),
    DISABLE_KEY(Row.SWITCH),
    ENABLE_KEY_ROTATION(Row.ROTATION, KeyNeed.ROTATING),
    DISABLE_KEY_ROTATION(Row.ROTATION, KeyNeed.ROTATING),
    ROTATE_KEY_ON_DEMAND(Row.ROTATE, KeyNeed.ROTATABLE_HERE),
    GET_KEY_ROTATION_STATUS(Row.ALWAYS, KeyNeed.ROTATION_KNOWN),
    GET_PARAMETERS_FOR_IMPORT(Row.IMPORT_PARAMETERS, KeyNeed.IMPORTED),
    IMPORT_KEY_MATERIAL(Row.IMPORT, KeyNeed.IMPORTED),
    DELETE_IMPORTED_KEY_MATERIAL(Row.DELETE_IMPORT, KeyNeed.IMPORTED),
    REPLICATE_KEY(Row.REPLICATE, KeyNeed.PRIMARY),
    UPDATE_PRIMARY_REGION(Row.MOVE_PRIMARY, KeyNeed.PRIMARY),
    SCHEDULE_KEY_DELETION(Row.SCHEDULE),
    CANCEL_KEY_DELETION(Row.CANCEL);

    private final Row row;
    private final KeyNeed need;
    private final @Nullable KeyUsageType usage;
    private final String action;

    KeyOperation(Row row) {
        this(row, KeyNeed.NONE, null);
    }

    KeyOperation(Row row, KeyNeed need) {
        this(row, need, null);
    }

    KeyOperation(Row row, KeyNeed need, @Nullable KeyUsageType usage) {
        this.row = row;
        this.need = need;
        this.usage = usage;
        this.action = actionOf(name());
    }

    /** Returns the API action: {@code GenerateDataKey}. */
    public String action() {
        return action;
    }

    /** Returns whether the operation uses a key of one usage, or its public key. */
    public boolean isCryptographic() {
        return row == Row.USE;
    }

    /**
     * Refuses the operation where kind, state or usage of the key does, in this order; but for a rotation on demand, where AWS
     * answers for a disabled key pair that it is disabled.
     *
     * @throws software.amazon.awssdk.services.kms.model.UnsupportedOperationException for a kind of key that never has it
     * @throws software.amazon.awssdk.services.kms.model.DisabledException where the state forbids it
     * @throws software.amazon.awssdk.services.kms.model.KmsInvalidStateException where the state forbids it
     * @throws software.amazon.awssdk.services.kms.model.InvalidKeyUsageException if the key was made for another usage
     */
    public void check(KeyTraits key, String keyArn) {
        if (this == ROTATE_KEY_ON_DEMAND) {
            checkState(key, keyArn);
        }
        need.check(key, keyArn);
        checkState(key, keyArn);
        if (usage != null && key.usage() != usage) {
            throw Refusal.invalidKeyUsage(
                    keyArn + " key usage is " + key.usage() + " which is not valid for " + action + ".");
        }
        if (need == KeyNeed.SYMMETRIC_USE && key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw Refusal.invalidKeyUsage("You cannot generate a data key with an asymmetric CMK");
        }
    }

    /** Returns whether keys of this spec and usage have the operation, whatever their state and origin. */
    boolean isFor(KeyTraits key) {
        boolean isOfSpec = switch (need) {
            case SYMMETRIC_USE -> key.spec() == KeySpec.SYMMETRIC_DEFAULT;
            case ASYMMETRIC -> SpecRules.of(key.spec()).isAsymmetric();
            default -> true;
        };
        return isOfSpec && (usage == null || key.usage() == usage);
    }

    /** Refuses the operation where the state alone does. */
    public void checkState(KeyTraits key, String keyArn) {
        verdict(key.state()).check(key.state(), keyArn);
    }

    StateVerdict verdict(KeyState state) {
        return switch (state) {
            case ENABLED -> row.enabled;
            case DISABLED -> row.disabled;
            case PENDING_DELETION, PENDING_REPLICA_DELETION -> row.pendingDeletion;
            case PENDING_IMPORT -> row.pendingImport;
            case UNAVAILABLE -> row.unavailable;
            case CREATING -> row.creating;
            case UPDATING -> row.updating;
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No key is in this state");
        };
    }

    private static String actionOf(String name) {
        StringBuilder action = new StringBuilder();
        for (String word : name.split("_", -1)) {
            action.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return action.toString();
    }

    private enum Row {
        USE(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, UNAVAILABLE, CREATING, OK),
        GRANT(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, OK, CREATING, OK),
        ALWAYS(OK, OK, OK, OK, OK, OK, OK),
        MANAGE(OK, OK, PENDING_DELETION, OK, OK, OK, OK),
        SWITCH(OK, OK, PENDING_DELETION, PENDING_IMPORT, OK, CREATING, UPDATING),
        ROTATION(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, UNAVAILABLE, CREATING, OK),
        /** What imports and custom key stores may not rotate is refused for that, not for their state. */
        ROTATE(OK, DISABLED, PENDING_DELETION, OK, OK, CREATING, UPDATING),
        IMPORT_PARAMETERS(OK, OK, PENDING_DELETION, OK, UNAVAILABLE, CREATING, UPDATING),
        IMPORT(OK, OK, PENDING_DELETION, OK, UNAVAILABLE, CREATING, OK),
        DELETE_IMPORT(OK, OK, OK, OK, UNAVAILABLE, CREATING, UPDATING),
        REPLICATE(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, UNAVAILABLE, CREATING, UPDATING),
        MOVE_PRIMARY(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, UNAVAILABLE, CREATING, OK),
        SCHEDULE(OK, OK, PENDING_DELETION, OK, OK, OK, UPDATING),
        CANCEL(
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                OK,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION);

        private final StateVerdict enabled;
        private final StateVerdict disabled;
        private final StateVerdict pendingDeletion;
        private final StateVerdict pendingImport;
        private final StateVerdict unavailable;
        private final StateVerdict creating;
        private final StateVerdict updating;

        /** One column each; pending deletion and pending replica deletion are one. */
        Row(
                StateVerdict enabled,
                StateVerdict disabled,
                StateVerdict pendingDeletion,
                StateVerdict pendingImport,
                StateVerdict unavailable,
                StateVerdict creating,
                StateVerdict updating) {
            this.enabled = enabled;
            this.disabled = disabled;
            this.pendingDeletion = pendingDeletion;
            this.pendingImport = pendingImport;
            this.unavailable = unavailable;
            this.creating = creating;
            this.updating = updating;
        }
    }
}
