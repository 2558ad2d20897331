// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import io.sealkeep.home.SealkeepProperties;
import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * What every request passes, in order: {@link CallerFilter} (who, which region, request id), then the trail's filter, then
 * {@link RequestGuard} (refusals, which the trail's filter therefore records). Checks at start where the service may listen. The
 * actuator's port has the first and the last by {@link ManagementGuard}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    static final int CALLER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;
    static final int GUARD_ORDER = Ordered.HIGHEST_PRECEDENCE + 30;

    @Bean
    FilterRegistrationBean<Filter> callerFilter(
            SealkeepProperties sealkeep,
            SecurityProperties security,
            ServerProperties server,
            ManagementServerProperties management) {
        NetworkGuard.check(security, server.getAddress(), management.getAddress());
        return registration(new CallerFilter(sealkeep), CALLER_ORDER);
    }

    @Bean
    FilterRegistrationBean<Filter> requestGuard(SecurityProperties security) {
        return registration(new RequestGuard(security), GUARD_ORDER);
    }

    static FilterRegistrationBean<Filter> registration(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
