// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Grants where a contract does not reach: quota, restarts, deletion, regions, threads, and what AWS leaves open. */
class GrantsTest extends EngineFixture {

    private static final String ROOT = "arn:aws:iam::" + TestCallers.ACCOUNT + ":root";

    private CreateGrantResponse grant(String keyId, Consumer<CreateGrantRequest.Builder> change) {
        return grant(kms, keyId, change);
    }

    private static CreateGrantResponse grant(KmsClient kms, String keyId, Consumer<CreateGrantRequest.Builder> change) {
        CreateGrantRequest.Builder request = CreateGrantRequest.builder()
                .keyId(keyId)
                .granteePrincipal(ROOT)
                .retiringPrincipal(ROOT)
                .operations(GrantOperation.ENCRYPT);
        change.accept(request);
        return kms.createGrant(request.build());
    }

    private List<GrantListEntry> grants(String keyId) {
        return kms.listGrants(r -> r.keyId(keyId)).grants();
    }

    private List<GrantListEntry> retirable() {
        return kms.listRetirableGrants(r -> r.retiringPrincipal(ROOT)).grants();
    }

    private String describeWith(String keyId, String token) {
        return kms.describeKey(r -> r.keyId(keyId).grantTokens(token))
                .keyMetadata()
                .keyId();
    }

    private void assertNoToken(String keyId, String token) {
        assertThatExceptionOfType(InvalidGrantTokenException.class).isThrownBy(() -> describeWith(keyId, token));
    }

