// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyLastUsageData;
import software.amazon.awssdk.services.kms.model.KeyLastUsageTrackingOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * GetKeyLastUsage: the last cryptographic operation that succeeded with a key. AWS, which keeps it for later rather than at once,
 * may answer the use before.
 */
public abstract class LastUsageContract extends KmsContract {

    private GetKeyLastUsageResponse get(KeyMetadata key) {
        return client().getKeyLastUsage(r -> r.keyId(key.keyId()));
    }

    private KeyLastUsageTrackingOperation operation(KeyMetadata key) {
        KeyLastUsageData usage = get(key).keyLastUsage();
        return usage == null ? null : usage.operation();
    }

    private KeyMetadata usedKey() {
        KeyMetadata key = newKey();
        encrypted(key.keyId(), "x");
        return key;
    }

    @Test
    void getKeyLastUsage_ofNewKey_namesNoUse() {
        assertThat(operation(newKey())).isNull();
    }

    /** It begins when the key was made, as tracking is older. */
    @Test
    void getKeyLastUsage_ofNewKey_saysSinceWhenItIsTracked() {
        KeyMetadata key = newKey();
        GetKeyLastUsageResponse answer = get(key);

        assertThat(answer.keyId()).isEqualTo(key.keyId());
        assertThat(answer.keyCreationDate()).isEqualTo(key.creationDate());
        assertThat(answer.trackingStartDate()).isEqualTo(key.creationDate());
    }

    @TestFactory
    Stream<DynamicTest> getKeyLastUsage_afterEachUse_namesTheOperation() {
        return KeyUse.all().stream()
                .map(use -> dynamicTest("GetKeyLastUsage, after " + use.operation() + ": names it", () -> {
                    KeyMetadata key = newKey(use.spec(), use.usage());
                    SdkBytes made = use.before().apply(client(), key);
                    use.call().make(client(), key, made, null);

                    assertThat(get(key).keyLastUsage().operationAsString()).isEqualTo(use.operation());
                }));
    }

    @Test
    void getKeyLastUsage_afterUse_saysWhen() {
        KeyMetadata key = usedKey();

        assertThat(get(key).keyLastUsage().timestamp())
                .isCloseTo(key.creationDate(), within(10, ChronoUnit.MINUTES))
                .isAfterOrEqualTo(key.creationDate().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void getKeyLastUsage_afterUse_namesTheRequest() {
        assertThat(get(usedKey()).keyLastUsage().kmsRequestId()).isNotBlank();
    }

    @Test
    void getKeyLastUsage_afterUse_namesTheCloudTrailEvent() {
        assertThat(get(usedKey()).keyLastUsage().cloudTrailEventId()).isNotBlank();
    }

    @Test
    void getKeyLastUsage_afterTwoUses_namesTheLater() {
        KeyMetadata key = usedKey();
        String first = get(key).keyLastUsage().kmsRequestId();
        client().generateDataKey(r -> r.keyId(key.keyId()).numberOfBytes(16));

        assertThat(operation(key)).isEqualTo(KeyLastUsageTrackingOperation.GENERATE_DATA_KEY);
        assertThat(get(key).keyLastUsage().kmsRequestId()).isNotEqualTo(first);
    }

    @Test
    void getKeyLastUsage_afterReEncrypt_namesItForBothKeys() {
        KeyMetadata source = newKey();
        KeyMetadata destination = newKey();
        SdkBytes ciphertext = encrypted(source.keyId(), "x");
        client().reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(destination.keyId()));

        assertThat(operation(source)).isEqualTo(KeyLastUsageTrackingOperation.RE_ENCRYPT);
        assertThat(operation(destination)).isEqualTo(KeyLastUsageTrackingOperation.RE_ENCRYPT);
    }

    @Test
    void getKeyLastUsage_afterUseByAlias_namesIt() {
        KeyMetadata key = newKey();
        encrypted(newAlias(key.keyId()), "x");

        assertThat(operation(key)).isEqualTo(KeyLastUsageTrackingOperation.ENCRYPT);
    }

    @Test
    void getKeyLastUsage_afterManagement_namesNoUse() {
        KeyMetadata key = newKey();
        client().describeKey(r -> r.keyId(key.keyId()));
        client().updateKeyDescription(r -> r.keyId(key.keyId()).description("other"));
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));
        client().disableKey(r -> r.keyId(key.keyId()));
        client().enableKey(r -> r.keyId(key.keyId()));

        assertThat(operation(key)).isNull();
    }

    @Test
    void getKeyLastUsage_afterGetPublicKey_namesNoUse() {
        KeyMetadata key = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        publicKey(key);

        assertThat(operation(key)).isNull();
    }

    @Test
    void getKeyLastUsage_afterUseThatFailed_namesNoUse() {
        KeyMetadata key = newKey();
        refusal(() -> client().decrypt(r -> r.keyId(key.keyId()).ciphertextBlob(bytes(200))));
        client().disableKey(r -> r.keyId(key.keyId()));
        refusal(() -> encrypted(key.keyId(), "x"));

        assertThat(operation(key)).isNull();
    }

    @Test
    void getKeyLastUsage_afterBadSignature_namesNoUse() {
        KeyMetadata key = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        refusal(() -> client().verify(r ->
                r.keyId(key.keyId()).message(bytes("m")).signature(bytes(64)).signingAlgorithm("ECDSA_SHA_256")));

        assertThat(operation(key)).isNull();
    }

    @Test
    void getKeyLastUsage_afterDryRun_namesNoUse() {
        KeyMetadata key = newKey();
        refusal(() ->
                client().encrypt(r -> r.keyId(key.keyId()).plaintext(bytes("x")).dryRun(true)));

        assertThat(operation(key)).isNull();
    }

    @Test
    void getKeyLastUsage_ofDisabledKey_namesTheUseBefore() {
        KeyMetadata key = usedKey();
        client().disableKey(r -> r.keyId(key.keyId()));

        assertThat(operation(key)).isEqualTo(KeyLastUsageTrackingOperation.ENCRYPT);
    }

    @Test
    void getKeyLastUsage_ofKeyPendingDeletion_namesTheUseBefore() {
        KeyMetadata key = usedKey();
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));

        assertThat(operation(key)).isEqualTo(KeyLastUsageTrackingOperation.ENCRYPT);
    }

    @Test
    void getKeyLastUsage_byArn_isTheSame() {
        KeyMetadata key = usedKey();

        assertThat(client().getKeyLastUsage(r -> r.keyId(key.arn())).keyLastUsage())
                .isEqualTo(get(key).keyLastUsage());
    }

    /** Which words AWS has for it is not known; that aliases are not for this operation, is. */
    @Test
    void getKeyLastUsage_byAlias_isRefused() {
        String alias = newAlias(keyId());

        refusal(() -> client().getKeyLastUsage(r -> r.keyId(alias)));
    }

    @Test
    void getKeyLastUsage_ofNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().getKeyLastUsage(r -> r.keyId(arn)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }
}
