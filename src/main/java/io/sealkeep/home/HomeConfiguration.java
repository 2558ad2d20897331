// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the home directory before anything that lives in it, and gives the one clock that all time comes from. */
@Configuration(proxyBeanMethods = false)
class HomeConfiguration {

    @Bean
    Home home(SealkeepProperties properties) {
        return Home.open(properties.home());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
