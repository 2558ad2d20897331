// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What streaming needs of the web server. */
@Configuration(proxyBeanMethods = false)
class EnvelopeConfiguration {

    /**
     * Adds the way to break a connection, and lets a client that asks first ({@code Expect: 100-continue}) send its body only once
     * it is wanted: a call that KMS refuses is answered without an upload.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> envelopeServerCustomizer() {
        return server -> {
            server.addEngineValves(new ConnectionValve());
            server.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
                    protocol.setContinueResponseTiming("onRead");
                }
            });
        };
    }
}
