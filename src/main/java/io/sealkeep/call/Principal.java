// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, in the terms of CloudTrail's {@code userIdentity} element. Immutable.
 *
 * <p>Holds no secret: an access key id names a credential, it does not prove one.
 *
 * @param type a CloudTrail identity type: {@code IAMUser}, {@code AssumedRole}, {@code Root}, {@code Unknown} …
 * @param principalId the stable id of the identity; {@code anonymous} where nobody was authenticated
 * @param arn the identity's ARN, or null where it has none
 * @param accountId twelve digits
 * @param accessKeyId the access key id that the request named, or null where it named none
 * @param userName the friendly name, or null
 */
public record Principal(
        String type,
        String principalId,
        @Nullable String arn,
        String accountId,
        @Nullable String accessKeyId,
        @Nullable String userName) {

    /**
     * Returns the identity of a caller whom nobody authenticated.
     *
     * @param accessKeyId the access key id that the request claims, unverified, or null
     */
    public static Principal unauthenticated(String accountId, @Nullable String accessKeyId) {
        return new Principal("Unknown", "anonymous", null, accountId, accessKeyId, null);
    }

    /** Returns what the trail's principal filter matches: the ARN, else the principal id. */
    public String filterName() {
        return arn != null ? arn : principalId;
    }
}
