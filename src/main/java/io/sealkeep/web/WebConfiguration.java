// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

/** Puts the strict JSON converter in place of Boot's, and problems in place of the container's error page. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    JacksonJsonHttpMessageConverter jsonConverter() {
        return new StrictJsonConverter();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTheContainer() {
        return factory -> factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
    }
}
