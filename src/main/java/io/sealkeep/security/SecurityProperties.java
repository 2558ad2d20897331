// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may reach the service. Immutable.
 *
 * @param mode how callers are authenticated; {@code none} is for loopback alone
 * @param insecureOpenNetwork says that a service without authentication on an address that others can reach is meant:
 *     throw-away test containers, or a container whose port is published on loopback
 * @param allowedHosts the names, besides {@code localhost}, by which clients may call the service in {@code Host}: lower case,
 *     without port. Addresses are always allowed
 * @param maxRequestBody the largest request body outside the envelope's streams
 * @param maxStreams how many of the envelope's streams are served at one time: each takes a few times the largest frame in memory
 */
@Validated
@ConfigurationProperties("sealkeep.security")
public record SecurityProperties(
        @DefaultValue("none") @NotNull Mode mode,
        @DefaultValue("false") boolean insecureOpenNetwork,

        @DefaultValue
        List<
                        @Pattern(
                                regexp = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
                                message = "must be a host name in lower case, without port")
                        String>
                allowedHosts,

        @DefaultValue("1MB") @NotNull DataSize maxRequestBody,
        @DefaultValue("64") @Positive int maxStreams) {

    boolean allows(String host) {
        return allowedHosts.contains(host);
    }

    /** The modes there are. */
    public enum Mode {
        /** Nobody is authenticated. */
        NONE
    }
}
