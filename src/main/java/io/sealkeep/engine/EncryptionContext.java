// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.ContextEncoding;
import java.util.Map;

/** What encryption context a request may carry. */
final class EncryptionContext {

    /** AWS names no figure; the other clouds stop here, and every byte of it is in every record of the call. */
    private static final int MAX_BYTES = 8192;

    private EncryptionContext() {}

    /**
     * Returns the context's canonical form; no context and an empty one are the same.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if it is too large or no valid Unicode
     */
    static byte[] encode(Map<String, String> context) {
        byte[] encoded;
        try {
            encoded = ContextEncoding.encode(context);
        } catch (IllegalArgumentException e) {
            throw Refusal.validation("The encryption context must be valid Unicode.");
        }
        if (encoded.length > MAX_BYTES) {
            throw Refusal.validation("The encryption context is larger than " + MAX_BYTES + " bytes.");
        }
        return encoded;
    }
}
