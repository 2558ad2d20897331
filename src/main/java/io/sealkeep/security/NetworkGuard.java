// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import io.sealkeep.home.StartRefusedException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the service may listen where it is told to. Without authentication whoever reaches the port can use every
 * key, so it must be loopback, or the operator must say that an open network is meant. Stateless.
 */
final class NetworkGuard {

    private NetworkGuard() {}

    /**
     * Returns if the addresses are allowed.
     *
     * @param address the main port's address; null is every address
     * @param managementAddress the actuator's address; null is every address
     * @throws StartRefusedException if they are not
     */
    static void check(
            SecurityProperties security, @Nullable InetAddress address, @Nullable InetAddress managementAddress) {
        if (managementAddress == null || !managementAddress.isLoopbackAddress()) {
            throw new StartRefusedException("management.server.address must be a loopback address: the actuator has no"
                    + " authentication. Leave it at 127.0.0.1.");
        }
        if ((address == null || !address.isLoopbackAddress()) && !security.insecureOpenNetwork()) {
            throw new StartRefusedException("server.address is "
                    + (address == null ? "every address" : address.getHostAddress())
                    + ", and nobody is authenticated (sealkeep.security.mode=none): whoever reaches the port could use every"
                    + " key. Leave server.address at 127.0.0.1, or, for a throw-away test container or a port that is"
                    + " published on loopback only, say sealkeep.security.insecure-open-network=true.");
        }
    }
}
