// SPDX-License-Identifier: Apache-2.0
package io.sealkeep;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Keeps libraries from writing requests and answers, which hold plaintext and keys, into the log: whatever level is configured,
 * the loggers that print what passes on a connection say nothing below INFO. Safe for concurrent use.
 */
class BodyLoggers extends TurboFilter implements ApplicationListener<ApplicationPreparedEvent> {

    /** Tomcat's input buffers, Spring's message converters, the SDK's HTTP client and its requests. */
    private static final List<String> PREFIXES = List.of(
            "org.apache.coyote.",
            "org.apache.tomcat.util.net.",
            "org.apache.hc.client5.http.",
            "org.apache.hc.core5.",
            "software.amazon.awssdk.");

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getTurboFilterList().stream().noneMatch(BodyLoggers.class::isInstance)) {
            context.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        if (level.isGreaterOrEqual(Level.INFO)) {
            return FilterReply.NEUTRAL;
        }
        String name = logger.getName();
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }
}
