// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static io.sealkeep.contract.ImportFixture.importForEver;
import static io.sealkeep.contract.ImportFixture.random;
import static io.sealkeep.contract.ImportFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

/** ReplicateKey and UpdatePrimaryRegion, and what the copies of a multi-region key share. */
public abstract class MultiRegionContract extends KmsContract {

    private static final String UNSUPPORTED = "UnsupportedOperationException";

    /** Returns a client for another region of the same account. */
    protected abstract KmsClient otherRegion();

    private KeyMetadata primary() {
        return client().createKey(r -> r.multiRegion(true)).keyMetadata();
    }

    private String here() {
        return region(newKey());
    }

    private String there() {
        return region(otherRegion().createKey(r -> {}).keyMetadata());
    }

    private static String region(KeyMetadata key) {
        return key.arn().split(":", -1)[3];
    }

    private ReplicateKeyResponse replicate(KeyMetadata key) {
        String region = there();
        return client().replicateKey(r -> r.keyId(key.keyId()).replicaRegion(region));
    }

    private KeyMetadata replicated() {
        KeyMetadata key = primary();
        replicate(key);
        return key;
    }

    private static KeyMetadata describe(KmsClient kms, KeyMetadata key) {
        return kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata();
    }

    @Test
    void createKey_multiRegion_isAPrimaryWithoutReplicas() {
        KeyMetadata key = primary();

        assertThat(key.keyId()).matches("mrk-[0-9a-f]{32}");
        assertThat(key.multiRegion()).isTrue();
        assertThat(key.multiRegionConfiguration().multiRegionKeyType()).isEqualTo(MultiRegionKeyType.PRIMARY);
        assertThat(key.multiRegionConfiguration().primaryKey())
                .isEqualTo(MultiRegionKey.builder()
                        .arn(key.arn())
                        .region(region(key))
                        .build());
        assertThat(key.multiRegionConfiguration().hasReplicaKeys()).isTrue();
        assertThat(key.multiRegionConfiguration().replicaKeys()).isEmpty();
    }

    @Test
    void replicateKey_always_answersWithTheReplica() {
        KeyMetadata key = primary();
        String region = there();

        ReplicateKeyResponse answer = client().replicateKey(r ->
                r.keyId(key.keyId()).replicaRegion(region).description("copy").tags(tag("a", "b")));

        KeyMetadata replica = answer.replicaKeyMetadata();
        assertThat(replica.keyId()).isEqualTo(key.keyId());
        assertThat(replica.arn()).isEqualTo(key.arn().replace(":" + region(key) + ":", ":" + region + ":"));
        assertThat(replica.description()).isEqualTo("copy");
        assertThat(replica.keyState()).isEqualTo(KeyState.CREATING);
        assertThat(replica.multiRegionConfiguration().multiRegionKeyType()).isEqualTo(MultiRegionKeyType.REPLICA);
        assertThat(replica.multiRegionConfiguration().primaryKey().arn()).isEqualTo(key.arn());
        assertThat(replica.multiRegionConfiguration().replicaKeys())
                .extracting(MultiRegionKey::region)
                .containsExactly(region);
        assertThat(answer.replicaPolicy()).contains("Enable IAM User Permissions");
        assertThat(answer.replicaTags()).containsExactly(tag("a", "b"));
        assertThat(describe(client(), key).multiRegionConfiguration().replicaKeys())
                .extracting(MultiRegionKey::arn)
                .containsExactly(replica.arn());
    }

    @Test
    void decrypt_inTheOtherRegion_opens() {
        KeyMetadata key = replicated();
        SdkBytes ciphertext = encrypted(key.keyId(), "over there", Map.of("a", "b"));

        var answer = otherRegion().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(Map.of("a", "b")));

