// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import io.sealkeep.home.SealkeepProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The wire door with the filters in front of it, in a real server on a random port of loopback, before a {@link RecordingKms}.
 * Nothing else of the service runs. All tests of the door share one.
 */
final class WireServer {

    private static @Nullable WireServer shared;

    private final RecordingKms kms = new RecordingKms();
    private final Map<String, Object> lastAttributes = new ConcurrentHashMap<>();
    private final ServletWebServerApplicationContext context;

    /** Returns the server, started on first use, with nothing left of the tests before. */
    static synchronized WireServer fresh() {
        if (shared == null) {
            shared = new WireServer();
        }
        shared.kms.reset();
        shared.lastAttributes.clear();
        return shared;
    }

    private WireServer() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Door.class)
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(KmsClient.class, kms::client);
                    beans.registerBean("attributes", FilterRegistrationBean.class, this::attributeRecorder);
                })
                .run("--server.port=0", "--management.server.port=-1", "--logging.level.root=warn");
    }

    /** No component, so that no scan of the whole service's tests finds it. */
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class
    })
    @EnableConfigurationProperties({SealkeepProperties.class, ManagementServerProperties.class})
    @ConfigurationPropertiesScan("io.sealkeep.security")
    @ComponentScan("io.sealkeep.security")
    @Import(WireConfiguration.class)
    static final class Door {}

    /** Sees what the trail's filter would see, at its place in the order. */
    private FilterRegistrationBean<Filter> attributeRecorder() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            lastAttributes.clear();
            try {
                chain.doFilter(request, response);
            } finally {
                keep(request, "io.sealkeep.errorCode");
                keep(request, "io.sealkeep.errorMessage");
            }
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }

    private void keep(ServletRequest request, String name) {
        Object value = request.getAttribute(name);
        if (value != null) {
            lastAttributes.put(name, value);
        }
    }

    RecordingKms kms() {
        return kms;
    }

    int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns what the last request left for the trail's filter. */
    Map<String, Object> lastAttributes() {
        return lastAttributes;
    }
}
