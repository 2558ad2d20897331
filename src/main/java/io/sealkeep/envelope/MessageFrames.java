// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A framed message that must be whole: passes its bytes on, follows where its frames begin and end, and fails where the source
 * ends before the message does or goes on after it, or where a frame is not the next one. Holds no frame and knows no cipher.
 * One thread.
 *
 * <p>The Encryption SDK's own stream ignores bytes that follow the last frame in the same read, takes an empty stream for an
 * empty message, and does not look at a frame's sequence number, which it counts by itself. Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference", framed data.
 */
final class MessageFrames extends InputStream {

    private static final int LAST_FRAME = 0xFFFFFFFF;
    private static final int TAG = 16;

    /** Sequence number and IV. */
    private static final int FRAME_START = 4 + 12;

    /** End mark, sequence number, IV and length. */
    private static final int LAST_FRAME_START = 4 + 4 + 12 + 4;

    private static final int SIGNATURE_LENGTH = 2;

    private enum Part {
        FRAME,
        SIGNATURE,
        END
    }

    private final InputStream message;
    private final int frameSize;
    private final boolean signed;
    private final ByteBuffer start = ByteBuffer.allocate(LAST_FRAME_START);
    private Part next = Part.FRAME;
    private int sequenceNumber = 1;
    private long skip;

    /** @param message the whole message, its header first */
    MessageFrames(MessageHeader header, InputStream message) {
        this.message = message;
        this.frameSize = header.frameSize();
        this.signed = header.isSigned();
        this.skip = header.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = message.read(buffer, offset, length);
        if (count >= 0) {
            follow(buffer, offset, offset + count);
        } else if (next != Part.END || skip > 0) {
            throw EnvelopeErrors.doesNotOpen();
        }
        return count;
    }

    private void follow(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to) {
            if (skip > 0) {
                int step = (int) Math.min(skip, to - at);
                skip -= step;
                at += step;
            } else if (next == Part.END) {
                throw EnvelopeErrors.doesNotOpen();
            } else {
                start.put(buffer[at++]);
                part();
            }
        }
    }

    /** Decides, once enough of a part's first bytes are there, how far it reaches and what follows it. */
    private void part() {
        int have = start.position();
        if (next == Part.SIGNATURE) {
            if (have == SIGNATURE_LENGTH) {
                begin(Short.toUnsignedLong(start.getShort(0)), Part.END);
            }
        } else if (have >= Integer.BYTES && start.getInt(0) == LAST_FRAME) {
            if (have == LAST_FRAME_START) {
                long content = Integer.toUnsignedLong(start.getInt(LAST_FRAME_START - Integer.BYTES));
                require(start.getInt(Integer.BYTES) == sequenceNumber && content <= frameSize);
                begin(content + TAG, signed ? Part.SIGNATURE : Part.END);
            }
        } else if (have == FRAME_START) {
            require(start.getInt(0) == sequenceNumber++);
            begin((long) frameSize + TAG, Part.FRAME);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw EnvelopeErrors.doesNotOpen();
        }
    }

    private void begin(long length, Part after) {
        skip = length;
        next = after;
        start.clear();
    }

    @Override
    public void close() throws IOException {
        message.close();
    }
}
