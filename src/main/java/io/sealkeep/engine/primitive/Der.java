// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.jspecify.annotations.Nullable;

/** Strict reading of ASN.1 that came from outside. Safe for concurrent use. */
final class Der {

    private Der() {}

    /**
     * Reads one object in DER, the one encoding that it has (X.690, 10 and 11).
     *
     * @return null if the bytes are not one, not of the type, or more than one
     */
    static <T extends ASN1Object> @Nullable T read(Function<Object, T> type, byte[] bytes) {
        T read = readBer(type, bytes);
        return read != null && Arrays.compare(write(read), bytes) == 0 ? read : null;
    }

    /** As {@link #read}, in any of the encodings of BER. */
    static <T extends ASN1Object> @Nullable T readBer(Function<Object, T> type, byte[] bytes) {
        try {
            ASN1Primitive read = ASN1Primitive.fromByteArray(bytes);
            // The library puts off reading what is inside; writing it all makes it fail here and not later.
            Arrays.fill(read.getEncoded(ASN1Encoding.DER), (byte) 0);
            return type.apply(read);
        } catch (IOException | RuntimeException e) {
            // What the library throws for broken input ranges from IllegalArgumentException to ClassCastException.
            return null;
        }
    }

    /** Returns the object in DER. */
    static byte[] write(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O
        }
    }
}
