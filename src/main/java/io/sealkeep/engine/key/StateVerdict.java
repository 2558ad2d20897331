// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import software.amazon.awssdk.services.kms.model.KeyState;

/** What a cell of the table of key states and operations says. */
enum StateVerdict {
    OK(""),
    DISABLED(" is disabled."),
    PENDING_DELETION(" is pending deletion."),
    NOT_PENDING_DELETION(" is not pending deletion."),
    PENDING_IMPORT(" is pending import."),
    UNAVAILABLE(" is unavailable."),
    CREATING(" is creating."),
    UPDATING(" is updating.");

    private final String text;

    StateVerdict(String text) {
        this.text = text;
    }

    /** Refuses, unless the cell says that the operation goes on. */
    void check(KeyState state, String keyArn) {
        switch (this) {
            case OK -> {}
            case DISABLED -> throw Refusal.disabled(keyArn);
            case PENDING_DELETION ->
                throw Refusal.invalidState(
                        keyArn + (state == KeyState.PENDING_REPLICA_DELETION ? " is pending replica deletion." : text));
            default -> throw Refusal.invalidState(keyArn + text);
        }
    }
}
