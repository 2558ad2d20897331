// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * SM2 public key encryption (GM/T 0003.4) in the form that AWS KMS takes and answers: a DER SEQUENCE of the point's x
 * and y, the SM3 hash, and the ciphertext (GM/T 0009, 7.2; "SM2OfflineOperationHelper class" in the AWS KMS Developer
 * Guide). Safe for concurrent use.
 */
final class Sm2Encryption {

    /**
     * How many bytes AWS KMS encrypts at most ("AWS KMS API Reference, Encrypt"); the algorithm itself has no bound.
     */
    static final int MAX_PLAINTEXT = 1024;

    private static final int COORDINATE_BYTES = 32;
    private static final int HASH_BYTES = 32;
    private static final int POINT_BYTES = 1 + 2 * COORDINATE_BYTES;
    private static final byte UNCOMPRESSED = 4;

    private Sm2Encryption() {}

    static byte[] seal(ECPublicKeyParameters key, byte[] plaintext) {
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(key, NonceRandom.SYSTEM));
        byte[] sealed;
        try {
            sealed = engine.processBlock(plaintext, 0, plaintext.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM2 failed to encrypt", e);
        }
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1Integer(new BigInteger(1, sealed, 1, COORDINATE_BYTES)));
        parts.add(new ASN1Integer(new BigInteger(1, sealed, 1 + COORDINATE_BYTES, COORDINATE_BYTES)));
        parts.add(new DEROctetString(Arrays.copyOfRange(sealed, POINT_BYTES, POINT_BYTES + HASH_BYTES)));
        parts.add(new DEROctetString(Arrays.copyOfRange(sealed, POINT_BYTES + HASH_BYTES, sealed.length)));
        return Der.write(new DERSequence(parts));
    }

    /** Returns the plaintext, or null if the ciphertext is malformed, its point off the curve, or its hash wrong. */
    static byte @Nullable [] open(ECPrivateKeyParameters key, byte[] ciphertext) {
        ASN1Sequence sequence = Der.read(ASN1Sequence::getInstance, ciphertext);
        byte @Nullable [] block = sequence == null || sequence.size() != 4 ? null : block(sequence);
        if (block == null) {
            return null;
        }
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(false, key);
        try {
            return engine.processBlock(block, 0, block.length);
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns what the engine opens: the point, the hash, the ciphertext. */
    private static byte @Nullable [] block(ASN1Sequence sequence) {
        if (sequence.getObjectAt(0) instanceof ASN1Integer x
                && sequence.getObjectAt(1) instanceof ASN1Integer y
                && sequence.getObjectAt(2) instanceof ASN1OctetString hash
                && sequence.getObjectAt(3) instanceof ASN1OctetString text
                && isCoordinate(x.getValue())
                && isCoordinate(y.getValue())
                && hash.getOctets().length == HASH_BYTES
                && text.getOctets().length > 0) {
            return ByteBuffer.allocate(POINT_BYTES + HASH_BYTES + text.getOctets().length)
                    .put(UNCOMPRESSED)
                    .put(BigIntegers.asUnsignedByteArray(COORDINATE_BYTES, x.getValue()))
                    .put(BigIntegers.asUnsignedByteArray(COORDINATE_BYTES, y.getValue()))
                    .put(hash.getOctets())
                    .put(text.getOctets())
                    .array();
        }
        return null;
    }

    private static boolean isCoordinate(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= 8 * COORDINATE_BYTES;
    }
}
