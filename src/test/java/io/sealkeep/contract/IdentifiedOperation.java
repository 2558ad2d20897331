// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * An operation that takes a key's identifier: which forms of it, and how to call it so that nothing but the identifier can be
 * wrong. Immutable.
 *
 * <p>Source of the forms: AWS KMS API Reference, the request parameters of each operation.
 *
 * @param name the operation, and its member where it takes several
 */
public record IdentifiedOperation(String name, Forms forms, BiFunction<Subject, String, KmsResponse> call) {

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
     * @param ciphertext made under it
     * @param policy its policy
     */
    public record Subject(KmsClient kms, KeyMetadata key, String alias, SdkBytes ciphertext, String policy) {}

    /** Every operation of the engine that takes a key's identifier; a test holds the list against the engine. */
    public static final List<IdentifiedOperation> ALL = List.of(
            allFour("DescribeKey", (on, id) -> on.kms().describeKey(r -> r.keyId(id))),
            allFour("Encrypt", (on, id) -> on.kms().encrypt(r -> r.keyId(id).plaintext(SdkBytes.fromUtf8String("x")))),
            allFour(
                    "Decrypt",
                    (on, id) -> on.kms().decrypt(r -> r.keyId(id).ciphertextBlob(on.ciphertext()))),
            allFour(
                    "ReEncrypt.SourceKeyId",
                    (on, id) -> on.kms().reEncrypt(r -> r.sourceKeyId(id)
                            .ciphertextBlob(on.ciphertext())
                            .destinationKeyId(on.key().keyId()))),
            allFour(
                    "ReEncrypt.DestinationKeyId",
                    (on, id) -> on.kms().reEncrypt(
                            r -> r.destinationKeyId(id).ciphertextBlob(on.ciphertext()))),
            allFour(
                    "GenerateDataKey",
                    (on, id) -> on.kms().generateDataKey(r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
            allFour(
                    "GenerateDataKeyWithoutPlaintext",
                    (on, id) -> on.kms().generateDataKeyWithoutPlaintext(
                            r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
            key("UpdateKeyDescription", (on, id) -> on.kms().updateKeyDescription(
                    r -> r.keyId(id).description("y"))),
            key("EnableKey", (on, id) -> on.kms().enableKey(r -> r.keyId(id))),
            key("DisableKey", (on, id) -> on.kms().disableKey(r -> r.keyId(id))),
            key("ScheduleKeyDeletion", (on, id) -> on.kms().scheduleKeyDeletion(r -> r.keyId(id))),
            key("CancelKeyDeletion", IdentifiedOperation::cancelKeyDeletion),
            key("TagResource", (on, id) -> on.kms().tagResource(r -> r.keyId(id).tags(tag()))),
            key("UntagResource", (on, id) -> on.kms().untagResource(r -> r.keyId(id).tagKeys("t"))),
            key("ListResourceTags", (on, id) -> on.kms().listResourceTags(r -> r.keyId(id))),
            key("GetKeyPolicy", (on, id) -> on.kms().getKeyPolicy(r -> r.keyId(id))),
            key("PutKeyPolicy", (on, id) -> on.kms().putKeyPolicy(r -> r.keyId(id).policy(on.policy()))),
            key("ListKeyPolicies", (on, id) -> on.kms().listKeyPolicies(r -> r.keyId(id))),
            key("EnableKeyRotation", (on, id) -> on.kms().enableKeyRotation(r -> r.keyId(id))),
            key("DisableKeyRotation", (on, id) -> on.kms().disableKeyRotation(r -> r.keyId(id))),
            key("GetKeyRotationStatus", (on, id) -> on.kms().getKeyRotationStatus(r -> r.keyId(id))),
            key("RotateKeyOnDemand", (on, id) -> on.kms().rotateKeyOnDemand(r -> r.keyId(id))),
            key("ListKeyRotations", (on, id) -> on.kms().listKeyRotations(r -> r.keyId(id))),
            key("ListAliases", (on, id) -> on.kms().listAliases(r -> r.keyId(id))),
            target("CreateAlias", (on, id) -> on.kms().createAlias(
                    r -> r.aliasName("alias/contract-" + UUID.randomUUID()).targetKeyId(id))),
            target("UpdateAlias", (on, id) -> on.kms().updateAlias(
                    r -> r.aliasName(on.alias()).targetKeyId(id))));

    private static IdentifiedOperation allFour(String name, BiFunction<Subject, String, KmsResponse> call) {
        return new IdentifiedOperation(name, Forms.ALL_FOUR, call);
    }

    private static IdentifiedOperation key(String name, BiFunction<Subject, String, KmsResponse> call) {
        return new IdentifiedOperation(name, Forms.KEY, call);
    }

    private static IdentifiedOperation target(String name, BiFunction<Subject, String, KmsResponse> call) {
        return new IdentifiedOperation(name, Forms.TARGET, call);
    }

    private static KmsResponse cancelKeyDeletion(Subject on, String id) {
        if (id.equals(on.key().keyId()) || id.equals(on.key().arn())) {
            on.kms().scheduleKeyDeletion(r -> r.keyId(on.key().keyId()));
        }
        return on.kms().cancelKeyDeletion(r -> r.keyId(id));
    }

    private static Tag tag() {
        return Tag.builder().tagKey("t").tagValue("v").build();
    }

    KmsResponse call(Subject subject, String identifier) {
        return call.apply(subject, identifier);
    }

    @Override
    public String toString() {
        return name;
    }
}
