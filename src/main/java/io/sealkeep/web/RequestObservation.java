// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * What is observed of a request: method, path pattern, status, outcome and exception, by which it is counted and timed. Not its URL, which
 * no meter reads and in which a caller may have put what must not be kept. Stateless.
 */
final class RequestObservation extends DefaultServerRequestObservationConvention {

    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
        return KeyValues.empty();
    }

    @Override
    public @Nullable String getContextualName(ServerRequestObservationContext context) {
        return null; // a name for spans, and nothing here makes spans
    }
}
