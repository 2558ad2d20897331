// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one request body, at most a megabyte, in an array of ours that is wiped on close. One thread.
 *
 * <p>The array grows with what arrives, not with what was announced: a thousand idle connections that each announce a megabyte
 * hold none.
 */
final class WireBody implements AutoCloseable {

    static final int LIMIT = 1024 * 1024;

    private static final int FIRST_PART = 2 * 1024;

    private byte[] bytes = new byte[FIRST_PART];
    private int length;

    private WireBody() {}

    /**
     * Reads the stream to its end.
     *
     * @throws SerializationException if it holds more than a megabyte (what follows is left unread), or if the client breaks off,
     *     lets the server wait too long, or sends what is no HTTP body
     */
    static WireBody read(InputStream in) {
        WireBody body = new WireBody();
        try {
            body.fill(in);
            return body;
        } catch (IOException e) {
            body.close();
            throw SerializationException.because("The request body could not be read to its end");
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private void fill(InputStream in) throws IOException {
        int count = in.read(bytes, 0, bytes.length);
        while (count >= 0) {
            length += count;
            if (length > LIMIT) {
                throw SerializationException.because("The request body is larger than 1 MB");
            }
            if (length == bytes.length) {
                grow();
            }
            count = in.read(bytes, length, bytes.length - length);
        }
    }

    private void grow() {
        byte[] larger = Arrays.copyOf(bytes, Math.min(bytes.length * 4, LIMIT + 1));
        Arrays.fill(bytes, (byte) 0);
        bytes = larger;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Wipes the bytes: they may hold plaintext. */
    @Override
    public void close() {
        Arrays.fill(bytes, 0, length, (byte) 0);
    }
}
