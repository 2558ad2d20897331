// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.store.KeyStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Grant tokens: what CreateGrant answers beside the grant's id, another with each call, all of them good as long as the grant is
 * there. Nothing of a token is kept: its tag shows that it was made here, for that grant, in that account and region. Not a secret,
 * but repeated in no message and no record. Safe for concurrent use.
 *
 * <pre>
 * bytes  content of a token, before it is put into base64
 *     1  format version, 1
 *    32  the grant's id
 *    16  random
 *    32  tag of account, region and all before it
 * </pre>
 *
 * <p>Source: AWS KMS Developer Guide, "Grants in AWS KMS", grant token.
 */
final class GrantTokens {

    private static final int FORMAT = 1;
    private static final int ID_BYTES = 32;
    private static final int NONCE_BYTES = 16;
    private static final int TAGGED_BYTES = 1 + ID_BYTES + NONCE_BYTES;
    private static final int TAG_BYTES = 32;

    private final Keys keys;
    private final KeyStore store;
    private final RootKey rootKey;
    private final RandomBytes random = RandomBytes.system();

    GrantTokens(Keys keys, KeyStore store, RootKey rootKey) {
        this.keys = keys;
        this.store = store;
        this.rootKey = rootKey;
    }

    /** Returns an id for a new grant: 64 hex digits. */
    String newGrantId() {
        return HexFormat.of().formatHex(random.next(ID_BYTES));
    }

    /** Returns a new token for a grant. */
    String issue(Names names, String grantId) {
        byte[] tagged = ByteBuffer.allocate(TAGGED_BYTES)
                .put((byte) FORMAT)
                .put(HexFormat.of().parseHex(grantId))
                .put(random.next(NONCE_BYTES))
                .array();
        byte[] token = Arrays.copyOf(tagged, TAGGED_BYTES + TAG_BYTES);
        System.arraycopy(tag(names, tagged), 0, token, TAGGED_BYTES, TAG_BYTES);
        return Base64.getEncoder().encodeToString(token);
    }

    /**
     * Returns the id of the grant that a token was made for. Not that the grant is there.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidGrantTokenException if it was not made here
     */
    String grantId(Names names, String token) {
        byte[] bytes = decoded(token);
        if (bytes.length != TAGGED_BYTES + TAG_BYTES || bytes[0] != FORMAT) {
            throw Refusal.invalidGrantToken();
        }
        byte[] tag = tag(names, Arrays.copyOf(bytes, TAGGED_BYTES));
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(bytes, TAGGED_BYTES, bytes.length))) {
            throw Refusal.invalidGrantToken();
        }
        return HexFormat.of().formatHex(bytes, 1, 1 + ID_BYTES);
    }

    /**
     * Refuses a token that is of no grant in this region, whichever key the grant is on: callers give all the tokens they have. The
     * store is asked each time, so that once a grant's end has been answered none of its tokens is taken. Without tokens, which is
     * nearly always, this costs nothing.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidGrantTokenException if there is one
     */
    void check(List<String> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        Names names = keys.names();
        List<String> grantIds =
                tokens.stream().map(token -> grantId(names, token)).distinct().toList();
        boolean allThere = store.read(rows -> grantIds.stream()
                .allMatch(grantId -> rows.findGrant(names.region(), grantId).isPresent()));
        if (!allThere) {
            throw Refusal.invalidGrantToken();
        }
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidGrantToken();
        }
    }

    /** The account has always the same length, and so has what follows the region: no two contents are one. */
    private byte[] tag(Names names, byte[] tagged) {
        byte[] place = (names.account() + names.region()).getBytes(StandardCharsets.UTF_8);
        return rootKey.grantTokenTag(ByteBuffer.allocate(place.length + tagged.length)
                .put(place)
                .put(tagged)
                .array());
    }
}
