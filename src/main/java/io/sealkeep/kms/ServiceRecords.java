// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.RandomIds;
import io.sealkeep.call.ServiceEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of what the service does by itself, and outbox rows of records. Stateless. */
final class ServiceRecords {

    private ServiceRecords() {}

    /** A synchronization of multi-region keys is recorded as a call: AWS KMS Developer Guide, "SynchronizeMultiRegionKey". */
    static AuditEvent of(ServiceEvent event, Instant time) {
        String accountId = event.keyArn().split(":", 6)[4];
        if (event.name().equals("SynchronizeMultiRegionKey")) {
            return AuditEvent.ofInternalCall(accountId, event.region(), time, event.name(), RandomIds.next())
                    .responseElements(Map.of("keyId", event.keyArn()))
                    .resource(event.keyArn())
                    .build();
        }
        return AuditEvent.ofService(accountId, event.region(), time, event.name())
                .serviceEventDetails(event.details())
                .responseElements(elements(event))
                .additionalEventData(event.additional())
                .resource(event.keyArn())
                .build();
    }

    /** The deletion of a key in a CloudHSM key store names the key here too, and that of no other, in the samples of AWS. */
    private static @Nullable Map<String, ?> elements(ServiceEvent event) {
        return event.name().equals("DeleteKey") && !event.additional().isEmpty()
                ? Map.of("keyId", event.keyArn())
                : null;
    }

    static List<OutboxRow> rows(List<AuditEvent> events) {
        return events.stream()
                .map(event -> new OutboxRow(event.eventId(), event.jsonText()))
                .toList();
    }
}
