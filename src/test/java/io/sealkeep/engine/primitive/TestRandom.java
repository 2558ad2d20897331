// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.SecureRandom;
import java.util.function.Consumer;

/** Sources of randomness that can be watched. */
public final class TestRandom {

    private TestRandom() {}

    /** The real source, which shows each array that it has filled. */
    public static RandomBytes showing(Consumer<byte[]> filled) {
        return new RandomBytes(new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                filled.accept(bytes);
            }
        });
    }
}
