// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * An answer whose end is kept back until it may be given: passes on what was written, but for the newest bytes, at most {@value
 * #HELD}. So an answer no larger than that is not begun before all of it is known to be good. One thread.
 */
final class HeldBackOutput extends OutputStream {

    /** Also the size of the writes that reach the connection. */
    static final int HELD = 64 * 1024;

    /** Begins the answer. */
    interface Answer {
        OutputStream begin() throws IOException;
    }

    private final Answer answer;
    private final byte[] held = new byte[HELD];
    private OutputStream begun = nullOutputStream();
    private int length;
    private long count;
    private boolean isBegun;

    HeldBackOutput(Answer answer) {
        this.answer = answer;
    }

    /** Returns how many bytes were written, held or not. */
    long count() {
        return count;
    }

    /** Returns how many bytes were passed on. */
    long passedOn() {
        return count - length;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int size) throws IOException {
        int at = offset;
        int left = size;
        while (left > 0) {
            if (length == HELD) {
                pass();
            }
            int step = Math.min(left, HELD - length);
            System.arraycopy(bytes, at, held, length, step);
            length += step;
            count += step;
            at += step;
            left -= step;
        }
    }

    /** Gives the rest. Nothing may be written afterwards. */
    void release() throws IOException {
        pass();
        begun.flush();
        Arrays.fill(held, (byte) 0);
    }

    private void pass() throws IOException {
        if (!isBegun) {
            begun = answer.begin();
            isBegun = true;
        }
        begun.write(held, 0, length);
        length = 0;
    }
}
