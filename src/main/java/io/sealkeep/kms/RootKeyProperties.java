// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the root key comes from. Immutable; does not hold the key.
 *
 * @param provider {@code file}, or {@code environment}: the variable {@code SEALKEEP_ROOT_KEY}, base64 of 32 bytes
 * @param file with {@code file}: its path; {@code root.key} in the home directory where not said
 */
@Validated
@ConfigurationProperties("sealkeep.root-key")
record RootKeyProperties(
        @DefaultValue("file") @NotNull Provider provider,
        @Nullable Path file) {

    /** The providers there are. */
    enum Provider {
        /** A file of 32 bytes that its owner alone can read. */
        FILE,
        /** An environment variable. */
        ENVIRONMENT
    }
}
