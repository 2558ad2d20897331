// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.CallRecord;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.ServiceEvent;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/** Makes records of service events alone, of what no call asked for; the drain writes them from the outbox. */
record ServiceCallRecord(Clock clock) implements CallRecord {

    @Override
    public void key(String keyArn) {}

    @Override
    public void additional(String name, String value) {}

    @Override
    public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events) {
        List<AuditEvent> records = events.stream()
                .map(event -> ServiceRecords.of(event, clock.instant()))
                .toList();
        return ServiceRecords.rows(records);
    }
}
