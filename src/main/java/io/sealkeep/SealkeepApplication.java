// SPDX-License-Identifier: Apache-2.0
package io.sealkeep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. Everything else is in the rooms below this package. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SealkeepApplication {

    public static void main(String[] args) {
        SpringApplication.run(SealkeepApplication.class, args);
    }
}
