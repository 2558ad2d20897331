// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** Every case of {@code key-states.txt}, on real keys of the engine. */
class KeyStateTableTest extends HookedEngineFixture {

    private static final Set<String> KEY_MEMBERS = Set.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");

    /** The engine does not have these yet; their rows are tried as soon as it has. */
    private static final Set<String> GRANTS = Set.of("CreateGrant", "ListGrants", "RetireGrant", "RevokeGrant");

    private final KeyStateTable table = KeyStateTable.read();
    private final Map<KeyType, KeySubject> subjects = new EnumMap<>(KeyType.class);
    private final Map<KeyType, Map<String, Runnable>> calls = new EnumMap<>(KeyType.class);
    private KeyTypesFixture fixture;

    @TestFactory
    Stream<DynamicTest> operation_onAnyTypeInAnyState_doesWhatTheTableSays() {
        fixture = new KeyTypesFixture(engine, store, clock.instant());
        return table.cells().stream()
                .filter(KeyStateTableTest::isThere)
                .map(cell -> DynamicTest.dynamicTest(
                        cell.type() + ", " + cell.state() + ", " + cell.operation() + ": " + cell.verdict(),
                        () -> check(cell)));
    }

    private void check(KeyStateTable.Cell cell) {
        KeySubject subject = subjects.computeIfAbsent(cell.type(), fixture::subject);
        Runnable call = calls.computeIfAbsent(cell.type(), type -> new KeyCalls(subject, fixture.made(subject)).all())
                .get(cell.operation());
        subject.bring(cell.state());
        try {
            if (cell.verdict().equals("ok")) {
                assertThatNoException().isThrownBy(call::run);
            } else {
                assertRefused(call::run, code(cell.verdict()), text(cell, subject.arn()));
                assertThat(subject.noteChange()).as("changed by a refusal").isFalse();
            }
        } finally {
            subject.noteChange();
        }
    }

    /** Grants may be missing from the engine yet; nothing else may. */
    private static boolean isThere(KeyStateTable.Cell cell) {
        return !GRANTS.contains(cell.operation())
                || Arrays.stream(EmbeddedKms.class.getMethods())
                        .anyMatch(method -> method.getName().equalsIgnoreCase(cell.operation())
                                && method.getDeclaringClass() != KmsClient.class);
    }

    private static String code(String verdict) {
        return switch (verdict) {
            case "D1" -> "DisabledException";
            case "U", "UO", "US" -> "UnsupportedOperationException";
            case "KU", "KA" -> "InvalidKeyUsageException";
            default -> "KMSInvalidStateException";
        };
    }

    private static String text(KeyStateTable.Cell cell, String arn) {
        return switch (cell.verdict()) {
            case "D1" -> arn + " is disabled.";
            case "PD" -> arn + " is pending deletion.";
            case "PR" -> arn + " is pending replica deletion.";
            case "ND" -> arn + " is not pending deletion.";
            case "PI" -> arn + " is pending import.";
            case "UN" -> arn + " is unavailable.";
            case "CR" -> arn + " is creating.";
            case "UP" -> arn + " is updating.";
            case "NM" -> "No available key material pending rotation for the key: " + arn + ".";
            case "U" -> "";
            case "UO" -> arn + " origin is " + cell.type().origin() + " which is not valid for this operation.";
            case "US" -> arn + " is not a multi-Region primary key.";
            case "KU" ->
                arn + " key usage is " + cell.type().usage + " which is not valid for "
                        + cell.operation().replaceFirst("/.*", "") + ".";
            case "KA" -> "You cannot generate a data key with an asymmetric CMK";
            default -> throw new IllegalArgumentException(cell.verdict());
        };
    }

    @Test
    void table_always_hasEveryOperationThatTakesAKey() throws Exception {
        Set<String> taking = new TreeSet<>();
        for (Method method : KmsClient.class.getMethods()) {
            if (method.getParameterCount() == 1
                    && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                    && KmsResponse.class.isAssignableFrom(method.getReturnType())
                    && takesKey(method.getParameterTypes()[0])) {
                String name = method.getName();
                taking.add(Character.toUpperCase(name.charAt(0)) + name.substring(1));
            }
        }
        taking.add("DeleteAlias"); // names its key by the alias

        assertThat(table.operations()).containsExactlyInAnyOrderElementsOf(taking);
    }

    private static boolean takesKey(Class<?> request) throws ReflectiveOperationException {
        SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
        return builder.sdkFields().stream().map(SdkField::memberName).anyMatch(KEY_MEMBERS::contains);
    }

    @Test
    void table_always_hasEveryStateInSomeType() {
        assertThat(Arrays.stream(KeyType.values()).flatMap(type -> table.states(type).stream()))
                .containsAll(KeyState.knownValues());
        assertThat(KeyStateTable.STATES).hasSameElementsAs(KeyState.knownValues());
    }

    @Test
    void table_always_refusesSomewhereWhereItAllows() {
        List<String> verdicts = table.cells().stream()
                .map(KeyStateTable.Cell::verdict)
                .distinct()
                .toList();
        assertThat(verdicts)
                .contains("ok", "D1", "PD", "PR", "ND", "PI", "UN", "CR", "UP", "NM", "U", "UO", "US", "KU", "KA");
    }
}
