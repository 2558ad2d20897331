// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body, which counts what was read of it, and does not end before it is whole: where fewer bytes come than were
 * announced, reading fails, whatever the server makes of a connection that breaks off. One thread.
 */
final class CountedBody extends FilterInputStream {

    private final long length;
    private long count;

    /** @param length the size of the whole body, or -1 where that was not announced */
    CountedBody(InputStream body, long length) {
        super(body);
        this.length = length;
    }

    long length() {
        return length;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        counted(octet < 0 ? -1 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int got = super.read(buffer, offset, size);
        counted(got);
        return got;
    }

    private void counted(int got) throws EOFException {
        if (got >= 0) {
            count += got;
        } else if (length >= 0 && count != length) {
            throw new EOFException("the body ended after " + count + " of " + length + " bytes");
        }
    }
}
