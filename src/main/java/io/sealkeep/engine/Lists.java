// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.Caller;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.MarkerKey;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists page by page, and makes the markers that lead from one page to the next. Safe for concurrent use; closed by the
 * engine.
 *
 * <p>A marker says behind which name to go on: the last that the page before showed. It is authenticated with the list, the region
 * and the store that it was made in, and good for as long as the store is there. So whatever a caller makes up or changes is
 * refused, and a page begins nowhere but behind a name that was shown once. That name may be gone meanwhile, and names added
 * since are seen or not.
 *
 * <p>Form: base64url without padding of the format's number (1), the tag, and the name in UTF-8: at most 706 characters, since no
 * name is longer than the 512 bytes of a tag key.
 */
final class Lists implements AutoCloseable {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + MarkerKey.TAG_BYTES;

    private final KeyStore store;
    private final MarkerKey key;

    /** Takes the key over. */
    Lists(KeyStore store, MarkerKey key) {
        this.store = store;
        this.key = key;
    }

    /**
     * Reads what the caller asked for.
     *
     * @param list which list of the call's region this is
     * @param limit most items, or null for the operation's default
     * @throws software.amazon.awssdk.services.kms.model.InvalidMarkerException if the marker was not made for this list, in this
     *     region of this store
     */
    Page.Request request(String list, @Nullable Integer limit, @Nullable String marker, int defaultLimit) {
        String region = Caller.current().region();
        return new Page.Request(
                marker == null ? "" : after(list, region, marker),
                limit == null ? defaultLimit : limit,
                name -> marker(list, region, name));
    }

    /**
     * Reads a page.
     *
     * @param rows returns the items behind {@link Page.Request#after}, as many as {@link Page.Request#fetch} says
     * @param name returns the name that the list is ordered by
     */
    <T> Page<T> read(Page.Request asked, Function<StoreReader, List<T>> rows, Function<T, String> name) {
        return asked.of(store.read(rows), name);
    }

    private String marker(String list, String region, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return encode(ByteBuffer.allocate(HEADER_BYTES + text.length)
                .put(FORMAT)
                .put(key.tag(list, region, name))
                .put(text)
                .array());
    }

    private String after(String list, String region, String marker) {
        byte[] bytes = decode(marker);
        if (bytes.length > HEADER_BYTES && bytes[0] == FORMAT) {
            byte[] tag = new byte[MarkerKey.TAG_BYTES];
            ByteBuffer.wrap(bytes, 1, tag.length).get(tag);
            String name = new String(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, StandardCharsets.UTF_8);
            if (key.fits(tag, list, region, name)) {
                return name;
            }
        }
        throw Refusal.invalidMarker(marker);
    }

    /** Returns nothing for what {@link #encode} would not have written: a last character can hold bits that mean nothing. */
    private static byte[] decode(String marker) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(marker);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
        return encode(bytes).equals(marker) ? bytes : new byte[0];
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "Lists";
    }
}
