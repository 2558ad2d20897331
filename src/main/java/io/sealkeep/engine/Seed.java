// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.SecretBytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;

/**
 * Keys with fixed ids that a test set-up starts with. Immutable; closing wipes all material. For {@link EmbeddedKms#seed}, which
 * checks it.
 *
 * @param source where it was read, for messages
 */
public record Seed(String source, List<Entry> keys) implements AutoCloseable {

    public Seed {
        keys = List.copyOf(keys);
    }

    /**
     * One key.
     *
     * @param region the key's region
     * @param keyId a UUID, or {@code mrk-} and 32 hex digits for a multi-region key, of which this is the primary
     * @param key what the key is to be, as CreateKey takes it
     * @param isEnabled false for a key that begins disabled
     * @param aliases the names that lead to it, with their prefix
     * @param material its own material as {@code ImportKeyMaterial} would take it unwrapped, the current one last; more than one only
     *     for a symmetric encryption key that was rotated; empty for material that is made here, or is imported later
     * @param nextRotation when it is next rotated, each year; null for no automatic rotation
     */
    public record Entry(
            String region,
            String keyId,
            CreateKeyRequest key,
            boolean isEnabled,
            List<String> aliases,
            List<SecretBytes> material,
            @Nullable Instant nextRotation)
            implements AutoCloseable {

        public Entry {
            aliases = List.copyOf(aliases);
            material = List.copyOf(material);
        }

        @Override
        public void close() {
            material.forEach(SecretBytes::close);
        }

        @Override
        public String toString() {
            return "Seed.Entry[" + region + " " + keyId + "]";
        }
    }

    /** Returns whether any key has material of its own. */
    public boolean hasMaterial() {
        return keys.stream().anyMatch(key -> !key.material().isEmpty());
    }

    @Override
    public void close() {
        keys.forEach(Entry::close);
    }

    @Override
    public String toString() {
        return "Seed[" + source + "]";
    }
}