    @Test
    void listGrants_ofAGrantWithoutName_showsAnEmptyOne() {
        String keyId = newKey();
        grant(keyId, r -> {});

        assertThat(grants(keyId)).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEmpty();
            assertThat(entry.constraints()).isNull();
            assertThat(entry.creationDate()).isEqualTo(clock.instant());
        });
    }

    @Test
    void createGrant_withTheSameOperationsInAnotherOrder_isTheSame() {
        String keyId = newKey();
        String first = grant(keyId, r -> r.name("n").operationsWithStrings("Encrypt", "Decrypt", "DescribeKey"))
                .grantId();

        assertThat(grant(keyId, r -> r.name("n").operationsWithStrings("DescribeKey", "Decrypt", "Encrypt", "Decrypt"))
                        .grantId())
                .isEqualTo(first);
        assertThat(grants(keyId).getFirst().operationsAsStrings()).containsExactly("Decrypt", "Encrypt", "DescribeKey");
    }

    @Test
    void createGrant_afterItsNamesakeEnded_makesAnother() {
        String keyId = newKey();
        CreateGrantResponse first = grant(keyId, r -> r.name("n"));
        kms.revokeGrant(r -> r.keyId(keyId).grantId(first.grantId()));

        CreateGrantResponse second = grant(keyId, r -> r.name("n"));

        assertThat(second.grantId()).isNotEqualTo(first.grantId());
        assertNoToken(keyId, first.grantToken());
        assertThat(describeWith(keyId, second.grantToken())).isEqualTo(keyId);
    }

    @Test
    void createGrant_ofOperationsThatTheKeyLacks_namesThemAndTheOthers() {
        String keyId = newKey();

        assertRefused(
                () -> grant(keyId, r -> r.operationsWithStrings("Verify", "Encrypt", "GenerateMac")),
                "ValidationException",
                "Operations [Verify, GenerateMac] are not supported when creating a grant for a symmetric KMS key with key"
                        + " usage ENCRYPT_DECRYPT. Valid operations are [Decrypt, Encrypt, GenerateDataKey,"
                        + " GenerateDataKeyWithoutPlaintext, ReEncryptFrom, ReEncryptTo, CreateGrant, RetireGrant, DescribeKey,"
                        + " GenerateDataKeyPair, GenerateDataKeyPairWithoutPlaintext]");
    }

    @Test
    void createGrant_onAKemKey_takesItsOperations() {
        String keyId = kms.createKey(r -> r.keySpec("ML_KEM_768").keyUsage("ENCAPSULATE_DECAPSULATE"))
                .keyMetadata()
                .keyId();

        grant(keyId, r -> r.operationsWithStrings("Encapsulate", "Decapsulate", "GetPublicKey"));
        assertRefused(
                () -> grant(keyId, r -> r.operationsWithStrings("Sign")),
                "ValidationException",
                "Operations [Sign] are not supported when creating a grant for an asymmetric KMS key with key usage"
                        + " ENCAPSULATE_DECAPSULATE. Valid operations are [GetPublicKey, CreateGrant, RetireGrant, DescribeKey,"
                        + " Encapsulate, Decapsulate]");
    }

    @Test
    void createGrant_withAnEmptyContext_isRefused() {
        String keyId = newKey();

        assertRefused(
                () -> grant(keyId, r -> r.constraints(c -> c.encryptionContextEquals(Map.of()))),
                "ValidationException",
                "EncryptionContextEquals must have 1 to 8 encryption context pairs.");
        grant(keyId, r -> r.constraints(c -> {}));
        assertThat(grants(keyId).getFirst().constraints()).isNull();
    }

    @Test
    void createGrant_withAContextThatNoRequestCanHave_isRefused() {
        String keyId = newKey();
        KmsException refusal = catchThrowableOfType(
                KmsException.class,
                () -> grant(keyId, r -> r.constraints(c -> c.encryptionContextSubset(Map.of("k".repeat(9000), "v")))));

        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    }

    @Test
    void constraints_ofAnyCharacters_areKeptAndCompared() {
        String keyId = newKey();
        Map<String, String> context = new LinkedHashMap<>();
        context.put("z\"\\\u0000", "🔑\n\u2028");
        context.put("a", "{\"x\":1}");
        Map<String, String> reversed = new LinkedHashMap<>();
        context.keySet().stream().sorted().forEach(key -> reversed.put(key, context.get(key)));
        CreateGrantResponse made = grant(keyId, r -> r.name("n").constraints(c -> c.encryptionContextSubset(context)));

        assertThat(grant(keyId, r -> r.name("n").constraints(c -> c.encryptionContextSubset(reversed)))
                        .grantId())
                .isEqualTo(made.grantId());
        assertThat(grants(keyId).getFirst().constraints().encryptionContextSubset())
                .isEqualTo(context);
    }

    @Test
    void createGrant_beyondTheQuota_isRefused() {
        EngineSettings settings = TestEngines.settings(home, clock);
        engine.close();
        engine = EmbeddedKms.open(new EngineSettings(
                settings.accountId(),
                settings.store(),
                settings.rootKey(),
                clock,
                settings.deadline(),
                new EngineSettings.Limits(10, 50, 50, 25, 2, 10)));
        kms = in(TestCallers.REGION);
        String keyId = newKey();
        String other = newKey();
        CreateGrantResponse named = grant(keyId, r -> r.name("n"));
        CreateGrantResponse last = grant(keyId, r -> {});

        assertRefused(
                () -> grant(keyId, r -> r.dryRun(true)),
                "LimitExceededException",
                "The request was rejected because a quota was exceeded: 2 grants on this KMS key.");
        assertThat(grant(keyId, r -> r.name("n")).grantId()).isEqualTo(named.grantId());
        grant(other, r -> {});
        kms.revokeGrant(r -> r.keyId(keyId).grantId(last.grantId()));
        grant(keyId, r -> {});
    }

    @Test
    void grants_afterARestart_areThereWithTheirTokens() {
        String keyId = newKey();
        CreateGrantResponse made =
                grant(keyId, r -> r.name("n").constraints(c -> c.encryptionContextEquals(Map.of("a", "b"))));
        List<GrantListEntry> before = grants(keyId);
        engine.close();
        open();

        assertThat(grants(keyId)).isEqualTo(before);
        assertThat(describeWith(keyId, made.grantToken())).isEqualTo(keyId);
        kms.retireGrant(r -> r.grantToken(made.grantToken()));
        assertThat(grants(keyId)).isEmpty();
    }

    @Test
    void deletedKey_always_takesItsGrantsAlong() {
        String keyId = newKey();
        String other = newKey();
        CreateGrantResponse gone = grant(keyId, r -> {});
        CreateGrantResponse kept = grant(other, r -> {});
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        assertThat(describeWith(other, gone.grantToken())).isEqualTo(other);
        clock.forward(Duration.ofDays(7));
        engine.sweep();

        assertThat(retirable()).extracting(GrantListEntry::grantId).containsExactly(kept.grantId());
        assertNoToken(other, gone.grantToken());
        assertThatExceptionOfType(InvalidGrantTokenException.class)
                .isThrownBy(() -> kms.retireGrant(r -> r.grantToken(gone.grantToken())));
    }

    @Test
    void grants_ofAMultiRegionKey_areThoseOfOneRegion() {
        KeyMetadata primary = kms.createKey(r -> r.multiRegion(true)).keyMetadata();
        CreateGrantResponse here = grant(primary.keyId(), r -> r.name("n"));
        kms.replicateKey(r -> r.keyId(primary.keyId()).replicaRegion("eu-west-1"));
        KmsClient there = in("eu-west-1");

        assertThat(there.listGrants(r -> r.keyId(primary.keyId())).grants()).isEmpty();
        assertThat(there.listRetirableGrants(r -> r.retiringPrincipal(ROOT)).grants())
                .isEmpty();
        assertThatExceptionOfType(InvalidGrantTokenException.class)
                .isThrownBy(
                        () -> there.describeKey(r -> r.keyId(primary.keyId()).grantTokens(here.grantToken())));
        CreateGrantResponse copy = grant(there, primary.keyId(), r -> r.name("n"));
        assertThat(copy.grantId()).isNotEqualTo(here.grantId());
        there.revokeGrant(r -> r.keyId(primary.keyId()).grantId(copy.grantId()));
        assertThat(describeWith(primary.keyId(), here.grantToken())).isEqualTo(primary.keyId());
    }

    @Test
    void retireGrant_byToken_namesKeyAndGrantInTheRecord() throws Exception {
        String keyId = newKey();
        CreateGrantResponse made = grant(keyId, r -> {});

        TestRecord record = new TestRecord();
        record.during(() -> kms.retireGrant(r -> r.grantToken(made.grantToken())));

        assertThat(record.keys).containsExactly(arn(keyId));
        assertThat(record.additional).containsExactly(Map.entry("grantId", made.grantId()));
        assertThat(record.responses).hasSize(1);
    }

    @Test
    void everyOperationThatTakesTokens_looksAtThem() {
        String keyId = newKey();
        String token = grant(keyId, r -> {}).grantToken();
        SdkBytes bytes = SdkBytes.fromUtf8String("x");
        SdkBytes sealed = encrypt(keyId, "x");
        String pair = keyOf("ECC_NIST_P256", "SIGN_VERIFY");
        SdkBytes signature = kms.sign(r -> r.keyId(pair).message(bytes).signingAlgorithm("ECDSA_SHA_256"))
                .signature();
        String hmac = keyOf("HMAC_256", "GENERATE_VERIFY_MAC");
        SdkBytes mac = kms.generateMac(r -> r.keyId(hmac).message(bytes).macAlgorithm("HMAC_SHA_256"))
                .mac();
        String agreement = keyOf("ECC_NIST_P256", "KEY_AGREEMENT");
        SdkBytes publicKey = kms.getPublicKey(r -> r.keyId(agreement)).publicKey();
        String kem = keyOf("ML_KEM_512", "ENCAPSULATE_DECAPSULATE");
        SdkBytes shared = kms.encapsulate(r -> r.keyId(kem).encapsulationAlgorithm("ML_KEM"))
                .sharedSecretCiphertextBlob();
        List<Consumer<String[]>> calls = List.of(
                t -> kms.encrypt(r -> r.keyId(keyId).plaintext(bytes).grantTokens(t)),
                t -> kms.decrypt(r -> r.ciphertextBlob(sealed).grantTokens(t)),
                t -> kms.reEncrypt(
                        r -> r.ciphertextBlob(sealed).destinationKeyId(keyId).grantTokens(t)),
                t -> kms.generateDataKey(r -> r.keyId(keyId).numberOfBytes(9).grantTokens(t)),
                t -> kms.generateDataKeyWithoutPlaintext(
                        r -> r.keyId(keyId).numberOfBytes(9).grantTokens(t)),
                t -> kms.generateDataKeyPair(
                        r -> r.keyId(keyId).keyPairSpec("ECC_NIST_P256").grantTokens(t)),
                t -> kms.generateDataKeyPairWithoutPlaintext(
                        r -> r.keyId(keyId).keyPairSpec("ECC_NIST_P256").grantTokens(t)),
                t -> kms.sign(r -> r.keyId(pair)
                        .message(bytes)
                        .signingAlgorithm("ECDSA_SHA_256")
                        .grantTokens(t)),
                t -> kms.verify(r -> r.keyId(pair)
                        .message(bytes)
                        .signature(signature)
                        .signingAlgorithm("ECDSA_SHA_256")
                        .grantTokens(t)),
                t -> kms.getPublicKey(r -> r.keyId(pair).grantTokens(t)),
                t -> kms.generateMac(r -> r.keyId(hmac)
                        .message(bytes)
                        .macAlgorithm("HMAC_SHA_256")
                        .grantTokens(t)),
                t -> kms.verifyMac(r -> r.keyId(hmac)
                        .message(bytes)
                        .mac(mac)
                        .macAlgorithm("HMAC_SHA_256")
                        .grantTokens(t)),
                t -> kms.deriveSharedSecret(r -> r.keyId(agreement)
                        .publicKey(publicKey)
                        .keyAgreementAlgorithm("ECDH")
                        .grantTokens(t)),
                t -> kms.encapsulate(
                        r -> r.keyId(kem).encapsulationAlgorithm("ML_KEM").grantTokens(t)),
                t -> kms.decapsulate(r -> r.keyId(kem)
                        .sharedSecretCiphertextBlob(shared)
                        .encapsulationAlgorithm("ML_KEM")
                        .grantTokens(t)),
                t -> kms.describeKey(r -> r.keyId(keyId).grantTokens(t)),
                t -> grant(keyId, r -> r.grantTokens(t)));

        for (Consumer<String[]> call : calls) {
            call.accept(new String[] {token, token});
            assertThatExceptionOfType(InvalidGrantTokenException.class)
                    .as("call %d", calls.indexOf(call))
                    .isThrownBy(() -> call.accept(new String[] {token, "bm8gdG9rZW4="}));
        }
    }

    private String keyOf(String spec, String usage) {
        return kms.createKey(r -> r.keySpec(spec).keyUsage(usage)).keyMetadata().keyId();
    }

    /** Threat 23: once RevokeGrant has answered, no call that begins later passes by the old token. */
    @Test
    void tokens_onManyThreads_endWithTheAnswerOfRevokeGrant() throws Exception {
        String keyId = newKey();
        AtomicInteger late = new AtomicInteger();
        AtomicInteger passed = new AtomicInteger();
        for (int round = 0; round < 20; round++) {
            CreateGrantResponse made = grant(keyId, r -> {});
            AtomicBoolean answered = new AtomicBoolean();
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(
                            i -> Thread.ofPlatform().start(() -> use(keyId, made.grantToken(), answered, passed, late)))
                    .toList();
            while (passed.get() < round * 4) {
                Thread.onSpinWait();
            }
            kms.revokeGrant(r -> r.keyId(keyId).grantId(made.grantId()));
            answered.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(late.get()).isZero();
        assertThat(passed.get()).isPositive();
    }

    private void use(String keyId, String token, AtomicBoolean answered, AtomicInteger passed, AtomicInteger late) {
        while (true) {
            boolean isLate = answered.get();
            try {
                describeWith(keyId, token);
                passed.incrementAndGet();
                if (isLate) {
                    late.incrementAndGet();
                }
            } catch (InvalidGrantTokenException e) {
                if (isLate) {
                    return;
                }
            }
        }
    }
}
