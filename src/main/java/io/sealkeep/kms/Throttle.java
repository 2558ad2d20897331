// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/**
 * Refuses requests beyond a rate, as AWS does, so that clients can rehearse it. Each rate counts for itself in each region of the
 * one account. For rehearsal, not for defence: it counts calls that have been taken in already. Safe for concurrent use.
 */
final class Throttle {

    /** Refuses nothing. */
    static final Throttle OFF = new Throttle(RequestRates.NONE, () -> 0, keyId -> "");

    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

    /** Callers name regions as they like; a bucket that is forgotten begins full. */
    private static final int BUCKETS_HELD = 10_000;

    private final boolean off;
    private final RequestRates rates;
    private final LongSupplier nanoTime;
    private final UnaryOperator<String> keySpec;
    private final Cache<Share, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(BUCKETS_HELD).build();

    /** A rate in a region. */
    private record Share(RequestRate rate, String region) {}

    /**
     * Makes a throttle whose buckets are full.
     *
     * @param nanoTime counted time, as {@link System#nanoTime}
     * @param keySpec tells the key spec of a key id in the region of the call; empty where there is no such key
     */
    Throttle(RequestRates rates, LongSupplier nanoTime, UnaryOperator<String> keySpec) {
        this.off = rates.isEmpty();
        this.rates = rates;
        this.nanoTime = nanoTime;
        this.keySpec = keySpec;
    }

    /** Returns the throttle in front of a backend. */
    static Throttle of(RequestRates rates, KmsBackend backend) {
        if (rates.isEmpty()) {
            return OFF;
        }
        LOG.info("Requests are throttled (sealkeep.kms.throttling): {}.", rates);
        return new Throttle(rates, System::nanoTime, keyId -> keySpec(backend, keyId));
    }

    /** Asks the backend, past the record of the call that is to be judged. */
    private static String keySpec(KmsBackend backend, String keyId) {
        try {
            return ScopedValue.where(CallRecord.CURRENT, CallRecord.NONE)
                    .call(() -> backend.client(Caller.current().region())
                            .describeKey(r -> r.keyId(keyId))
                            .keyMetadata()
                            .keySpecAsString());
        } catch (KmsException e) {
            return "";
        }
    }

    /**
     * Counts a request.
     *
     * @throws KmsException ThrottlingException if it exceeds its rate
     */
    void admit(String operation, KmsRequest request, String region) {
        if (off) {
            return;
        }
        RequestRate rate = rates.of(operation, request, region, keySpec);
        if (rate != null) {
            long now = nanoTime.getAsLong();
            TokenBucket bucket = buckets.get(
                    new Share(rate, region),
                    share -> new TokenBucket(share.rate().perSecond(), now));
            if (!bucket.take(now)) {
                throw BackendErrors.throttled();
            }
        }
    }
}
