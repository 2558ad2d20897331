// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Every cell of the table, the states that no caller can reach yet included. */
class KeyOperationTest {

    private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private static final List<KeyState> STATES = List.of(
            KeyState.ENABLED,
            KeyState.DISABLED,
            KeyState.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION,
            KeyState.PENDING_IMPORT,
            KeyState.UNAVAILABLE,
            KeyState.CREATING,
            KeyState.UPDATING);

    /**
     * AWS KMS Developer Guide, "Key states of AWS KMS keys": D1 DisabledException; PD and PR pending deletion and pending replica
     * deletion, ND not pending deletion, PI pending import, UN unavailable, CR creating, UP updating, all
     * KMSInvalidStateException. What a kind of key never has is refused before, and not here.
     */
    private static final String TABLE = """
            ENCRYPT                                  ok D1 PD PR PI UN CR ok
            DECRYPT                                  ok D1 PD PR PI UN CR ok
            RE_ENCRYPT                               ok D1 PD PR PI UN CR ok
            GENERATE_DATA_KEY                        ok D1 PD PR PI UN CR ok
            GENERATE_DATA_KEY_WITHOUT_PLAINTEXT      ok D1 PD PR PI UN CR ok
            GENERATE_DATA_KEY_PAIR                   ok D1 PD PR PI UN CR ok
            GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT ok D1 PD PR PI UN CR ok
            SIGN                                     ok D1 PD PR PI UN CR ok
            VERIFY                                   ok D1 PD PR PI UN CR ok
            GENERATE_MAC                             ok D1 PD PR PI UN CR ok
            VERIFY_MAC                               ok D1 PD PR PI UN CR ok
            DERIVE_SHARED_SECRET                     ok D1 PD PR PI UN CR ok
            ENCAPSULATE                              ok D1 PD PR PI UN CR ok
            DECAPSULATE                              ok D1 PD PR PI UN CR ok
            GET_PUBLIC_KEY                           ok D1 PD PR PI UN CR ok
            CREATE_GRANT                             ok D1 PD PR PI ok CR ok
            DESCRIBE_KEY                             ok ok ok ok ok ok ok ok
            GET_KEY_POLICY                           ok ok ok ok ok ok ok ok
            PUT_KEY_POLICY                           ok ok ok ok ok ok ok ok
            LIST_KEY_POLICIES                        ok ok ok ok ok ok ok ok
            LIST_ALIASES                             ok ok ok ok ok ok ok ok
            DELETE_ALIAS                             ok ok ok ok ok ok ok ok
            LIST_RESOURCE_TAGS                       ok ok ok ok ok ok ok ok
            LIST_GRANTS                              ok ok ok ok ok ok ok ok
            RETIRE_GRANT                             ok ok ok ok ok ok ok ok
            REVOKE_GRANT                             ok ok ok ok ok ok ok ok
            GET_KEY_LAST_USAGE                       ok ok ok ok ok ok ok ok
            LIST_KEY_ROTATIONS                       ok ok ok ok ok ok ok ok
            CREATE_ALIAS                             ok ok PD PR ok ok ok ok
            UPDATE_ALIAS                             ok ok PD PR ok ok ok ok
            TAG_RESOURCE                             ok ok PD PR ok ok ok ok
            UNTAG_RESOURCE                           ok ok PD PR ok ok ok ok
            UPDATE_KEY_DESCRIPTION                   ok ok PD PR ok ok ok ok
            ENABLE_KEY                               ok ok PD PR PI ok CR UP
            DISABLE_KEY                              ok ok PD PR PI ok CR UP
            ENABLE_KEY_ROTATION                      ok D1 PD PR PI UN CR ok
            DISABLE_KEY_ROTATION                     ok D1 PD PR PI UN CR ok
            ROTATE_KEY_ON_DEMAND                     ok D1 PD PR PI UN CR UP
            GET_KEY_ROTATION_STATUS                  ok ok ok ok ok ok ok ok
            GET_PARAMETERS_FOR_IMPORT                ok ok PD PR ok UN CR UP
            IMPORT_KEY_MATERIAL                      ok ok PD PR ok UN CR ok
            DELETE_IMPORTED_KEY_MATERIAL             ok ok ok ok ok UN CR UP
            REPLICATE_KEY                            ok D1 PD PR PI UN CR UP
            UPDATE_PRIMARY_REGION                    ok D1 PD PR PI UN CR ok
            SCHEDULE_KEY_DELETION                    ok ok PD PR ok ok ok UP
            CANCEL_KEY_DELETION                      ND ND ok ok ND ND ND ND
            """;

    @TestFactory
    List<DynamicTest> eachCell_always_saysWhatTheGuideSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split(" +", -1);
            KeyOperation operation = KeyOperation.valueOf(cells[0]);
            for (int i = 0; i < STATES.size(); i++) {
                KeyState state = STATES.get(i);
                String cell = cells[i + 1];
                tests.add(DynamicTest.dynamicTest(
                        operation + ", " + state + ": " + cell, () -> check(operation, state, cell)));
            }
        }
        return tests;
    }

    @Test
    void table_always_hasAllOperationsAndStates() {
        Set<String> rows = new HashSet<>(
                TABLE.lines().map(line -> line.substring(0, line.indexOf(' '))).toList());
        assertThat(rows).hasSameSizeAs(KeyOperation.values());
        assertThat(STATES).hasSameElementsAs(KeyState.knownValues());
        assertThat(Arrays.stream(KeyOperation.values()).map(Enum::name)).allMatch(rows::contains);
    }

    private static void check(KeyOperation operation, KeyState state, String cell) {
        KmsException refusal =
                catchThrowableOfType(KmsException.class, () -> operation.checkState(new State(state), ARN));
        if (cell.equals("ok")) {
            assertThat(refusal).isNull();
            return;
        }
        String[] expected = switch (cell) {
            case "D1" -> new String[] {"DisabledException", " is disabled."};
            case "PD" -> new String[] {"KMSInvalidStateException", " is pending deletion."};
            case "PR" -> new String[] {"KMSInvalidStateException", " is pending replica deletion."};
            case "ND" -> new String[] {"KMSInvalidStateException", " is not pending deletion."};
            case "PI" -> new String[] {"KMSInvalidStateException", " is pending import."};
            case "UN" -> new String[] {"KMSInvalidStateException", " is unavailable."};
            case "CR" -> new String[] {"KMSInvalidStateException", " is creating."};
            case "UP" -> new String[] {"KMSInvalidStateException", " is updating."};
            default -> throw new IllegalArgumentException(cell);
        };
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(expected[0]);
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(ARN + expected[1]);
    }

    /** A key of which the state alone matters. */
    private record State(KeyState state) implements KeyTraits {
        @Override
        public KeySpec spec() {
            return KeySpec.SYMMETRIC_DEFAULT;
        }

        @Override
        public KeyUsageType usage() {
            return KeyUsageType.ENCRYPT_DECRYPT;
        }

        @Override
        public OriginType origin() {
            return OriginType.AWS_KMS;
        }

        @Override
        public boolean isMultiRegion() {
            return false;
        }

        @Override
        public boolean isPrimary() {
            return false;
        }
    }
}
