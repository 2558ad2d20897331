// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static io.sealkeep.engine.key.KeyOperation.Verdict.CREATING;
import static io.sealkeep.engine.key.KeyOperation.Verdict.DISABLED;
import static io.sealkeep.engine.key.KeyOperation.Verdict.EXTERNAL;
import static io.sealkeep.engine.key.KeyOperation.Verdict.NOT_PENDING_DELETION;
import static io.sealkeep.engine.key.KeyOperation.Verdict.OK;
import static io.sealkeep.engine.key.KeyOperation.Verdict.PENDING_DELETION;
import static io.sealkeep.engine.key.KeyOperation.Verdict.PENDING_IMPORT;
import static io.sealkeep.engine.key.KeyOperation.Verdict.UNAVAILABLE;
import static io.sealkeep.engine.key.KeyOperation.Verdict.UPDATING;

import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Which operation a key allows in which state. Immutable.
 *
 * <p>Source: AWS KMS Developer Guide, "Key states of AWS KMS keys". Where that table leaves open whether a key that is pending
 * deletion answers DisabledException or KMSInvalidStateException, this one says KMSInvalidStateException throughout.
 */
public enum KeyOperation {
    ENCRYPT(Row.USE),
    DECRYPT(Row.USE),
    RE_ENCRYPT(Row.USE),
    GENERATE_DATA_KEY(Row.USE),
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT(Row.USE),
    DESCRIBE_KEY(Row.ALWAYS),
    GET_KEY_POLICY(Row.ALWAYS),
    PUT_KEY_POLICY(Row.ALWAYS),
    LIST_KEY_POLICIES(Row.ALWAYS),
    LIST_ALIASES(Row.ALWAYS),
    DELETE_ALIAS(Row.ALWAYS),
    LIST_RESOURCE_TAGS(Row.ALWAYS),
    LIST_KEY_ROTATIONS(Row.ALWAYS),
    CREATE_ALIAS(Row.MANAGE),
    UPDATE_ALIAS(Row.MANAGE),
    TAG_RESOURCE(Row.MANAGE),
    UNTAG_RESOURCE(Row.MANAGE),
    UPDATE_KEY_DESCRIPTION(Row.MANAGE),
    ENABLE_KEY(Row.SWITCH),
    DISABLE_KEY(Row.SWITCH),
    ENABLE_KEY_ROTATION(Row.ROTATION),
    DISABLE_KEY_ROTATION(Row.ROTATION),
    ROTATE_KEY_ON_DEMAND(Row.ROTATE),
    GET_KEY_ROTATION_STATUS(Row.ROTATION_STATUS),
    SCHEDULE_KEY_DELETION(Row.SCHEDULE),
    CANCEL_KEY_DELETION(Row.CANCEL);

    private final Row row;

    KeyOperation(Row row) {
        this.row = row;
    }

    /**
     * Refuses the operation where the state does.
     *
     * @throws software.amazon.awssdk.services.kms.model.DisabledException where the table says so
     * @throws software.amazon.awssdk.services.kms.model.KmsInvalidStateException where the table says so
     * @throws software.amazon.awssdk.services.kms.model.UnsupportedOperationException where the table says so
     */
    public void check(KeyState state, String keyArn) {
        Verdict verdict = verdict(state);
        switch (verdict) {
            case OK -> {}
            case DISABLED -> throw Refusal.disabled(keyArn);
            case EXTERNAL ->
                throw Refusal.unsupported(keyArn + " origin is EXTERNAL which is not valid for this operation.");
            case PENDING_DELETION ->
                throw Refusal.invalidState(keyArn
                        + (state == KeyState.PENDING_REPLICA_DELETION
                                ? " is pending replica deletion."
                                : " is pending deletion."));
            default -> throw Refusal.invalidState(keyArn + verdict.text);
        }
    }

    Verdict verdict(KeyState state) {
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

    /** What a cell of the table says. */
    enum Verdict {
        OK(""),
        DISABLED(" is disabled."),
        PENDING_DELETION(" is pending deletion."),
        NOT_PENDING_DELETION(" is not pending deletion."),
        PENDING_IMPORT(" is pending import."),
        UNAVAILABLE(" is unavailable."),
        CREATING(" is creating."),
        UPDATING(" is updating."),
        EXTERNAL("");

        final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    private enum Row {
        USE(OK, DISABLED, PENDING_DELETION, PENDING_IMPORT, UNAVAILABLE, CREATING, OK),
        ALWAYS(OK, OK, OK, OK, OK, OK, OK),
        MANAGE(OK, OK, PENDING_DELETION, OK, OK, OK, OK),
        SWITCH(OK, OK, PENDING_DELETION, PENDING_IMPORT, OK, CREATING, UPDATING),
        ROTATION(OK, DISABLED, PENDING_DELETION, EXTERNAL, UNAVAILABLE, CREATING, OK),
        ROTATION_STATUS(OK, OK, OK, EXTERNAL, UNAVAILABLE, OK, OK),
        ROTATE(OK, DISABLED, PENDING_DELETION, EXTERNAL, UNAVAILABLE, CREATING, UPDATING),
        SCHEDULE(OK, OK, PENDING_DELETION, OK, OK, OK, UPDATING),
        CANCEL(
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                OK,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION,
                NOT_PENDING_DELETION);

        private final Verdict enabled;
        private final Verdict disabled;
        private final Verdict pendingDeletion;
        private final Verdict pendingImport;
        private final Verdict unavailable;
        private final Verdict creating;
        private final Verdict updating;

        /** One column each; pending deletion and pending replica deletion are one. */
        Row(
                Verdict enabled,
                Verdict disabled,
                Verdict pendingDeletion,
                Verdict pendingImport,
                Verdict unavailable,
                Verdict creating,
                Verdict updating) {
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
