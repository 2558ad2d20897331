// SPDX-License-Identifier: Apache-2.0
package io.sealkeep;

import io.sealkeep.kms.BackendDescription;
import io.sealkeep.security.SecurityProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says, once the doors are open, what was started, how safe it is and where it is reached. */
@Component
class StartupBanner {

    private static final Logger LOG = LoggerFactory.getLogger("sealkeep");

    private final BuildProperties build;
    private final BackendDescription backend;
    private final SecurityProperties security;
    private final Environment environment;

    StartupBanner(
            BuildProperties build, BackendDescription backend, SecurityProperties security, Environment environment) {
        this.build = build;
        this.backend = backend;
        this.security = security;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        String address = environment.getProperty("server.address", "127.0.0.1");
        String url = "http://" + address + ":" + environment.getProperty("local.server.port");
        String actuator = "http://127.0.0.1:" + environment.getProperty("local.management.port") + "/actuator";
        LOG.info(
                """
                Sealkeep {} is ready.
                  backend     {}
                  store       {}
                  security    {}
                  REST        {}/v1      Swagger UI {}/swagger-ui.html
                  AWS wire    {}         aws kms list-keys --endpoint-url {}
                  actuator    {}""",
                build.getVersion(),
                backend.backend(),
                backend.store(),
                securityText(),
                url,
                url,
                url,
                url,
                actuator);
    }

    private String securityText() {
        return security.insecureOpenNetwork()
                ? "NONE, OPEN NETWORK: whoever reaches the port can use every key (sealkeep.security.insecure-open-network)"
                : "none, loopback only: whoever is on this machine can use every key";
    }
}