        assertThat(answer.plaintext().asUtf8String()).isEqualTo("over there");
        assertThat(answer.keyId()).isEqualTo(describe(otherRegion(), key).arn());
        SdkBytes back = otherRegion()
                .encrypt(r -> r.keyId(key.keyId()).plaintext(bytes("and back")))
                .ciphertextBlob();
        assertThat(decrypted(back)).isEqualTo("and back");
    }

    @Test
    void verifyMac_inTheOtherRegion_isTheSameKey() {
        KeyMetadata key = client().createKey(
                        r -> r.multiRegion(true).keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC))
                .keyMetadata();
        replicate(key);
        SdkBytes mac = client().generateMac(r -> r.keyId(key.keyId())
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .message(bytes("m")))
                .mac();

        assertThat(otherRegion()
                        .verifyMac(r -> r.keyId(key.keyId())
                                .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                                .message(bytes("m"))
                                .mac(mac))
                        .macValid())
                .isTrue();
    }

    @Test
    void getPublicKey_inTheOtherRegion_isTheSame() {
        KeyMetadata key = client().createKey(
                        r -> r.multiRegion(true).keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata();
        replicate(key);

        assertThat(otherRegion().getPublicKey(r -> r.keyId(key.keyId())).publicKey())
                .isEqualTo(client().getPublicKey(r -> r.keyId(key.keyId())).publicKey());
    }

    @Test
    void replicateKey_thatIsThereAlready_isRefused() {
        KeyMetadata key = replicated();

        assertRefused(() -> replicate(key), "AlreadyExistsException");
    }

    @Test
    void replicateKey_ofSingleRegionKey_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(() -> replicate(key), UNSUPPORTED, key.arn() + " is not a multi-Region primary key.");
    }

    @Test
    void replicateKey_ofReplica_isRefused() {
        KeyMetadata key = replicated();
        String arn = describe(otherRegion(), key).arn();

        assertRefused(
                () -> otherRegion().replicateKey(r -> r.keyId(key.keyId()).replicaRegion("ap-northeast-1")),
                UNSUPPORTED,
                arn + " is not a multi-Region primary key.");
    }

    @Test
    void replicateKey_intoItsOwnRegion_isRefused() {
        KeyMetadata key = primary();
        String region = here();

        refusal(() -> client().replicateKey(r -> r.keyId(key.keyId()).replicaRegion(region)));
    }

    @Test
    void replicateKey_intoAnotherPartition_isRefused() {
        KeyMetadata key = primary();

        refusal(() -> client().replicateKey(r -> r.keyId(key.keyId()).replicaRegion("cn-north-1")));
    }

    @Test
    void replicateKey_ofDisabledKey_isRefused() {
        KeyMetadata key = primary();
        client().disableKey(r -> r.keyId(key.keyId()));

        assertRefused(() -> replicate(key), "DisabledException", key.arn() + " is disabled.");
    }

    @Test
    void disableKey_inOneRegion_leavesTheOther() {
        KeyMetadata key = replicated();
        SdkBytes ciphertext = encrypted(key.keyId(), "x");

        client().disableKey(r -> r.keyId(key.keyId()));

        assertRefused(() -> decrypted(ciphertext), "DisabledException");
        assertThat(otherRegion()
                        .decrypt(r -> r.ciphertextBlob(ciphertext))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void createAlias_inTheOtherRegion_isThatRegionsOwn() {
        KeyMetadata key = replicated();
        String alias = aliasName();

        otherRegion().createAlias(r -> r.aliasName(alias).targetKeyId(key.keyId()));

        assertRefused(() -> encrypted(alias, "x"), "NotFoundException");
        assertThat(client().listAliases(r -> r.keyId(key.keyId())).aliases()).isEmpty();
    }

    @Test
    void tagResource_inOneRegion_leavesTheOther() {
        KeyMetadata key = replicated();

        client().tagResource(r -> r.keyId(key.keyId()).tags(tag("only", "here")));

        assertThat(otherRegion().listResourceTags(r -> r.keyId(key.keyId())).tags())
                .isEmpty();
    }

    @Test
    void rotateKeyOnDemand_ofPrimary_rotatesTheReplica() {
        KeyMetadata key = replicated();
        SdkBytes before = encrypted(key.keyId(), "before");

        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        String materialId = describe(client(), key).currentKeyMaterialId();
        assertThat(materialId).isNotEqualTo(key.currentKeyMaterialId());
        assertThat(describe(otherRegion(), key).currentKeyMaterialId()).isEqualTo(materialId);
        SdkBytes after = encrypted(key.keyId(), "after");
        for (SdkBytes ciphertext : new SdkBytes[] {before, after}) {
            otherRegion().decrypt(r -> r.ciphertextBlob(ciphertext));
        }
    }

    @Test
    void rotateKeyOnDemand_ofReplica_isRefused() {
        KeyMetadata key = replicated();

        assertRefused(() -> otherRegion().rotateKeyOnDemand(r -> r.keyId(key.keyId())), UNSUPPORTED);
    }

    @Test
    void enableKeyRotation_ofPrimary_isTheReplicasToo() {
        KeyMetadata key = replicated();

        client().enableKeyRotation(r -> r.keyId(key.keyId()).rotationPeriodInDays(180));

        assertThat(otherRegion().getKeyRotationStatus(r -> r.keyId(key.keyId())).rotationPeriodInDays())
                .isEqualTo(180);
        assertRefused(() -> otherRegion().enableKeyRotation(r -> r.keyId(key.keyId())), UNSUPPORTED);
    }

    @Test
    void updatePrimaryRegion_toAReplica_swapsTheTwo() {
        KeyMetadata key = replicated();
        String region = there();

        client().updatePrimaryRegion(r -> r.keyId(key.keyId()).primaryRegion(region));

        KeyMetadata there = describe(otherRegion(), key);
        assertThat(there.multiRegionConfiguration().multiRegionKeyType()).isEqualTo(MultiRegionKeyType.PRIMARY);
        KeyMetadata here = describe(client(), key);
        assertThat(here.multiRegionConfiguration().multiRegionKeyType()).isEqualTo(MultiRegionKeyType.REPLICA);
        assertThat(here.multiRegionConfiguration().primaryKey().region()).isEqualTo(region);
        assertThat(here.multiRegionConfiguration().replicaKeys())
                .extracting(MultiRegionKey::arn)
                .containsExactly(key.arn());
        otherRegion().rotateKeyOnDemand(r -> r.keyId(key.keyId()));
        assertThat(describe(client(), key).currentKeyMaterialId()).isNotEqualTo(key.currentKeyMaterialId());
    }

    @Test
    void updatePrimaryRegion_toARegionWithoutReplica_isRefused() {
        KeyMetadata key = primary();
        String region = there();

        assertRefused(
                () -> client().updatePrimaryRegion(r -> r.keyId(key.keyId()).primaryRegion(region)),
                "NotFoundException");
    }

    @Test
    void updatePrimaryRegion_ofSingleRegionKey_isRefused() {
        KeyMetadata key = newKey();
        String region = there();

        assertRefused(
                () -> client().updatePrimaryRegion(r -> r.keyId(key.keyId()).primaryRegion(region)), UNSUPPORTED);
    }

    @Test
    void scheduleKeyDeletion_ofPrimaryWithReplicas_waitsForThem() {
        KeyMetadata key = replicated();

        var answer = client().scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));

        assertThat(answer.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
        assertThat(answer.deletionDate()).isNull();
        assertThat(answer.pendingWindowInDays()).isEqualTo(7);
        KeyMetadata pending = describe(client(), key);
        assertThat(pending.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
        assertThat(pending.pendingDeletionWindowInDays()).isEqualTo(7);
        assertThat(pending.deletionDate()).isNull();
        assertRefused(
                () -> encrypted(key.keyId(), "x"),
                "KMSInvalidStateException",
                key.arn() + " is pending replica deletion.");
        client().cancelKeyDeletion(r -> r.keyId(key.keyId()));
        assertThat(describe(client(), key).keyState()).isEqualTo(KeyState.DISABLED);
    }

    @Test
    void importKeyMaterial_ofMultiRegionKey_isMadeRegionByRegion() {
        KeyMetadata key = client().createKey(r -> r.multiRegion(true).origin(OriginType.EXTERNAL))
                .keyMetadata();
        byte[] material = random(32);
        importForEver(client(), key.keyId(), material);
        replicate(key);
        SdkBytes ciphertext = encrypted(key.keyId(), "x");
        assertThat(describe(otherRegion(), key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        assertRefused(() -> importForEver(otherRegion(), key.keyId(), random(32)), "IncorrectKeyMaterialException");

        importForEver(otherRegion(), key.keyId(), material);

        otherRegion().decrypt(r -> r.ciphertextBlob(ciphertext));
    }

    @Test
    void rotateKeyOnDemand_ofImportedMultiRegionKey_needsTheMaterialEverywhere() {
        KeyMetadata key = client().createKey(r -> r.multiRegion(true).origin(OriginType.EXTERNAL))
                .keyMetadata();
        byte[] first = random(32);
        byte[] second = random(32);
        importForEver(client(), key.keyId(), first);
        replicate(key);
        importForEver(otherRegion(), key.keyId(), first);

        client().importKeyMaterial(request(client(), key.keyId(), second)
                .importType(ImportType.NEW_KEY_MATERIAL)
                .build());

        assertThat(lastState(client(), key)).isEqualTo(KeyMaterialState.PENDING_MULTI_REGION_IMPORT_AND_ROTATION);
        refusal(() -> client().rotateKeyOnDemand(r -> r.keyId(key.keyId())));
        importForEver(otherRegion(), key.keyId(), second);
        assertThat(lastState(client(), key)).isEqualTo(KeyMaterialState.PENDING_ROTATION);
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));
        SdkBytes ciphertext = encrypted(key.keyId(), "x");
        otherRegion().decrypt(r -> r.ciphertextBlob(ciphertext));
    }

    private static KeyMaterialState lastState(KmsClient kms, KeyMetadata key) {
        return kms.listKeyRotations(r -> r.keyId(key.keyId()).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations()
                .getLast()
                .keyMaterialState();
    }
}
