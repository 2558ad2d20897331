// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.RandomIds;
import io.sealkeep.call.ServiceEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/**
 * The CloudTrail record of one KMS call in the making: what the caller asked, what the engine learned, how it ended. One call;
 * {@link #change} may run on the store's thread while the calling thread waits.
 */
final class KmsCallRecord implements CallRecord {

    private final AuditedOperation operation;
    private final KmsRequest request;
    private final Caller caller;
    private final Clock clock;
    private final ChangeLog changes;
    private final OwnKeys own;
    private final List<String> keys = new ArrayList<>(2);
    private final Map<String, Object> additional = new LinkedHashMap<>();
    private final String eventId = RandomIds.next();
    private volatile List<AuditEvent> prepared = List.of();

    KmsCallRecord(
            AuditedOperation operation,
            KmsRequest request,
            Caller caller,
            Clock clock,
            ChangeLog changes,
            OwnKeys own) {
        this.operation = operation;
        this.request = request;
        this.caller = caller;
        this.clock = clock;
        this.changes = changes;
        this.own = own;
    }

    /** Returns the API action that is being recorded. */
    String operationName() {
        return operation.name();
    }

    @Override
    public void key(String keyArn) {
        keys.add(keyArn);
    }

    @Override
    public void additional(String name, String value) {
        additional.put(name, value);
    }

    @Override
    public String eventId() {
        return eventId;
    }

    @Override
    public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events) {
        List<AuditEvent> all = new ArrayList<>(1 + events.size());
        all.add(success(response));
        RecordElsewhere.of(request, response, keys, caller, clock.instant()).ifPresent(all::add);
        events.forEach(event -> all.add(ServiceRecords.of(event, clock.instant())));
        prepared = List.copyOf(all);
        changes.prepared(outboxIds());
        return ServiceRecords.rows(all);
    }

    /** Returns the ids of the records made for the outbox; empty for a call that changed nothing. */
    List<String> outboxIds() {
        List<AuditEvent> records = prepared;
        return records.isEmpty()
                ? List.of()
                : records.stream().map(AuditEvent::eventId).toList();
    }

    /** Returns the records of the call that ended well: those that committed with the change, else a fresh one. */
    List<AuditEvent> succeeded(SdkPojo response) {
        return prepared.isEmpty() ? List.of(success(response)) : prepared;
    }

    /** Returns the record of the call that failed. */
    AuditEvent failed(KmsException error) {
        String code = error.awsErrorDetails().errorCode();
        if (keys.isEmpty()) {
            keysFromRequest();
        }
        AuditEvent.Builder event = begin().error(
                        code.equals("AccessDeniedException") ? "AccessDenied" : code,
                        error.awsErrorDetails().errorMessage());
        keys.forEach(event::resource);
        return event.additionalEventData(additional).build();
    }

    /** Returns the record as far as it is known before the call is made. */
    AuditEvent intent() {
        return begin().build();
    }

    private AuditEvent success(SdkPojo response) {
        if (keys.isEmpty()) {
            keysFrom(response);
        }
        for (String name : List.of("keyMaterialId", "sourceKeyMaterialId", "destinationKeyMaterialId")) {
            String value = operation.readOnly() ? RecordedMembers.text(response, name) : null;
            if (value != null) {
                additional.put(name, value);
            }
        }
        if (operation.name().equals("RetireGrant")) {
            // Of this request alone CloudTrail shows nothing but the grant, and that elsewhere.
            String grantId = RecordedMembers.text(request, "grantId");
            if (grantId != null) {
                additional.put("grantId", grantId);
            }
        }
        AuditEvent.Builder event = begin();
        if (!operation.readOnly()) {
            event.responseElements(elements(response));
        }
        resources().forEach(event::resource);
        return event.additionalEventData(additional).build();
    }

    private AuditEvent.Builder begin() {
        Map<String, Object> defaults = operation.defaults(request);
        boolean showsArn = operation.name().equals("Decrypt") && !keys.isEmpty();
        if (showsArn) {
            defaults = new HashMap<>(defaults);
            defaults.put("keyId", keys.getFirst());
        }
        Map<String, Object> parameters = RecordedMembers.of(request, operation.parameters(), defaults);
        if (showsArn) {
            parameters.put("keyId", keys.getFirst()); // whatever name was sent
        }
        Object cluster = parameters.remove("cloudHsmClusterId");
        if (cluster != null) {
            parameters.put("clusterId", cluster); // as CloudTrail calls it
        }
        AuditEvent.Builder event = AuditEvent.of(caller, clock.instant(), AuditEvent.KMS, operation.name())
                .eventId(eventId)
                .readOnly(operation.readOnly())
                .hasResources(operation.hasResources())
                .requestParameters(parameters.isEmpty() ? null : parameters);
        return operation.name().contains("CustomKeyStore") ? event.withoutResources() : event;
    }

    private @Nullable Map<String, Object> elements(SdkPojo response) {
        if (!operation.elements().isEmpty()) {
            return RecordedMembers.of(
                    response, operation.elements(), keys.isEmpty() ? Map.of() : Map.of("keyId", keys.getFirst()));
        }
        return keys.isEmpty() ? null : Map.of("keyId", keys.getFirst());
    }

    /** An alias operation names key and alias; CreateAlias in this order, the others in the other. */
    private List<String> resources() {
        String alias = RecordedMembers.text(request, "aliasName");
        if (alias == null || keys.isEmpty()) {
            return keys;
        }
        String key = keys.getFirst();
        String aliasArn = key.substring(0, key.indexOf(":key/") + 1) + alias;
        return operation.name().equals("CreateAlias") ? List.of(key, aliasArn) : List.of(aliasArn, key);
    }

    /** A backend that does not tell the record its keys says them in its response, where it answers ARNs. */
    private void keysFrom(SdkPojo response) {
        SdkPojo metadata = RecordedMembers.structure(response, "keyMetadata");
        addIfKey(metadata == null ? null : RecordedMembers.text(metadata, "arn"));
        addIfKey(RecordedMembers.text(response, "sourceKeyId"));
        addIfKey(RecordedMembers.text(response, "keyId"));
        if (keys.isEmpty()) {
            keysFromRequest();
        } else if (namesOwnKey()) {
            own.learn(caller.region(), keys.getFirst());
        }
    }

    /** An ARN, and a ciphertext alone, can mean the key of another account. */
    private boolean namesOwnKey() {
        String keyId = RecordedMembers.text(request, "keyId");
        return keyId == null ? operation.name().equals("CreateKey") : !keyId.startsWith("arn:");
    }

    private void keysFromRequest() {
        for (String name : List.of("sourceKeyId", "keyId", "destinationKeyId", "targetKeyId")) {
            String keyId = RecordedMembers.text(request, name);
            addIfKey(keyId == null || keyId.startsWith("arn:") ? keyId : own.arn(caller.region(), keyId));
        }
    }

    private void addIfKey(@Nullable String arn) {
        if (arn != null && arn.startsWith("arn:") && arn.contains(":key/") && arn.length() <= 2048) {
            keys.add(arn);
        }
    }
}
