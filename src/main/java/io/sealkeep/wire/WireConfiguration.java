// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.kms.KmsClient;

/** Puts the wire door at the root of the service. */
@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    /** The empty pattern is the root alone. */
    @Bean
    ServletRegistrationBean<WireServlet> wireServlet(KmsClient kms) {
        return new ServletRegistrationBean<>(new WireServlet(kms), "");
    }
}
