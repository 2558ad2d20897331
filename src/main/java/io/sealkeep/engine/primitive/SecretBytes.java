// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that nobody should see: key material. They are reached only through {@link #use}, never printed, compared in constant
 * time, and wiped on close. Safe for concurrent use; closed by whoever made it.
 *
 * <p>Closing while another thread uses the bytes is safe in this sense: that {@link #use} may have read zeros, notices it
 * afterwards and throws {@link WipedException} in place of answering. So nothing computed from a wiped key ever leaves.
 *
 * <p>Limit: the JVM can wipe this array, not every copy that a collector or a cipher made of it.
 */
public final class SecretBytes implements AutoCloseable {

    private final byte[] bytes;
    private volatile boolean wiped;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: the caller must neither use nor wipe it afterwards. */
    public static SecretBytes takeOver(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /** Takes a copy and wipes the given array. */
    public static SecretBytes moveFrom(byte[] bytes) {
        byte[] own = bytes.clone();
        Arrays.fill(bytes, (byte) 0);
        return new SecretBytes(own);
    }

    /** Returns how many bytes there are. */
    public int length() {
        return bytes.length;
    }

    /**
     * Calls {@code function} with the bytes themselves, which it must neither keep nor change, and returns its result.
     *
     * @throws WipedException if the bytes were wiped before or meanwhile; the result is then dropped
     */
    public <T extends @Nullable Object> T use(Function<byte[], T> function) {
        if (wiped) {
            throw new WipedException();
        }
        T result = function.apply(bytes);
        // The reader's half of a sequence lock: if any byte was read as already zeroed, then the flag, written before
        // the
        // zeros, is visible below. The fence keeps the reads of the bytes before the read of the flag.
        VarHandle.loadLoadFence();
        if (wiped) {
            throw new WipedException();
        }
        return result;
    }

    /** Compares in a time that depends on the lengths alone. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Says nothing of the bytes. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    /** Wipes the bytes. Closing again does nothing more. */
    @Override
    public void close() {
        wiped = true;
        VarHandle.fullFence();
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretBytes[…]";
    }

    /** The bytes are gone: their owner closed them. Get the key again and repeat. */
    public static final class WipedException extends IllegalStateException {
        WipedException() {
            super("The secret was wiped");
        }
    }
}
