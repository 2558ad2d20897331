// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.call.Caller;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.KmsException;

/** One envelope call and its one record, written when the call has succeeded, before its last byte, or has failed. One thread. */
final class EnvelopeCall {

    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeCall.class);

    /** What a call does. */
    interface Work<R> {
        R run(EnvelopeCall call) throws IOException;
    }

    private final String eventName;
    private final Caller caller;
    private final Trail trail;
    private final Clock clock;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<String, Object> additional = new LinkedHashMap<>();
    private @Nullable String keyArn;
    private @Nullable CountedBody body;
    private @Nullable HeldBackOutput output;
    private boolean isRecorded;

    EnvelopeCall(String eventName, Caller caller, Trail trail, Clock clock) {
        this.eventName = eventName;
        this.caller = caller;
        this.trail = trail;
        this.clock = clock;
    }

    /** Notes what was asked for. */
    EnvelopeInput input(EnvelopeInput input) {
        if (input.key() != null) {
            parameters.put("keyId", input.key().text());
        }
        if (!input.encryptionContext().isEmpty()) {
            parameters.put("encryptionContext", input.encryptionContext());
        }
        body = input.body();
        return input;
    }

    /** Notes where the answer goes. */
    void output(HeldBackOutput theOutput) {
        output = theOutput;
    }

    /** Notes the message, which its id names wherever it goes. */
    void message(MessageHeader header) {
        additional.put("messageId", Base64.getEncoder().encodeToString(header.messageId()));
    }

    /** Notes the key that KMS used. */
    void key(String arn) {
        keyArn = arn;
    }

    Caller caller() {
        return caller;
    }

    /**
     * Does the work, and records its failure where it fails. Work that succeeds calls {@link #succeeded} itself.
     *
     * @throws KmsException however the work failed
     */
    <R> R run(Work<R> work) {
        try {
            return work.run(this);
        } catch (KmsException e) {
            throw failed(e);
        } catch (IOException e) {
            throw failed(EnvelopeErrors.disconnected(e));
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} failed in a way that is a fault of this service", eventName, EnvelopeErrors.withoutMessages(e));
            throw failed(EnvelopeErrors.internal(e));
        }
    }

    /**
     * Makes the record of the success durable.
     *
     * @throws KmsException with status 503 if it is not: the answer's end must then be withheld
     */
    void succeeded() {
        record(event(output == null ? 0 : output.count()));
    }

    private KmsException failed(KmsException error) {
        if (!isRecorded) {
            AwsErrorDetails details = error.awsErrorDetails();
            record(event(output == null ? 0 : output.passedOn()).error(details.errorCode(), details.errorMessage()));
        }
        return error;
    }

    private AuditEvent.Builder event(long bytesOut) {
        AuditEvent.Builder event = AuditEvent.of(caller, clock.instant(), AuditEvent.ENVELOPE, eventName);
        additional.put("bytesIn", body == null ? 0 : body.count());
        additional.put("bytesOut", bytesOut);
        if (keyArn != null) {
            event.resource(keyArn);
        }
        return event.requestParameters(parameters.isEmpty() ? null : parameters).additionalEventData(additional);
    }

    private void record(AuditEvent.Builder event) {
        // Also if it fails: a record whose answer was withheld may surface later, and a second one would contradict it.
        isRecorded = true;
        try {
            trail.record(List.of(event.build()));
        } catch (TrailUnavailableException e) {
            LOG.error("An envelope answer was withheld: its record could not be written: {}", e.getMessage());
            throw EnvelopeErrors.trailUnavailable(e);
        }
    }
}
