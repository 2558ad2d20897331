// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * What makes an expanded ML-DSA private key belong to its public key: {@code t = A s1 + s2}, where t1 and t0 are t's
 * high and low bits (FIPS 204, algorithm 6, lines 5 and 6). Safe for concurrent use.
 *
 * <p>Written for imports alone, from the definitions: the transform takes a millisecond per polynomial, and its time
 * depends on nothing but the spec.
 */
final class MlDsaRelation {

    private static final int Q = 8380417;
    private static final int N = 256;
    private static final int RHO_BYTES = 32;

    /** {@code rho}, {@code K} and {@code tr} stand before the short vectors (FIPS 204, algorithm 24). */
    private static final int SHORT_VECTORS_AT = 32 + 32 + 64;

    /** A 512th root of unity modulo q (FIPS 204, 2.5). */
    private static final long ZETA = 1753;

    private static final int T0_BITS = 13;
    private static final int T1_BITS = 10;

    private final int rows;
    private final int columns;
    private final int eta;
    private final int shortBits;

    /** The parameters of FIPS 204, table 1. */
    MlDsaRelation(KeySpec spec) {
        rows = spec == KeySpec.ML_DSA_44 ? 4 : spec == KeySpec.ML_DSA_65 ? 6 : 8;
        columns = spec == KeySpec.ML_DSA_44 ? 4 : spec == KeySpec.ML_DSA_65 ? 5 : 7;
        eta = spec == KeySpec.ML_DSA_65 ? 4 : 2;
        shortBits = spec == KeySpec.ML_DSA_65 ? 4 : 3;
    }

    /** Returns how many bytes an expanded private key has (FIPS 204, table 2). */
    int expandedBytes() {
        return SHORT_VECTORS_AT + (rows + columns) * N / 8 * shortBits + rows * N / 8 * T0_BITS;
    }

    /** Returns whether every coefficient of s1 and s2 is from -eta to eta, packed as eta minus it (algorithm 17). */
    boolean areShort(byte[] expanded) {
        for (int i = 0; i < rows + columns; i++) {
            for (int packed : unpack(expanded, SHORT_VECTORS_AT + i * N / 8 * shortBits, shortBits)) {
                if (packed > 2 * eta) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns whether the relation holds; both keys have their lengths. */
    boolean holds(byte[] expanded, byte[] publicKey) {
        byte[] rho = Arrays.copyOf(publicKey, RHO_BYTES);
        int t0At = SHORT_VECTORS_AT + (rows + columns) * N / 8 * shortBits;
        long[][] transformed = new long[columns][];
        for (int column = 0; column < columns; column++) {
            transformed[column] = transform(shortVector(expanded, column));
        }
        boolean holds = true;
        for (int row = 0; row < rows; row++) {
            long[] product = new long[N];
            for (int column = 0; column < columns; column++) {
                long[] entry = matrixEntry(rho, row, column);
                for (int i = 0; i < N; i++) {
                    product[i] = (product[i] + entry[i] * transformed[column][i]) % Q;
                }
            }
            long[] t = transformBack(product);
            long[] s2 = shortVector(expanded, columns + row);
            int[] t1 = unpack(publicKey, RHO_BYTES + row * N / 8 * T1_BITS, T1_BITS);
            int[] t0 = unpack(expanded, t0At + row * N / 8 * T0_BITS, T0_BITS);
            for (int i = 0; i < N; i++) {
                int rounded = (t1[i] << T0_BITS) + (1 << (T0_BITS - 1)) - t0[i];
                holds &= (t[i] + s2[i]) % Q == Math.floorMod(rounded, Q);
            }
        }
        return holds;
    }

    private long[] shortVector(byte[] expanded, int index) {
        long[] coefficients = new long[N];
        int[] packed = unpack(expanded, SHORT_VECTORS_AT + index * N / 8 * shortBits, shortBits);
        for (int i = 0; i < N; i++) {
            coefficients[i] = Math.floorMod(eta - packed[i], Q);
        }
        return coefficients;
    }

    /** Reads 256 numbers, least significant bits first (algorithm 18). */
    private static int[] unpack(byte[] bytes, int from, int bits) {
        int[] numbers = new int[N];
        for (int at = 0; at < N * bits; at++) {
            int bit = (bytes[from + at / 8] >> (at % 8)) & 1;
            numbers[at / bits] |= bit << (at % bits);
        }
        return numbers;
    }

    /** An entry of the matrix A, which is made transformed (algorithms 30 and 32). */
    private static long[] matrixEntry(byte[] rho, int row, int column) {
        SHAKEDigest shake = new SHAKEDigest(128);
        shake.update(rho, 0, rho.length);
        shake.update((byte) column);
        shake.update((byte) row);
        long[] entry = new long[N];
        byte[] three = new byte[3];
        for (int i = 0; i < N; ) {
            shake.doOutput(three, 0, 3);
            int candidate = (three[0] & 0xff) | ((three[1] & 0xff) << 8) | ((three[2] & 0x7f) << 16);
            if (candidate < Q) {
                entry[i++] = candidate;
            }
        }
        return entry;
    }

    /** The values of a polynomial at the odd powers of zeta, in the order of reversed bits (algorithm 41). */
    private static long[] transform(long[] polynomial) {
        long[] values = new long[N];
        for (int i = 0; i < N; i++) {
            long root = root(i);
            for (int j = N - 1; j >= 0; j--) {
                values[i] = (values[i] * root + polynomial[j]) % Q;
            }
        }
        return values;
    }

    private static long[] transformBack(long[] values) {
        long[] polynomial = new long[N];
        for (int i = 0; i < N; i++) {
            long inverse = power(root(i), Q - 2);
            long term = values[i] * power(N, Q - 2) % Q;
            for (int j = 0; j < N; j++) {
                polynomial[j] = (polynomial[j] + term) % Q;
                term = term * inverse % Q;
            }
        }
        return polynomial;
    }

    private static long root(int index) {
        int reversed = Integer.reverse(index) >>> 24;
        return power(ZETA, 2 * reversed + 1);
    }

    private static long power(long base, int exponent) {
        long power = 1;
        long square = base;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            power = (rest & 1) == 1 ? power * square % Q : power;
            square = square * square % Q;
        }
        return power;
    }
}
