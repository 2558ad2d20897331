// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.PemPrivateKey;
import io.sealkeep.engine.primitive.SecretBytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Reads key material as a seed file writes it; none of it is in a message. Stateless; the caller closes what is returned. */
final class SeedMaterial {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");

    private SeedMaterial() {}

    /**
     * Returns material of a key of that spec; of a key pair the outer form alone is checked here.
     *
     * @param text for symmetric and HMAC keys hex digits, if it is those alone and as many as the spec needs, or else standard
     *     base64; for key pairs PEM
     * @throws IncorrectMaterialException if the text is not PEM
     * @throws IllegalArgumentException if it is neither hex nor base64 of the right length, with a message of ours
     */
    static SecretBytes read(KeySpec spec, String text) {
        int bytes = bareBytes(spec);
        if (bytes == 0) {
            try (PemPrivateKey key = PemPrivateKey.read(text)) {
                return key.pkcs8();
            }
        }
        String bare = text.strip();
        if (bare.length() == 2 * bytes && HEX.matcher(bare).matches()) {
            return hex(bare);
        }
        byte[] decoded = base64(bare);
        if (decoded.length != bytes) {
            Arrays.fill(decoded, (byte) 0);
            throw new IllegalArgumentException("it must be " + bytes + " bytes in base64 or in hex.");
        }
        return SecretBytes.takeOver(decoded);
    }

    /** Returns nothing for what is no base64: the exception's message names a character of the secret. */
    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * Returns what hex digits say, in either case.
     *
     * @throws IllegalArgumentException if they are none, with a message of ours
     */
    static SecretBytes hex(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() % 2 != 0 || !HEX.matcher(bare).matches()) {
            throw new IllegalArgumentException("it must be written in hex.");
        }
        return SecretBytes.takeOver(HexFormat.of().parseHex(bare));
    }

    /** Length of material as "Requirements for imported key material" in the AWS KMS Developer Guide has it; 0 for key pairs. */
    private static int bareBytes(KeySpec spec) {
        return switch (spec) {
            case HMAC_224 -> 28;
            case SYMMETRIC_DEFAULT, HMAC_256 -> 32;
            case HMAC_384 -> 48;
            case HMAC_512 -> 64;
            default -> 0;
        };
    }
}
