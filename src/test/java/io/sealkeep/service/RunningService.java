// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import io.sealkeep.SealkeepApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The whole service in this JVM, on random loopback ports and a home of its own. Closed by whoever started it. */
public final class RunningService implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts a service; settings are given as on the command line, without the dashes. */
    public static RunningService start(Path home, String... settings) {
        List<String> arguments =
                new ArrayList<>(List.of("--server.port=0", "--management.server.port=0", "--sealkeep.home=" + home));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return new RunningService(
                new SpringApplicationBuilder(SealkeepApplication.class).run(arguments.toArray(String[]::new)));
    }

    /** Returns the main port's address, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** Returns the actuator's port. */
    public int managementPort() {
        return Integer.parseInt(context.getEnvironment().getProperty("local.management.port", ""));
    }

    /** Returns the SDK's own client, as any user would point it here; closed by the caller. */
    public KmsClient stockClient(String region) {
        return KmsClient.builder()
                .endpointOverride(uri())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret")))
                .build();
    }

    /** Returns a bean of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
