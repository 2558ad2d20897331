// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.crypto.Digest;

/**
 * Stands in for SM3 where the digest is given: answers the last 32 bytes that it was fed. What the signer hashes before
 * the message, the signer's identity, is in the given digest already. One thread.
 */
final class GivenDigest implements Digest {

    private static final int BYTES = 32;

    private byte[] last = new byte[BYTES];

    @Override
    public String getAlgorithmName() {
        return "given";
    }

    @Override
    public int getDigestSize() {
        return BYTES;
    }

    @Override
    public void update(byte in) {
        update(new byte[] {in}, 0, 1);
    }

    @Override
    public void update(byte[] in, int offset, int length) {
        byte[] all = Arrays.copyOf(last, BYTES + length);
        System.arraycopy(in, offset, all, BYTES, length);
        last = Arrays.copyOfRange(all, length, all.length);
    }

    @Override
    public int doFinal(byte[] out, int offset) {
        System.arraycopy(last, 0, out, offset, BYTES);
        reset();
        return BYTES;
    }

    @Override
    public void reset() {
        last = new byte[BYTES];
    }
}
