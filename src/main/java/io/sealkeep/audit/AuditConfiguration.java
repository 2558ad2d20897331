// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.home.Home;
import io.sealkeep.home.SealkeepProperties;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the trail once the home directory is locked; it is closed before the lock is given back. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    Underway underway() {
        return new Underway();
    }

    @Bean
    JournalTrail trail(Home home, Clock clock, SealkeepProperties service, AuditProperties audit, Underway underway) {
        TrailSettings settings = audit.settings(service.accountId(), service.region());
        return JournalTrail.open(home.resolve("trail"), clock, settings, underway);
    }

    @Bean
    FilterRegistrationBean<TrailFilter> trailFilter(Trail trail, Clock clock, Underway underway) {
        FilterRegistrationBean<TrailFilter> registration =
                new FilterRegistrationBean<>(new TrailFilter(trail, clock, underway));
        registration.setOrder(TrailFilter.ORDER);
        return registration;
    }
}
