// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DryRunModifierType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.RecipientInfo;
import software.amazon.awssdk.services.kms.model.Tag;

/** What is the embedded engine's own: regions, what it does not do yet, and what it shows of itself. */
class EmbeddedKmsTest extends EngineFixture {

    private static final String UNSUPPORTED = "UnsupportedOperationException";
    private static final String NOT_FOUND = "NotFoundException";

    @Test
    void keys_always_belongToTheCallersRegion() {
        KmsClient elsewhere = in("us-east-1");
        KeyMetadata key = elsewhere.createKey(r -> {}).keyMetadata();
        elsewhere.createAlias(r -> r.aliasName("alias/x").targetKeyId(key.keyId()));

        assertThat(key.arn()).isEqualTo("arn:aws:kms:us-east-1:" + TestCallers.ACCOUNT + ":key/" + key.keyId());
        assertThat(kms.listKeys(r -> {}).keys()).isEmpty();
        assertThat(kms.listAliases(r -> {}).aliases()).isEmpty();
        assertRefused(
                () -> kms.describeKey(r -> r.keyId(key.keyId())),
                NOT_FOUND,
                "Key '" + arn(key.keyId()) + "' does not exist");
        assertRefused(() -> kms.describeKey(r -> r.keyId(key.arn())), NOT_FOUND, "Invalid arn us-east-1");
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(newKey()));
        assertThat(kms.describeKey(r -> r.keyId("alias/x")).keyMetadata().keyId())
                .isNotEqualTo(key.keyId());
    }

    @Test
    void ciphertext_ofAnotherRegion_doesNotOpen() {
        String keyId = in("us-east-1").createKey(r -> {}).keyMetadata().keyId();
        SdkBytes ciphertext = in("us-east-1")
                .encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();

        assertRefused(() -> decrypt(ciphertext), "InvalidCiphertextException", "");
    }

    @Test
    void arns_inOtherPartitions_nameThem() {
        assertThat(in("cn-north-1").createKey(r -> {}).keyMetadata().arn()).startsWith("arn:aws-cn:kms:cn-north-1:");
        String gov = in("us-gov-west-1").createKey(r -> {}).keyMetadata().arn();
        assertThat(gov).startsWith("arn:aws-us-gov:kms:us-gov-west-1:");
        assertThat(in("us-gov-west-1")
                        .describeKey(r -> r.keyId(gov))
                        .keyMetadata()
                        .arn())
                .isEqualTo(gov);
    }

    @Test
    void arns_thatAreNoKeysOfOurs_areRefused() {
        String id = newKey();

        for (String arn : new String[] {
            "arn:aws:s3:::bucket",
            "arn:aws:kms:eu-central-1:111122223333",
            "arn:aws:kms:eu-central-1:111122223333:",
            "arn:aws:kms:eu-central-1:111122223333:grant/" + id,
            "arn:aws:kms::111122223333:key/" + id,
            "arn:aws:kms:eu-central-1::key/" + id,
            "arn:aws:kms:eu-central-1:111122223333:key",
            "arn:"
        }) {
            assertRefused(() -> kms.describeKey(r -> r.keyId(arn)), "InvalidArnException", "Invalid arn '" + arn + "'");
        }
        String other = arn(id).replace(TestCallers.ACCOUNT, "999999999999");
        assertRefused(() -> kms.describeKey(r -> r.keyId(other)), NOT_FOUND, "Key '" + other + "' does not exist");
        String odd = arn("x/y");
        assertRefused(() -> kms.describeKey(r -> r.keyId(odd)), NOT_FOUND, "Invalid keyId 'x/y'");
    }

    @Test
    void recipients_always_areRefused() {
        String keyId = newKey();
        SdkBytes ciphertext = encrypt(keyId, "x");
        RecipientInfo recipient = RecipientInfo.builder()
                .attestationDocument(SdkBytes.fromUtf8String("x"))
                .build();
        String text = "Recipient is not supported: the embedded KMS does not verify attestation documents.";

        assertRefused(() -> kms.decrypt(r -> r.ciphertextBlob(ciphertext).recipient(recipient)), UNSUPPORTED, text);
        assertRefused(
                () -> kms.generateDataKey(r -> r.keyId(keyId).numberOfBytes(1).recipient(recipient)),
                UNSUPPORTED,
                text);
        assertRefused(() -> kms.generateRandom(r -> r.numberOfBytes(1).recipient(recipient)), UNSUPPORTED, text);
    }

    @Test
    void dryRun_ignoringTheCiphertext_looksAtTheKeysAlone() {
        String keyId = newKey();
        String text = "The request would have succeeded, but the DryRun option is set.";
        SdkBytes nonsense = SdkBytes.fromUtf8String("nonsense");

        assertRefused(
                () -> kms.decrypt(r -> r.ciphertextBlob(nonsense)
                        .keyId(keyId)
                        .dryRun(true)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "DryRunOperationException",
                text);
        assertRefused(
                () -> kms.reEncrypt(r -> r.ciphertextBlob(nonsense)
                        .sourceKeyId(keyId)
                        .destinationKeyId(keyId)
                        .dryRun(true)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "DryRunOperationException",
                text);
        assertRefused(
                () -> kms.decrypt(r ->
                        r.ciphertextBlob(nonsense).keyId(keyId).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "ValidationException",
                "DryRunModifiers can be given only with DryRun.");
        kms.disableKey(r -> r.keyId(keyId));
        assertRefused(
                () -> kms.decrypt(r -> r.ciphertextBlob(nonsense)
                        .keyId(keyId)
                        .dryRun(true)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "DisabledException",
                arn(keyId) + " is disabled.");
    }

    @Test
    void dryRun_ignoringTheCiphertext_needsNone() {
        String keyId = newKey();
        String text = "The request would have succeeded, but the DryRun option is set.";

        assertRefused(
                () -> kms.decrypt(
                        r -> r.keyId(keyId).dryRun(true).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "DryRunOperationException",
                text);
        assertRefused(
                () -> kms.reEncrypt(r -> r.sourceKeyId(keyId)
                        .destinationKeyId(keyId)
                        .dryRun(true)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "DryRunOperationException",
                text);
    }

    @Test
    void ciphertext_thatIsMissing_isRefused() {
        String keyId = newKey();
        String text = "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint:"
                + " Member must not be null";

        assertRefused(() -> kms.decrypt(r -> r.keyId(keyId)), "ValidationException", text);
        assertRefused(() -> kms.decrypt(r -> r.keyId(keyId).dryRun(true)), "ValidationException", text);
        assertRefused(() -> kms.reEncrypt(r -> r.destinationKeyId(keyId)), "ValidationException", text);
        assertRefused(
                () -> kms.decrypt(r -> r.keyId(keyId).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                "ValidationException",
                "DryRunModifiers can be given only with DryRun.");
    }

    @Test
    void encryptionContext_ofMoreThan8192Bytes_isRefused() {
        String keyId = newKey();
        // Count and two lengths take twelve bytes.
        Map<String, String> longest = Map.of("k", "v".repeat(8192 - 13));
        Map<String, String> tooLong = Map.of("k", "v".repeat(8192 - 12));

        SdkBytes ciphertext = kms.encrypt(r ->
                        r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("x")).encryptionContext(longest))
                .ciphertextBlob();
        assertThat(kms.decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(longest))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
        assertRefused(
                () -> kms.encrypt(r ->
                        r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("x")).encryptionContext(tooLong)),
                "ValidationException",
                "The encryption context is larger than 8192 bytes.");
    }

    @Test
    void markers_ofAnotherListOrKey_areRefused() {
        String first = newKey();
        String second = newKey();
        for (String alias : new String[] {"alias/a", "alias/b"}) {
            kms.createAlias(r -> r.aliasName(alias).targetKeyId(first));
        }
        String ofKeys = kms.listKeys(r -> r.limit(1)).nextMarker();
        String ofFirst = kms.listAliases(r -> r.keyId(first).limit(1)).nextMarker();

        assertThat(kms.listKeys(r -> r.marker(ofKeys)).keys()).hasSize(1);
        assertRefused(
                () -> kms.listAliases(r -> r.marker(ofKeys)),
                "InvalidMarkerException",
                "Could not deserialize marker '" + ofKeys + "'");
        assertRefused(
                () -> kms.listAliases(r -> r.keyId(second).marker(ofFirst)),
                "InvalidMarkerException",
                "Could not deserialize marker '" + ofFirst + "'");
        assertRefused(
                () -> in("us-east-1").listAliases(r -> r.marker(ofKeys)),
                "InvalidMarkerException",
                "Could not deserialize marker '" + ofKeys + "'");
    }

    @Test
    void defaultPolicy_always_isAwssLetterForLetter() {
        String expected = "{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {\n"
                + "    \"Sid\" : \"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {\n"
                + "      \"AWS\" : \"arn:aws:iam::111122223333:root\"\n    },\n    \"Action\" : \"kms:*\",\n"
                + "    \"Resource\" : \"*\"\n  } ]\n}";

        assertThat(kms.getKeyPolicy(r -> r.keyId(newKey())).policy()).isEqualTo(expected);
    }

    @Test
    void keysPerRegion_beyondTheQuota_areRefused() {
        EngineSettings settings = TestEngines.settings(home, clock);
        engine.close();
        engine = EmbeddedKms.open(new EngineSettings(
                settings.accountId(),
                settings.store(),
                settings.rootKey(),
                clock,
                settings.deadline(),
                new EngineSettings.Limits(2, 50, 50, 25, 50_000, 10)));
        newKeyIn(TestCallers.REGION);
        newKeyIn(TestCallers.REGION);

        assertRefused(
                () -> newKeyIn(TestCallers.REGION),
                "LimitExceededException",
                "The request was rejected because a quota was exceeded: 2 KMS keys in this account and region.");
        newKeyIn("us-east-1");
    }

    private void newKeyIn(String region) {
        in(region).createKey(r -> {});
    }

    @Test
    void texts_ofAnyCharacters_areKept() {
        String odd = "a\u0000b\n\u2028\uFFFF🔑'\"\\";
        String keyId = kms.createKey(r -> r.description(odd)).keyMetadata().keyId();
        Tag tag = Tag.builder().tagKey(odd).tagValue(odd).build();
        kms.tagResource(r -> r.keyId(keyId).tags(tag));

        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().description())
                .isEqualTo(odd);
        assertThat(kms.listResourceTags(r -> r.keyId(keyId)).tags()).containsExactly(tag);
    }

    @Test
    void toString_always_saysNothingOfWhatIsHeld() {
        assertThat(engine).hasToString("EmbeddedKms");
    }
}
