// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import io.sealkeep.call.RandomIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of one call in the form of CloudTrail 1.11, with the few columns that the trail is searched by. Immutable.
 *
 * <p>Source: AWS CloudTrail User Guide, "CloudTrail record contents for management, data, and network activity events".
 *
 * @param eventId the id of the record, unique per record
 * @param eventTime whole seconds, UTC
 * @param eventName the API action
 * @param principal the caller's ARN, else its principal id
 * @param keys the ARNs of the keys in {@code resources}
 * @param errorCode the error code, or null for a success
 * @param requestId the request's id, or null for a service event
 * @param json the whole record, one line of UTF-8 JSON without a line end; treat as read-only
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditEvent(
        String eventId,
        Instant eventTime,
        String eventName,
        String principal,
        List<String> keys,
        @Nullable String errorCode,
        @Nullable String requestId,
        byte[] json) {

    /** {@code eventSource} of KMS operations. */
    public static final String KMS = "kms.amazonaws.com";

    /** {@code eventSource} of envelope calls. */
    public static final String ENVELOPE = "envelope.sealkeep.internal";

    /** {@code eventSource} of administration and audit look-ups. */
    public static final String SEALKEEP = "sealkeep.internal";

    /** Returns the record as text: one line of JSON. */
    public String jsonText() {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "AuditEvent[" + eventName + " " + eventId + "]";
    }

    /** Begins the record of a call made by {@code caller}. */
    public static Builder of(Caller caller, Instant time, String eventSource, String eventName) {
        return new Builder(caller, time, eventSource, eventName);
    }

    /** Begins the record of something the service did by itself, in the given region and account. */
    public static Builder ofService(String accountId, String region, Instant time, String eventName) {
        return ofService(accountId, region, time, KMS, eventName);
    }

    /**
     * Begins the record of a call that the service makes to itself, in the given region and account: of the service's identity, but with
     * a request id and the type of a call.
     */
    public static Builder ofInternalCall(
            String accountId, String region, Instant time, String eventName, String requestId) {
        Builder builder = new Builder(service(accountId, region, requestId), time, KMS, eventName);
        builder.byService = true;
        builder.readOnly = false;
        return builder;
    }

    /** Begins the record of something a part of the service did by itself. */
    static Builder ofService(String accountId, String region, Instant time, String eventSource, String eventName) {
        Builder builder = new Builder(service(accountId, region, ""), time, eventSource, eventName);
        builder.eventType = "AwsServiceEvent";
        builder.byService = true;
        builder.readOnly = false;
        return builder;
    }

    private static Caller service(String accountId, String region, String requestId) {
        String internal = "AWS Internal";
        Principal service = new Principal("", internal, null, accountId, null, null);
        return new Caller(service, requestId, region, internal, internal, internal);
    }

    /** Reads the searched columns back from a record's JSON. */
    public static AuditEvent parse(byte[] json) {
        return AuditJson.parse(json);
    }

    /** Collects the members of a record; see the parts of {@code AuditJson} for limits. One thread. */
    public static final class Builder {
        final Caller caller;
        final Instant eventTime;
        final String eventSource;
        final String eventName;
        String eventType = "AwsApiCall";
        boolean readOnly = true;
        boolean byService;
        boolean hasResources = true;

        @Nullable
        String eventId;

        @Nullable
        String errorCode;

        @Nullable
        String errorMessage;

        @Nullable
        Map<String, ?> requestParameters;

        @Nullable
        Map<String, ?> responseElements;

        @Nullable
        Map<String, ?> additionalEventData;

        @Nullable
        Map<String, ?> serviceEventDetails;

        final List<String> keys = new ArrayList<>(2);

        private Builder(Caller caller, Instant time, String eventSource, String eventName) {
            this.caller = caller;
            this.eventTime = time.truncatedTo(ChronoUnit.SECONDS);
            this.eventSource = eventSource;
            this.eventName = eventName;
        }

        /** Sets the id, for a record whose id was known before it; a fresh one otherwise. */
        public Builder eventId(String id) {
            this.eventId = id;
            return this;
        }

        /** Says whether the call changes nothing; true where not said. */
        public Builder readOnly(boolean value) {
            this.readOnly = value;
            return this;
        }

        /** Says whether the record has {@code resources} at all, if only an empty list of them; true where not said. */
        public Builder hasResources(boolean value) {
            this.hasResources = value;
            return this;
        }

        /** Makes this the record of a failure. The message is cut at 1 KB; null or empty is left out. */
        public Builder error(String code, @Nullable String message) {
            this.errorCode = code;
            this.errorMessage = message == null || message.isEmpty() ? null : message;
            return this;
        }

        /** Values are strings, numbers, booleans, {@link Instant}s, maps and lists of them; null for none. */
        public Builder requestParameters(@Nullable Map<String, ?> members) {
            this.requestParameters = members;
            return this;
        }

        /** As {@link #requestParameters}; null for none. */
        public Builder responseElements(@Nullable Map<String, ?> members) {
            this.responseElements = members;
            return this;
        }

        /** As {@link #requestParameters}; left out where null or empty. */
        public Builder additionalEventData(@Nullable Map<String, ?> members) {
            this.additionalEventData = members == null || members.isEmpty() ? null : members;
            return this;
        }

        /** As {@link #requestParameters}; left out where null or empty. */
        public Builder serviceEventDetails(@Nullable Map<String, ?> members) {
            this.serviceEventDetails = members == null || members.isEmpty() ? null : members;
            return this;
        }

        String eventId() {
            return eventId == null ? RandomIds.next() : eventId;
        }

        /** Leaves {@code resources} out, as CloudTrail does for some operations, rather than to show that there are none. */
        public Builder withoutResources() {
            this.hasResources = false;
            return this;
        }

        /** Adds an {@code AWS::KMS::Key} to {@code resources}, keys and aliases alike, as CloudTrail types both. */
        public Builder resource(String arn) {
            keys.add(arn);
            return this;
        }

        /** Returns the finished record. */
        public AuditEvent build() {
            return AuditJson.write(this);
        }
    }
}
