// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** The end of grants, and the tokens that stand for them. */
public abstract class GrantTokenContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String NOT_FOUND = "NotFoundException";
    private static final String INVALID_TOKEN = "InvalidGrantTokenException";
    private static final String NO_GRANT = "0".repeat(64);

    private CreateGrantResponse grant(KeyMetadata key) {
        return client().createGrant(r -> r.keyId(key.keyId())
                .granteePrincipal("arn:aws:iam::" + key.awsAccountId() + ":root")
                .name("contract")
                .operations(GrantOperation.ENCRYPT));
    }

    private boolean isThere(KeyMetadata key, CreateGrantResponse grant) {
        return client().listGrants(r -> r.keyId(key.keyId())).grants().stream()
                .anyMatch(entry -> entry.grantId().equals(grant.grantId()));
    }

    private void encryptWith(KeyMetadata key, String... tokens) {
        client().encrypt(r -> r.keyId(key.keyId()).plaintext(bytes("x")).grantTokens(tokens));
    }

    @Test
    void encrypt_withTokensOfGrants_isAnswered() {
        KeyMetadata key = newKey();
        KeyMetadata other = newKey();

        encryptWith(
                key,
                grant(key).grantToken(),
                grant(key).grantToken(),
                grant(other).grantToken());
    }

    @Test
    void encrypt_withOneTokenThatNobodyMade_isRefused() {
        KeyMetadata key = newKey();
        String token = grant(key).grantToken();
        String changed = token.substring(0, 9) + (token.charAt(9) == 'A' ? 'B' : 'A') + token.substring(10);

        assertRefused(() -> encryptWith(key, token, "bm90IGEgdG9rZW4="), INVALID_TOKEN);
        assertRefused(() -> encryptWith(key, changed), INVALID_TOKEN);
    }

    @Test
    void encrypt_withATokenOfARevokedGrant_isRefused() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);
        client().revokeGrant(r -> r.keyId(key.keyId()).grantId(grant.grantId()));

        assertRefused(() -> encryptWith(key, grant.grantToken()), INVALID_TOKEN);
    }

    @Test
    void createGrant_withATokenOfAnother_isMade() {
        KeyMetadata key = newKey();
        String token = grant(key).grantToken();

        assertThat(client().createGrant(r -> r.keyId(key.keyId())
                                .granteePrincipal("arn:aws:iam::" + key.awsAccountId() + ":root")
                                .operations(GrantOperation.ENCRYPT)
                                .grantTokens(token))
                        .grantId())
                .isNotNull();
    }

    @Test
    void retireGrant_byToken_endsIt() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);

        client().retireGrant(r -> r.grantToken(grant.grantToken()));

        assertThat(isThere(key, grant)).isFalse();
        assertRefused(() -> client().retireGrant(r -> r.grantToken(grant.grantToken())), INVALID_TOKEN);
        assertRefused(() -> encryptWith(key, grant.grantToken()), INVALID_TOKEN);
    }

    @Test
    void retireGrant_byAnEarlierToken_endsIt() {
        KeyMetadata key = newKey();
        String earlier = grant(key).grantToken();
        CreateGrantResponse grant = grant(key);

        client().retireGrant(r -> r.grantToken(earlier));

        assertThat(isThere(key, grant)).isFalse();
        assertRefused(() -> encryptWith(key, grant.grantToken()), INVALID_TOKEN);
    }

    @Test
    void retireGrant_byKeyArnAndId_endsIt() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);

        client().retireGrant(r -> r.keyId(key.arn()).grantId(grant.grantId()));

        assertThat(isThere(key, grant)).isFalse();
    }

    @Test
    void retireGrant_byKeyIdAndId_isRefused() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);

        assertRefused(
                () -> client().retireGrant(r -> r.keyId(key.keyId()).grantId(grant.grantId())),
                NOT_FOUND,
                "Invalid arn " + key.keyId());
        assertThat(isThere(key, grant)).isTrue();
    }

    @Test
    void retireGrant_byTooLittleOrTooMuch_isRefused() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);
        List<ThrowingCallable> calls = List.of(
                () -> client().retireGrant(r -> {}),
                () -> client().retireGrant(r -> r.keyId(key.arn())),
                () -> client().retireGrant(r -> r.grantId(grant.grantId())),
                () -> client().retireGrant(r -> r.keyId(key.arn()).grantToken(grant.grantToken())),
                () -> client().retireGrant(
                                r -> r.keyId(key.arn()).grantId(grant.grantId()).grantToken(grant.grantToken())));

        calls.forEach(call -> assertRefused(call, VALIDATION));
        assertThat(isThere(key, grant)).isTrue();
    }

    @Test
    void retireGrant_byATokenThatNobodyMade_isRefused() {
        assertRefused(() -> client().retireGrant(r -> r.grantToken("bm90IGEgdG9rZW4=")), INVALID_TOKEN);
    }

    @Test
    void retireGrant_ofNoGrant_isRefused() {
        KeyMetadata key = newKey();
        CreateGrantResponse elsewhere = grant(newKey());

        assertRefused(() -> client().retireGrant(r -> r.keyId(key.arn()).grantId(NO_GRANT)), NOT_FOUND);
        assertRefused(() -> client().retireGrant(r -> r.keyId(key.arn()).grantId(elsewhere.grantId())), NOT_FOUND);
        assertRefused(
                () -> client().retireGrant(r -> r.keyId(arnOfNoKey(key)).grantId(elsewhere.grantId())), NOT_FOUND);
    }

    @Test
    void retireGrant_asADryRun_leavesIt() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);

        assertRefused(
                () -> client().retireGrant(r -> r.grantToken(grant.grantToken()).dryRun(true)),
                "DryRunOperationException");
        assertRefused(
                () -> client().retireGrant(
                                r -> r.keyId(key.arn()).grantId(NO_GRANT).dryRun(true)),
                NOT_FOUND);
        assertThat(isThere(key, grant)).isTrue();
    }

    @Test
    void revokeGrant_byKeyIdOrArn_endsIt() {
        KeyMetadata key = newKey();
        for (String keyId : List.of(key.keyId(), key.arn())) {
            CreateGrantResponse grant = grant(key);

            client().revokeGrant(r -> r.keyId(keyId).grantId(grant.grantId()));

            assertThat(isThere(key, grant)).isFalse();
        }
    }

    @Test
    void revokeGrant_ofNoGrant_isRefused() {
        KeyMetadata key = newKey();
        KeyMetadata other = newKey();
        CreateGrantResponse elsewhere = grant(other);

        assertRefused(
                () -> client().revokeGrant(r -> r.keyId(key.keyId()).grantId(NO_GRANT)),
                NOT_FOUND,
                "Grant ID " + NO_GRANT + " not found");
        assertRefused(() -> client().revokeGrant(r -> r.keyId(key.keyId()).grantId(elsewhere.grantId())), NOT_FOUND);
        assertThat(isThere(other, elsewhere)).isTrue();
    }

    @Test
    void revokeGrant_ofAnIdThatIsNone_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> client().revokeGrant(r -> r.keyId(key.keyId()).grantId("no grant id")),
                "InvalidGrantIdException");
    }

    @Test
    void revokeGrant_ofAnAlias_isRefused() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);
        String alias = newAlias(key.keyId());

        assertRefused(
                () -> client().revokeGrant(r -> r.keyId(alias).grantId(grant.grantId())),
                "InvalidArnException",
                "Key Aliases are not supported for this operation.");
    }

    @Test
    void revokeGrant_asADryRun_leavesIt() {
        KeyMetadata key = newKey();
        CreateGrantResponse grant = grant(key);

        assertRefused(
                () -> client().revokeGrant(r ->
                        r.keyId(key.keyId()).grantId(grant.grantId()).dryRun(true)),
                "DryRunOperationException");
        assertThat(isThere(key, grant)).isTrue();
    }
}
