// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Opens the home directory before anything that lives in it, and gives the one clock that all time comes from. */
@Configuration(proxyBeanMethods = false)
class HomeConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(HomeConfiguration.class);

    @Bean
    Home home(SealkeepProperties properties) {
        return Home.open(properties.home());
    }

    @Bean
    @Profile("!dev")
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Is the {@code Clock} of all in the profile {@code dev}. */
    @Bean
    @Profile("dev")
    AdjustableClock adjustableClock() {
        LOG.warn(
                "Profile dev: whoever reaches the port can move the clock forward, and what is due is then done: keys that"
                        + " are pending deletion are lost. For keys that nobody needs.");
        return new AdjustableClock(Clock.systemUTC(), System::nanoTime);
    }
}
