// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.home.StartRefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class NetworkGuardTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "::1"})
    void check_onLoopback_isAllowed(String address) {
        assertThatCode(() -> NetworkGuard.check(security(false), InetAddress.getByName(address), LOOPBACK))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.4", "10.0.0.1", "203.0.113.9"})
    void check_onAnotherAddress_isRefusedUnlessMeant(String address) throws UnknownHostException {
        InetAddress open = InetAddress.getByName(address);
        assertThatThrownBy(() -> NetworkGuard.check(security(false), open, LOOPBACK))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("sealkeep.security.insecure-open-network=true");
        assertThatCode(() -> NetworkGuard.check(security(true), open, LOOPBACK)).doesNotThrowAnyException();
    }

    @Test
    void check_onEveryAddress_isRefused() {
        assertThatThrownBy(() -> NetworkGuard.check(security(false), null, LOOPBACK))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("every address");
    }

    @Test
    void check_withOpenActuator_isRefusedAlwaysEvenIfTheNetworkIsMeantToBeOpen() throws UnknownHostException {
        InetAddress open = InetAddress.getByName("0.0.0.0");
        assertThatThrownBy(() -> NetworkGuard.check(security(true), LOOPBACK, open))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> NetworkGuard.check(security(true), LOOPBACK, null))
                .isInstanceOf(StartRefusedException.class);
    }

    private static SecurityProperties security(boolean open) {
        return new SecurityProperties(
                SecurityProperties.Mode.NONE, open, List.of("sealkeep.internal"), DataSize.ofMegabytes(1), 64);
    }
}
