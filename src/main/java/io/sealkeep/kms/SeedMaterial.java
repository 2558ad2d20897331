// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.PemPrivateKey;
import io.sealkeep.engine.primitive.SecretBytes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Reads key material as a seed file writes it. Stateless; whoever calls closes what is returned, and none of it is in a message. */
final class SeedMaterial {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");

    private SeedMaterial() {}

    /**
     * Returns material of a key of that spec; whether it is any is not checked here.
     *
     * @param text hex digits, if it is such alone and as many as the spec needs, or else standard base64, for symmetric and HMAC
     *     keys; PEM for key pairs
     * @throws IncorrectMaterialException if the text is not PEM
     * @throws IllegalArgumentException if it is neither hex nor base64, with a message of ours
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
        try {
            return SecretBytes.takeOver(Base64.getDecoder().decode(bare));
        } catch (IllegalArgumentException e) {
            // The message names a character of the secret.
        }
        throw new IllegalArgumentException("it must be " + bytes + " bytes in base64 or in hex.");
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

    /** How many bytes the material has, or 0 for that of a key pair (AWS KMS Developer Guide, "Requirements for imported key material"). */
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
