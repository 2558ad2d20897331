// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.call.Caller;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.primitive.RootKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;

/** Tokens as such: what is one, and what is none. */
class GrantTokensTest extends HookedEngineFixture {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final Names HERE = new Names(TestCallers.ACCOUNT, TestCallers.REGION);

    private GrantTokens tokens;

    @BeforeEach
    void tokens() {
        tokens = tokens(TestEngines.settings(home, clock).rootKey());
    }

    private GrantTokens tokens(RootKey rootKey) {
        return new GrantTokens(
                new Keys(
                        TestCallers.ACCOUNT,
                        store,
                        new BackingKeys(TestCallers.ACCOUNT, rootKey, new Generation()),
                        Clock.systemUTC(),
                        later -> {}),
                store,
                rootKey);
    }

    private void assertNone(Names names, String token) {
        assertThatExceptionOfType(InvalidGrantTokenException.class)
                .isThrownBy(() -> tokens.grantId(names, token))
                .withMessageStartingWith("Invalid grant token.");
    }

    @Test
    void issue_always_makesAnotherTokenOfTheGrant() {
        String one = tokens.issue(HERE, ID);
        String other = tokens.issue(HERE, ID);

        assertThat(one).matches("[A-Za-z0-9+/]{108}").isNotEqualTo(other);
        assertThat(tokens.grantId(HERE, one)).isEqualTo(ID);
        assertThat(tokens.grantId(HERE, other)).isEqualTo(ID);
    }

    @Test
    void grantId_ofAnythingChanged_isRefused() {
        byte[] token = Base64.getDecoder().decode(tokens.issue(HERE, ID));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertNone(HERE, Base64.getEncoder().encodeToString(changed));
        }
    }

    @Test
    void grantId_ofAnotherLengthOrForm_isRefused() {
        String token = tokens.issue(HERE, ID);
        List<String> others = new ArrayList<>(List.of(
                token + "AAAA", " " + token, token + "\n", "\u0000", "=", "A", token.replace('A', '-') + "=", "ä"));
        for (int length = 1; length < token.length(); length++) {
            others.add(token.substring(0, length));
        }

        others.forEach(other -> assertNone(HERE, other));
    }

    @Test
    void grantId_inAnotherRegionOrAccount_isRefused() {
        String token = tokens.issue(HERE, ID);

        assertNone(new Names(TestCallers.ACCOUNT, "eu-central-2"), token);
        assertNone(new Names("111122223334", TestCallers.REGION), token);
    }

    @Test
    void grantId_underAnotherRootKey_isRefused() {
        String token = tokens(RootKey.fromEnvironment("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))
                .issue(HERE, ID);

        assertNone(HERE, token);
    }

    @Test
    void check_withoutTokens_asksNobody() {
        store.beforeRead = () -> {
            throw new AssertionError("the store was read");
        };

        tokens.check(List.of());
    }

    @Test
    void check_ofATokenWhoseGrantWasNeverMade_isRefused() {
        String token = tokens.issue(HERE, ID);

        assertThatExceptionOfType(InvalidGrantTokenException.class)
                .isThrownBy(() -> ScopedValue.where(Caller.CURRENT, TestCallers.caller(TestCallers.REGION))
                        .run(() -> tokens.check(List.of(token))));
    }

    /** The grant ends after the call began, and before the store is asked. */
    @Test
    void check_whileTheGrantEnds_seesItsEnd() {
        String keyId = newKey();
        var grant = kms.createGrant(
                r -> r.keyId(keyId).granteePrincipal(HERE.accountRootArn()).operations(GrantOperation.DESCRIBE_KEY));
        kms.describeKey(r -> r.keyId(keyId).grantTokens(grant.grantToken()));
        store.beforeRead = () -> {
            store.beforeRead = () -> {};
            kms.revokeGrant(r -> r.keyId(keyId).grantId(grant.grantId()));
        };

        assertThatExceptionOfType(InvalidGrantTokenException.class)
                .isThrownBy(() -> kms.describeKey(r -> r.keyId(keyId).grantTokens(grant.grantToken())));
    }
}
