// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.ServiceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.SdkPojo;

/** A record that remembers what it was told, and makes one outbox row for the call and one for each event. */
final class TestRecord implements CallRecord {

    final List<String> keys = new ArrayList<>();
    final Map<String, String> additional = new LinkedHashMap<>();
    final List<SdkPojo> responses = new ArrayList<>();
    final List<ServiceEvent> events = new ArrayList<>();
    final List<OutboxRow> rows = new ArrayList<>();

    <T> T during(Callable<T> call) throws Exception {
        return ScopedValue.where(CallRecord.CURRENT, this).call(call::call);
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
    public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> changeEvents) {
        responses.add(response);
        events.addAll(changeEvents);
        List<OutboxRow> made = new ArrayList<>();
        made.add(new OutboxRow(UUID.randomUUID().toString(), "{\"call\":true}"));
        for (ServiceEvent event : changeEvents) {
            made.add(new OutboxRow(UUID.randomUUID().toString(), "{\"event\":\"" + event.name() + "\"}"));
        }
        rows.addAll(made);
        return made;
    }
}
