// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the trail. Immutable.
 *
 * @param segmentSize the size at which a segment file of the journal is followed by the next; 64 KB to 4 GB
 * @param answerWithin how long a call waits for its record to be durable before it answers 503, and a query for the index;
 *     a look-up may take five times as long
 * @param queueSize how much may wait to be written before calls are refused; 1 MB to 1 GB
 */
@Validated
@ConfigurationProperties("sealkeep.audit")
public record AuditProperties(
        @DefaultValue("64MB") @NotNull DataSize segmentSize,

        @DefaultValue("2s") @NotNull Duration answerWithin,

        @DefaultValue("16MB") @NotNull DataSize queueSize) {

    @AssertTrue(message = "sealkeep.audit.segment-size must be 64KB to 4GB")
    boolean isSegmentSizeInRange() {
        return isWithin(segmentSize, DataSize.ofKilobytes(64), DataSize.ofGigabytes(4));
    }

    @AssertTrue(message = "sealkeep.audit.queue-size must be 1MB to 1GB")
    boolean isQueueSizeInRange() {
        return isWithin(queueSize, DataSize.ofMegabytes(1), DataSize.ofGigabytes(1));
    }

    @AssertTrue(message = "sealkeep.audit.answer-within must be 100ms to 60s")
    boolean isAnswerWithinInRange() {
        return answerWithin.toMillis() >= 100 && answerWithin.toMillis() <= 60_000;
    }

    private static boolean isWithin(DataSize size, DataSize least, DataSize most) {
        return size.compareTo(least) >= 0 && size.compareTo(most) <= 0;
    }

    TrailSettings settings(String accountId, String region) {
        return new TrailSettings(accountId, region, segmentSize.toBytes(), answerWithin, queueSize.toBytes());
    }
}
