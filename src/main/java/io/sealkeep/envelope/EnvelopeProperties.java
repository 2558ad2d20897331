// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Sizes of the envelope door. Immutable; what cannot work stops the start.
 *
 * @param frameSize plaintext bytes in a frame of the messages made here. Of 4, 8, 16, 32 and 64 KiB, 8 KiB took the least time
 *     for both directions together: larger frames encrypt a little faster, and decrypt far slower
 * @param maxFrameSize the largest frame accepted in a message to decrypt: a stream needs a few times this in memory
 * @param maxEncryptedDataKeys the most encrypted data keys accepted in a message; each can cost a call to KMS
 * @param maxJsonData the largest plaintext or message in the JSON forms, which hold it in memory
 */
@ConfigurationProperties("sealkeep.envelope")
record EnvelopeProperties(
        @DefaultValue("8KB") DataSize frameSize,
        @DefaultValue("256KB") DataSize maxFrameSize,
        @DefaultValue("10") int maxEncryptedDataKeys,
        @DefaultValue("512KB") DataSize maxJsonData) {

    private static final DataSize SMALLEST_FRAME = DataSize.ofBytes(512);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(16);

    EnvelopeProperties {
        between("frame-size", frameSize, SMALLEST_FRAME, maxFrameSize);
        between("max-frame-size", maxFrameSize, SMALLEST_FRAME, LARGEST_FRAME);
        between("max-json-data", maxJsonData, DataSize.ofBytes(1), DataSize.ofMegabytes(64));
        if (maxEncryptedDataKeys < 1 || maxEncryptedDataKeys > 100) {
            throw new IllegalArgumentException("sealkeep.envelope.max-encrypted-data-keys must be 1 to 100");
        }
    }

    private static void between(String name, DataSize value, DataSize low, DataSize high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "sealkeep.envelope." + name + " must be " + low + " to " + high + ", and is " + value);
        }
    }
}
