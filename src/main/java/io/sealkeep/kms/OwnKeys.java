// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Completes bare key ids to ARNs, for records of a backend whose answers do not always name the key. A bare id always means a key of
 * the backend's own account in the region of the call, so one ARN of such a key is enough to know all others of the region. Holds one
 * for each region that was asked. Safe for concurrent use.
 */
final class OwnKeys {

    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

    /** By region, what stands before the key id in an ARN. */
    private final Map<String, String> prefixes = new ConcurrentHashMap<>();

    /** Learns from the ARN of a key that was made by the call, or named in it by a bare id or an alias. */
    void learn(String region, String keyArn) {
        prefixes.put(region, keyArn.substring(0, keyArn.indexOf('/') + 1));
    }

    /** Returns the ARN for a bare key id; null for what is none, and while no key of the region has been seen. */
    @Nullable
    String arn(String region, String keyId) {
        String prefix = prefixes.get(region);
        return prefix == null || !ID.matcher(keyId).matches() ? null : prefix + keyId;
    }
}
