// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailPage;
import io.sealkeep.audit.TrailQuery;
import java.util.List;
import java.util.Optional;

/** A trail that takes everything and keeps nothing, for a {@link FailingTrail} in front of it to remember. */
final class NowhereTrail implements Trail {

    @Override
    public void record(List<AuditEvent> events) {}

    @Override
    public void intend(AuditEvent intent) {}

    @Override
    public void requireWritable() {}

    @Override
    public boolean contains(String eventId) {
        return false;
    }

    @Override
    public Optional<String> find(String eventId) {
        return Optional.empty();
    }

    @Override
    public TrailPage find(TrailQuery query) {
        return new TrailPage(List.of(), null, null);
    }
}
