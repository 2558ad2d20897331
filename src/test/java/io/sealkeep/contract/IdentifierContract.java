// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealkeep.contract.IdentifiedOperation.Forms;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * What may name a key, operation by operation: key id, key ARN, alias name, alias ARN, each of the caller's own region and account,
 * of another region, of another account, and of no form at all.
 *
 * <p>Seen from AWS are {@code Invalid keyId '…'}, {@code Key '…' does not exist}, {@code Alias … is not found.}, {@code Invalid arn
 * REGION} and {@code Key Aliases are not supported for this operation.}; several emulators agree on {@code Aliases must refer to
 * keys. Not aliases}. What AWS says of another account's key depends on what that account allows; here it has none.
 */
public abstract class IdentifierContract extends KmsContract {

    private static final String NOT_FOUND = "NotFoundException";
    private static final String INVALID_ARN = "InvalidArnException";
    private static final String VALIDATION = "ValidationException";

    /** One thing that holds for every operation. */
    private record Check(String name, Consumer<IdentifiedOperation> holds) {}

    @TestFactory
    Stream<DynamicTest> eachOperation_takesAndRefuses() {
        List<Check> checks = List.of(
                new Check("key id and key ARN name the key", this::keyIdAndKeyArnNameTheKey),
                new Check("an alias names it or is refused", this::aliasNamesItOrIsRefused),
                new Check("what names nothing is refused", this::whatNamesNothingIsRefused),
                new Check("an ARN of another region is refused", this::arnOfAnotherRegionIsRefused),
                new Check("an ARN of another account is refused", this::arnOfAnotherAccountIsRefused),
                new Check("text that no key id looks like is refused", this::oddTextIsRefused),
                new Check("an ARN of no key is refused", this::arnOfNoKeyIsRefused),
                new Check("text of a length that no identifier has is refused", this::oddLengthIsRefused));
        return IdentifiedOperation.ALL.stream()
                .flatMap(operation -> checks.stream()
                        .map(check -> DynamicTest.dynamicTest(
                                operation + ": " + check.name(),
                                () -> check.holds().accept(operation))));
    }

    /** A key that has an alias, and what an operation needs besides its identifier. */
    private IdentifiedOperation.Subject subject(IdentifiedOperation operation) {
        KeyMetadata key = operation.newKey().apply(client());
        boolean encrypts = key.enabled() && key.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
        return new IdentifiedOperation.Subject(
                client(),
                key,
                newAlias(key.keyId()),
                encrypts ? encrypted(key.keyId(), "x") : bytes("none"),
                client().getKeyPolicy(r -> r.keyId(key.keyId())).policy());
    }

    private static String ofAnotherRegion(KeyMetadata key, String arn) {
        String region = key.arn().split(":", 6)[3];
        return arn.replace(":" + region + ":", ":" + otherRegion(key) + ":");
    }

    private static String otherRegion(KeyMetadata key) {
        return key.arn().contains(":ap-southeast-1:") ? "ap-southeast-2" : "ap-southeast-1";
    }

    private static String ofAnotherAccount(KeyMetadata key, String arn) {
        return arn.replace(":" + key.awsAccountId() + ":", ":987654321098:");
    }

    /** Asserts how an alias is refused by an operation that takes none, or else by this code and text. */
    private static void assertAliasRefused(
            IdentifiedOperation operation,
            IdentifiedOperation.Subject subject,
            String alias,
            String code,
            String text) {
        switch (operation.forms()) {
            case ALL_FOUR -> assertRefused(() -> operation.call(subject, alias), code, text);
            case KEY ->
                assertRefused(
                        () -> operation.call(subject, alias),
                        INVALID_ARN,
                        "Key Aliases are not supported for this operation.");
            case TARGET ->
                assertRefused(
                        () -> operation.call(subject, alias), VALIDATION, "Aliases must refer to keys. Not aliases");
        }
    }

