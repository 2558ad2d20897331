// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body, which counts what was read of it. One thread. */
final class CountedBody extends FilterInputStream {

    private final long length;
    private long count;

    /** @param length the size of the whole body, or -1 where that is not known */
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
        count += octet < 0 ? 0 : 1;
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int got = super.read(buffer, offset, size);
        count += Math.max(got, 0);
        return got;
    }
}
