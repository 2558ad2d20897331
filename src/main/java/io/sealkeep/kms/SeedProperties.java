// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a test set-up starts with. Immutable.
 *
 * @param seed with the embedded engine: a YAML file of keys, relative to the working directory or absolute; see {@link SeedFile}
 */
@ConfigurationProperties("sealkeep")
record SeedProperties(@Nullable Path seed) {

    /** An empty path is none, so that a variable of the environment can be there and say nothing. */
    SeedProperties {
        seed = seed == null || seed.toString().isEmpty() ? null : seed;
    }
}