    private void keyIdAndKeyArnNameTheKey(IdentifiedOperation operation) {
        IdentifiedOperation.Subject byId = subject(operation);
        IdentifiedOperation.Subject byArn = subject(operation);

        assertThatCode(() -> operation.call(byId, byId.key().keyId())).doesNotThrowAnyException();
        assertThatCode(() -> operation.call(byArn, byArn.key().arn())).doesNotThrowAnyException();
    }

    private void aliasNamesItOrIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        for (String alias : List.of(subject.alias(), aliasArn(subject.key(), subject.alias()))) {
            if (operation.forms() == Forms.ALL_FOUR) {
                assertThatCode(() -> operation.call(subject, alias)).doesNotThrowAnyException();
            } else {
                assertAliasRefused(operation, subject, alias, "", "");
            }
        }
    }

    private void whatNamesNothingIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        String arn = arnOfNoKey(subject.key());
        String id = arn.substring(arn.indexOf('/') + 1);
        String noKey = "Key '" + arn + "' does not exist";
        String alias = aliasName();
        String aliasArn = aliasArn(subject.key(), alias);

        assertRefused(() -> operation.call(subject, id), NOT_FOUND, noKey);
        assertRefused(() -> operation.call(subject, arn), NOT_FOUND, noKey);
        String noAlias = "Alias " + aliasArn + " is not found.";
        assertAliasRefused(operation, subject, alias, NOT_FOUND, noAlias);
        assertAliasRefused(operation, subject, aliasArn, NOT_FOUND, noAlias);
    }

    private void arnOfAnotherRegionIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        KeyMetadata key = subject.key();
        String text = "Invalid arn " + otherRegion(key);

        assertRefused(() -> operation.call(subject, ofAnotherRegion(key, key.arn())), NOT_FOUND, text);
        String alias = ofAnotherRegion(key, aliasArn(key, subject.alias()));
        assertAliasRefused(operation, subject, alias, NOT_FOUND, text);
    }

    private void arnOfAnotherAccountIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        KeyMetadata key = subject.key();
        String arn = ofAnotherAccount(key, key.arn());
        String alias = ofAnotherAccount(key, aliasArn(key, subject.alias()));

        assertRefused(() -> operation.call(subject, arn), NOT_FOUND, "Key '" + arn + "' does not exist");
        assertAliasRefused(operation, subject, alias, NOT_FOUND, "Alias " + alias + " is not found.");
    }

    private void oddTextIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        String prefix = subject.key().arn().replace(subject.key().keyId(), "");
        for (String odd :
                List.of("fake-key-id", "mrk-1", "aws/s3", UUID.randomUUID() + "x", "key/" + UUID.randomUUID())) {
            assertRefused(() -> operation.call(subject, odd), NOT_FOUND, "Invalid keyId '" + odd + "'");
            assertRefused(() -> operation.call(subject, prefix + odd), NOT_FOUND, "Invalid keyId '" + odd + "'");
        }
        String aliasAsKey = prefix + subject.alias();
        assertRefused(() -> operation.call(subject, aliasAsKey), NOT_FOUND, "Invalid keyId '" + subject.alias() + "'");
    }

    private void arnOfNoKeyIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);
        String prefix = subject.key().arn().substring(0, subject.key().arn().indexOf(":key/") + 1);
        for (String arn : List.of(
                "arn:aws:s3:::bucket",
                prefix.replace(":kms:", ":iam:") + "key/" + subject.key().keyId(),
                prefix + "grant/" + subject.key().keyId(),
                prefix,
                prefix.substring(0, prefix.length() - 1),
                "arn:")) {
            assertRefused(() -> operation.call(subject, arn), INVALID_ARN);
        }
    }

    private void oddLengthIsRefused(IdentifiedOperation operation) {
        IdentifiedOperation.Subject subject = subject(operation);

        assertRefused(() -> operation.call(subject, ""), VALIDATION);
        assertRefused(() -> operation.call(subject, "x".repeat(2049)), VALIDATION);
    }
}
