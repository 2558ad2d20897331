// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * An operation that takes a key's identifier: which forms of it, and how to call it so that nothing but the identifier can be
 * wrong. Immutable.
 *
 * <p>Source of the forms: AWS KMS API Reference, the request parameters of each operation.
 *
 * @param name the operation, and its member where it takes several
 * @param newKey makes a key of a kind that has the operation
 */
public record IdentifiedOperation(String name, Forms forms, Function<KmsClient, KeyMetadata> newKey, Call call) {

    /** Calls the operation on the subject by that identifier. */
    interface Call {
        void make(Subject on, String identifier);
    }

    /** What may name a key. */
    public enum Forms {
        /** Key id, key ARN, alias name, alias ARN. */
        ALL_FOUR,
        /** Key id and key ARN. */
        KEY,
        /** Key id and key ARN of a key that an alias is to lead to. */
        TARGET
    }

    /**
     * What an operation is called on.
     *
     * @param key a fresh key
     * @param alias an alias of it
     * @param ciphertext made under it, if it is one that encrypts
     * @param policy its policy
     */
    public record Subject(KmsClient kms, KeyMetadata key, String alias, SdkBytes ciphertext, String policy) {}

    private static final String GRANTEE = "arn:aws:iam::111122223333:user/contract";

    private static final List<IdentifiedOperation> SYMMETRIC = List.of(
            allFour("DescribeKey", (on, id) -> on.kms().describeKey(r -> r.keyId(id))),
            allFour("Encrypt", (on, id) -> on.kms().encrypt(r -> r.keyId(id).plaintext(SdkBytes.fromUtf8String("x")))),
            allFour("Decrypt", (on, id) -> on.kms().decrypt(r -> r.keyId(id).ciphertextBlob(on.ciphertext()))),
            allFour(
                    "ReEncrypt.SourceKeyId",
                    (on, id) -> on.kms()
                            .reEncrypt(r -> r.sourceKeyId(id)
                                    .ciphertextBlob(on.ciphertext())
                                    .destinationKeyId(on.key().keyId()))),
            allFour(
                    "ReEncrypt.DestinationKeyId",
                    (on, id) -> on.kms().reEncrypt(r -> r.destinationKeyId(id).ciphertextBlob(on.ciphertext()))),
            allFour(
                    "GenerateDataKey",
                    (on, id) -> on.kms().generateDataKey(r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
            allFour(
                    "GenerateDataKeyWithoutPlaintext",
                    (on, id) -> on.kms()
                            .generateDataKeyWithoutPlaintext(r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
            key(
                    "UpdateKeyDescription",
                    (on, id) -> on.kms().updateKeyDescription(r -> r.keyId(id).description("y"))),
            key("EnableKey", (on, id) -> on.kms().enableKey(r -> r.keyId(id))),
            key("DisableKey", (on, id) -> on.kms().disableKey(r -> r.keyId(id))),
            key("ScheduleKeyDeletion", (on, id) -> on.kms().scheduleKeyDeletion(r -> r.keyId(id))),
            key("CancelKeyDeletion", IdentifiedOperation::cancelKeyDeletion),
            key("TagResource", (on, id) -> on.kms().tagResource(r -> r.keyId(id).tags(tag()))),
            key(
                    "UntagResource",
                    (on, id) -> on.kms().untagResource(r -> r.keyId(id).tagKeys("t"))),
            key("ListResourceTags", (on, id) -> on.kms().listResourceTags(r -> r.keyId(id))),
            key("GetKeyPolicy", (on, id) -> on.kms().getKeyPolicy(r -> r.keyId(id))),
            key(
                    "PutKeyPolicy",
                    (on, id) -> on.kms().putKeyPolicy(r -> r.keyId(id).policy(on.policy()))),
            key("ListKeyPolicies", (on, id) -> on.kms().listKeyPolicies(r -> r.keyId(id))),
            key("EnableKeyRotation", (on, id) -> on.kms().enableKeyRotation(r -> r.keyId(id))),
            key("DisableKeyRotation", (on, id) -> on.kms().disableKeyRotation(r -> r.keyId(id))),
            key("GetKeyRotationStatus", (on, id) -> on.kms().getKeyRotationStatus(r -> r.keyId(id))),
            key("RotateKeyOnDemand", (on, id) -> on.kms().rotateKeyOnDemand(r -> r.keyId(id))),
            key("ListKeyRotations", (on, id) -> on.kms().listKeyRotations(r -> r.keyId(id))),
            key("ListAliases", (on, id) -> on.kms().listAliases(r -> r.keyId(id))),
            target(
                    "CreateAlias",
                    (on, id) -> on.kms()
                            .createAlias(r -> r.aliasName("alias/contract-" + UUID.randomUUID())
                                    .targetKeyId(id))),
            target(
                    "UpdateAlias",
                    (on, id) ->
                            on.kms().updateAlias(r -> r.aliasName(on.alias()).targetKeyId(id))));

    private static final List<IdentifiedOperation> OTHERS = List.of(
            new IdentifiedOperation(
                    "GetPublicKey",
                    Forms.ALL_FOUR,
                    IdentifiedOperation::signing,
                    (on, id) -> on.kms().getPublicKey(r -> r.keyId(id))),
            key("GetKeyLastUsage", (on, id) -> on.kms().getKeyLastUsage(r -> r.keyId(id))),
            key(
                    "CreateGrant",
                    (on, id) -> on.kms()
                            .createGrant(
                                    r -> r.keyId(id).granteePrincipal(GRANTEE).operations(GrantOperation.ENCRYPT))),
            key("ListGrants", (on, id) -> on.kms().listGrants(r -> r.keyId(id))),
            key("RevokeGrant", (on, id) -> {
                String grantId = grant(on);
                on.kms().revokeGrant(r -> r.keyId(id).grantId(grantId));
            }),
            new IdentifiedOperation(
                    "GetParametersForImport",
                    Forms.KEY,
                    IdentifiedOperation::external,
                    (on, id) -> ImportFixture.parameters(on.kms(), id)),
            new IdentifiedOperation(
                    "ImportKeyMaterial",
                    Forms.KEY,
                    IdentifiedOperation::external,
                    (on, id) -> on.kms()
                            .importKeyMaterial(
                                    ImportFixture.request(on.kms(), on.key().keyId(), ImportFixture.random(32))
                                            .keyId(id)
                                            .build())),
            new IdentifiedOperation(
                    "DeleteImportedKeyMaterial",
                    Forms.KEY,
                    IdentifiedOperation::external,
                    (on, id) -> on.kms().deleteImportedKeyMaterial(r -> r.keyId(id))),
            new IdentifiedOperation(
                    "ReplicateKey",
                    Forms.KEY,
                    IdentifiedOperation::primary,
                    (on, id) -> on.kms().replicateKey(r -> r.keyId(id).replicaRegion("ap-northeast-1"))),
            new IdentifiedOperation(
                    "UpdatePrimaryRegion",
                    Forms.KEY,
                    IdentifiedOperation::primary,
                    IdentifiedOperation::updatePrimaryRegion));

    /**
     * Every operation that takes a key's identifier, but RetireGrant, which takes a key ARN alone; a test holds the list against the
     * API.
     */
    public static final List<IdentifiedOperation> ALL = all();

    private static List<IdentifiedOperation> all() {
        List<IdentifiedOperation> all = new ArrayList<>(SYMMETRIC);
        all.addAll(OTHERS);
        KeyUse.all().stream()
                .filter(use -> all.stream()
                        .noneMatch(row -> row.name().split("\\.", 2)[0].equals(use.operation())))
                .map(IdentifiedOperation::use)
                .toList()
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static IdentifiedOperation allFour(String name, Call call) {
        return new IdentifiedOperation(name, Forms.ALL_FOUR, IdentifiedOperation::symmetric, call);
    }

    private static IdentifiedOperation key(String name, Call call) {
        return new IdentifiedOperation(name, Forms.KEY, IdentifiedOperation::symmetric, call);
    }

    private static IdentifiedOperation target(String name, Call call) {
        return new IdentifiedOperation(name, Forms.TARGET, IdentifiedOperation::symmetric, call);
    }

    private static IdentifiedOperation use(KeyUse use) {
        return new IdentifiedOperation(
                use.operation(),
                Forms.ALL_FOUR,
                kms -> kms.createKey(r -> r.keySpec(use.spec()).keyUsage(use.usage()))
                        .keyMetadata(),
                (on, id) -> use.call()
                        .make(
                                on.kms(),
                                on.key().toBuilder().keyId(id).build(),
                                use.before().apply(on.kms(), on.key()),
                                null));
    }

    private static KeyMetadata symmetric(KmsClient kms) {
        return kms.createKey(r -> r.description("contract")).keyMetadata();
    }

    private static KeyMetadata signing(KmsClient kms) {
        return kms.createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata();
    }

    private static KeyMetadata external(KmsClient kms) {
        return kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
    }

    private static KeyMetadata primary(KmsClient kms) {
        return kms.createKey(r -> r.multiRegion(true)).keyMetadata();
    }

    /** A replica is made first, since only then is there a region that the primary can move to. */
    private static void updatePrimaryRegion(Subject on, String id) {
        String region = on.key().arn().contains(":us-west-2:") ? "us-east-1" : "us-west-2";
        if (id.equals(on.key().keyId()) || id.equals(on.key().arn())) {
            on.kms().replicateKey(r -> r.keyId(on.key().keyId()).replicaRegion(region));
        }
        on.kms().updatePrimaryRegion(r -> r.keyId(id).primaryRegion(region));
    }

    private static String grant(Subject on) {
        return on.kms()
                .createGrant(
                        r -> r.keyId(on.key().keyId()).granteePrincipal(GRANTEE).operations(GrantOperation.ENCRYPT))
                .grantId();
    }

    private static void cancelKeyDeletion(Subject on, String id) {
        if (id.equals(on.key().keyId()) || id.equals(on.key().arn())) {
            on.kms().scheduleKeyDeletion(r -> r.keyId(on.key().keyId()));
        }
        on.kms().cancelKeyDeletion(r -> r.keyId(id));
    }

    private static Tag tag() {
        return Tag.builder().tagKey("t").tagValue("v").build();
    }

    void call(Subject subject, String identifier) {
        call.make(subject, identifier);
    }

    @Override
    public String toString() {
        return name;
    }
}
