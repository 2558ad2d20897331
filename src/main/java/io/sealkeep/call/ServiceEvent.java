// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import java.util.Map;

/**
 * Something the service did by itself: deleted a key whose waiting period ended, rotated one that was due. It becomes a
 * CloudTrail {@code AwsServiceEvent}. Immutable.
 *
 * @param name the event name: {@code DeleteKey}, {@code RotateKey}
 * @param region the key's region
 * @param keyArn the key it happened to
 * @param details the {@code serviceEventDetails} element in its order; empty for none
 * @param additional the {@code additionalEventData} element in its order; empty for none
 */
public record ServiceEvent(
        String name, String region, String keyArn, Map<String, Object> details, Map<String, String> additional) {

    /** An event without additional data. */
    public ServiceEvent(String name, String region, String keyArn, Map<String, Object> details) {
        this(name, region, keyArn, details, Map.of());
    }
}
