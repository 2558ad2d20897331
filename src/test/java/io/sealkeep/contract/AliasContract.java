// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Aliases: made, moved, listed, deleted, and followed. */
public abstract class AliasContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String NOT_FOUND = "NotFoundException";

    private List<AliasListEntry> aliasesOf(String keyId) {
        return client().listAliases(r -> r.keyId(keyId)).aliases();
    }

    private String target(String alias) {
        return client().describeKey(r -> r.keyId(alias)).keyMetadata().keyId();
    }

    @Test
    void createAlias_always_leadsToTheKey() {
        KeyMetadata key = newKey();
        String alias = aliasName();
        client().createAlias(r -> r.aliasName(alias).targetKeyId(key.arn()));

        assertThat(target(alias)).isEqualTo(key.keyId());
        assertThat(aliasesOf(key.keyId())).singleElement().satisfies(entry -> {
            assertThat(entry.aliasName()).isEqualTo(alias);
            assertThat(entry.aliasArn()).isEqualTo(aliasArn(key, alias));
            assertThat(entry.targetKeyId()).isEqualTo(key.keyId());
            assertThat(entry.creationDate()).isNotNull();
            assertThat(entry.lastUpdatedDate()).isEqualTo(entry.creationDate());
        });
    }

    @Test
    void createAlias_withAllCharactersThatMayBe_isMade() {
        String keyId = keyId();
        String alias = aliasName() + "/aZ09:/_-";
        client().createAlias(r -> r.aliasName(alias).targetKeyId(keyId));

        assertThat(target(alias)).isEqualTo(keyId);
    }

    @Test
    void createAlias_ofLongestName_isMade() {
        String keyId = keyId();
        String alias = (aliasName() + "-".repeat(256)).substring(0, 256);
        client().createAlias(r -> r.aliasName(alias).targetKeyId(keyId));

        assertThat(target(alias)).isEqualTo(keyId);
    }

    @Test
    void createAlias_thatIsThere_isRefused() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        assertRefused(
                () -> client().createAlias(r -> r.aliasName(alias).targetKeyId(key.keyId())),
                "AlreadyExistsException",
                "An alias with the name " + aliasArn(key, alias) + " already exists");
        String other = keyId();
        assertRefused(() -> client().createAlias(r -> r.aliasName(alias).targetKeyId(other)), "AlreadyExistsException");
        assertThat(target(alias)).isEqualTo(key.keyId());
    }

    @Test
    void createAlias_withoutPrefix_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().createAlias(r -> r.aliasName("fakealias").targetKeyId(keyId)),
                VALIDATION,
                "Alias must start with the prefix \"alias/\". Please see"
                        + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }

    @Test
    void createAlias_ofReservedName_isRefused() {
        String keyId = keyId();

        refusal(() -> client().createAlias(r -> r.aliasName("alias/aws/s3").targetKeyId(keyId)));
    }

    @Test
    void createAlias_withCharactersThatMayNotBe_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().createAlias(r -> r.aliasName("alias/a b").targetKeyId(keyId)), VALIDATION);
        assertRefused(
                () -> client().createAlias(
                                r -> r.aliasName("alias/" + "x".repeat(251)).targetKeyId(keyId)),
                VALIDATION);
    }

    @Test
    void createAlias_ofNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().createAlias(r -> r.aliasName(aliasName()).targetKeyId(arn)),
                NOT_FOUND,
                "Key '" + arn + "' does not exist");
    }

    @Test
    void createAlias_ofAlias_isRefused() {
        String alias = newAlias(keyId());

        assertRefused(
                () -> client().createAlias(r -> r.aliasName(aliasName()).targetKeyId(alias)),
                VALIDATION,
                "Aliases must refer to keys. Not aliases");
    }

    @Test
    void createAlias_beyondFiftyOfOneKey_isRefused() {
        String keyId = keyId();
        for (int i = 0; i < 50; i++) {
            newAlias(keyId);
        }

        assertRefused(() -> newAlias(keyId), "LimitExceededException");
    }

    @Test
    void updateAlias_toAnotherKey_movesIt() {
        KeyMetadata first = newKey();
        KeyMetadata second = newKey();
        String alias = newAlias(first.keyId());
        var ciphertext = encrypted(alias, "under the first");

        client().updateAlias(r -> r.aliasName(alias).targetKeyId(second.keyId()));

        assertThat(target(alias)).isEqualTo(second.keyId());
        assertThat(client().encrypt(r -> r.keyId(alias).plaintext(bytes("x"))).keyId())
                .isEqualTo(second.arn());
        assertThat(aliasesOf(first.keyId())).isEmpty();
        assertThat(aliasesOf(second.keyId()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.lastUpdatedDate()).isAfterOrEqualTo(entry.creationDate()));
        assertThat(decrypted(ciphertext)).isEqualTo("under the first");
        assertRefused(() -> client().decrypt(r -> r.keyId(alias).ciphertextBlob(ciphertext)), "IncorrectKeyException");
    }

    /** AWS KMS API Reference, UpdateAlias: of the same type and the same usage. Which words AWS has for it is not known. */
    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, RSA_2048, ENCRYPT_DECRYPT",
        "RSA_2048, ENCRYPT_DECRYPT, RSA_2048, SIGN_VERIFY",
        "ECC_NIST_P256, SIGN_VERIFY, ECC_NIST_P256, KEY_AGREEMENT",
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, HMAC_256, GENERATE_VERIFY_MAC"
    })
    void updateAlias_toKeyOfAnotherKind_isRefusedAndStays(
            KeySpec spec, KeyUsageType usage, KeySpec otherSpec, KeyUsageType otherUsage) {
        KeyMetadata key = sharedKey(spec, usage);
        KeyMetadata other = sharedKey(otherSpec, otherUsage);
        String alias = newAlias(key.keyId());

        refusal(() -> client().updateAlias(r -> r.aliasName(alias).targetKeyId(other.keyId())));
        assertThat(target(alias)).isEqualTo(key.keyId());
    }

    @Test
    void updateAlias_toAsymmetricKeyOfAnotherSpec_movesIt() {
        String alias =
                newAlias(sharedKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY).keyId());
        KeyMetadata other = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        client().updateAlias(r -> r.aliasName(alias).targetKeyId(other.keyId()));

        assertThat(target(alias)).isEqualTo(other.keyId());
    }

    @Test
    void updateAlias_thatIsNot_isRefused() {
        KeyMetadata key = newKey();
        String alias = aliasName();

        assertRefused(
                () -> client().updateAlias(r -> r.aliasName(alias).targetKeyId(key.keyId())),
                NOT_FOUND,
                "Alias " + aliasArn(key, alias) + " is not found.");
    }

    @Test
    void updateAlias_toNoKey_isRefusedAndStays() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().updateAlias(r -> r.aliasName(alias).targetKeyId(id)), NOT_FOUND);
        assertThat(target(alias)).isEqualTo(key.keyId());
    }

    @Test
    void deleteAlias_always_leavesTheKey() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());
        var ciphertext = encrypted(alias, "kept");

        client().deleteAlias(r -> r.aliasName(alias));

        assertRefused(() -> target(alias), NOT_FOUND, "Alias " + aliasArn(key, alias) + " is not found.");
        assertThat(aliasesOf(key.keyId())).isEmpty();
        assertThat(decrypted(ciphertext)).isEqualTo("kept");
        client().createAlias(r -> r.aliasName(alias).targetKeyId(key.keyId()));
        assertThat(target(alias)).isEqualTo(key.keyId());
    }

    @Test
    void deleteAlias_thatIsNot_isRefused() {
        KeyMetadata key = newKey();
        String alias = aliasName();

        assertRefused(
                () -> client().deleteAlias(r -> r.aliasName(alias)),
                NOT_FOUND,
                "Alias " + aliasArn(key, alias) + " is not found.");
    }

    @Test
    void deleteAlias_withoutPrefix_isRefused() {
        assertRefused(() -> client().deleteAlias(r -> r.aliasName("fakealias")), VALIDATION);
    }

    @Test
    void listAliases_ofAll_holdsOurs() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        assertThat(client().listAliasesPaginator(r -> {}).aliases())
                .filteredOn(entry -> entry.aliasName().equals(alias))
                .singleElement()
                .satisfies(entry -> assertThat(entry.targetKeyId()).isEqualTo(key.keyId()));
    }

    @Test
    void listAliases_ofNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(() -> client().listAliases(r -> r.keyId(arn)), NOT_FOUND, "Key '" + arn + "' does not exist");
    }
}
