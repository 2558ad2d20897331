// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which KMS stands behind the doors. Immutable.
 *
 * @param backend the embedded engine, or AWS
 * @param endpoint with {@code aws}: where KMS is, if not at AWS: LocalStack, another Sealkeep
 * @param sweepInterval with {@code embedded}: how often deletions and rotations that are due are done
 * @param throttling with {@code embedded}: requests a second by operation, and {@code quotas}; see {@link RequestRates}
 */
@Validated
@ConfigurationProperties("sealkeep.kms")
record KmsProperties(
        @DefaultValue("embedded") @NotNull Backend backend,
        @Nullable URI endpoint,
        @DefaultValue("5s") @NotNull Duration sweepInterval,
        @DefaultValue Map<String, String> throttling) {

    /** The backends there are. */
    enum Backend {
        /** Our own engine, in this process. */
        EMBEDDED,
        /** The SDK's client: AWS KMS or whatever speaks its protocol. */
        AWS
    }
}
