// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

/** Puts the strict JSON converter in place of Boot's. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    JacksonJsonHttpMessageConverter jsonConverter() {
        return new StrictJsonConverter();
    }
}
