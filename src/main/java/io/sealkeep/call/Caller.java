// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import org.jspecify.annotations.Nullable;

/**
 * Who is calling, through which request and for which region. Bound once per request as a scoped value by the outermost
 * filter, so that engine, trail and doors need no parameter for it. Immutable.
 *
 * @param principal the identity the call is made with
 * @param requestId the id that the answer's {@code x-amzn-RequestId} header and every record of this request share
 * @param region the AWS region the call is for, for example {@code eu-central-1}
 * @param sourceIpAddress the client's address as the socket shows it, or a service's name
 * @param userAgent the client's own name for itself, unverified, or null
 * @param invokedBy the service that calls on the principal's behalf, or null for a direct call
 */
public record Caller(
        Principal principal,
        String requestId,
        String region,
        String sourceIpAddress,
        @Nullable String userAgent,
        @Nullable String invokedBy) {

    /** The caller of the request this thread serves. */
    public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    /**
     * Returns the caller of the request this thread serves.
     *
     * @throws java.util.NoSuchElementException if no request is being served: a programming error
     */
    public static Caller current() {
        return CURRENT.get();
    }

    /** Returns this caller in another region. */
    public Caller inRegion(String otherRegion) {
        return new Caller(principal, requestId, otherRegion, sourceIpAddress, userAgent, invokedBy);
    }

    /**
     * Returns this caller as a service acting for it presents it: same principal and request id, with the service's name as
     * source address and user agent, as CloudTrail records calls that one AWS service makes on a user's behalf.
     */
    public Caller through(String service) {
        return new Caller(principal, requestId, region, service, service, service);
    }
}
