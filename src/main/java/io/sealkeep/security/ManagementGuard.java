// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import io.sealkeep.home.SealkeepProperties;
import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * The same filters in front of the actuator: its port is reached by a browser on this machine as the main one is, and by a name
 * that a page's owner points to it.
 *
 * <p>The actuator has a context of its own, which finds this in {@code META-INF/spring}. It is no {@code @Configuration}, so that
 * the service's own context does not find it as well.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementGuard {

    @Bean
    FilterRegistrationBean<Filter> managementCallerFilter(SealkeepProperties sealkeep) {
        return SecurityConfiguration.registration(new CallerFilter(sealkeep), SecurityConfiguration.CALLER_ORDER);
    }

    @Bean
    FilterRegistrationBean<Filter> managementRequestGuard(SecurityProperties security) {
        return SecurityConfiguration.registration(new RequestGuard(security), SecurityConfiguration.GUARD_ORDER);
    }
}
