// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import io.sealkeep.contract.EveryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A service whose backend is {@code aws}, with LocalStack as its endpoint. Skipped by name where there is no Docker engine;
 * {@code -Dsealkeep.require-localstack=true} makes that a failure. The image and its token are {@code LOCALSTACK_IMAGE} and
 * {@code LOCALSTACK_AUTH_TOKEN}. What LocalStack is known to lack stands in {@link LocalStackGaps}.
 */
@EnabledIf(value = "canRun", disabledReason = "LocalStack needs a Docker engine, and none is here")
@ExtendWith(LocalStackGaps.class)
class LocalStackContractIT extends EveryContract {

    @TempDir
    static Path directory;

    private static LocalStackContainer localStack;
    private static RunningService service;
    private static KmsClient client;
    private static KmsClient otherRegion;

    @BeforeAll
    static void start() {
        localStack = new LocalStackContainer(
                DockerImageName.parse(environment("LOCALSTACK_IMAGE", "localstack/localstack:stable"))
                        .asCompatibleSubstituteFor("localstack/localstack"));
        localStack.withServices("kms").withEnv("LOCALSTACK_AUTH_TOKEN", environment("LOCALSTACK_AUTH_TOKEN", ""));
        localStack.start();
        service = RunningService.start(
                directory.resolve("home"),
                "sealkeep.kms.backend=aws",
                "sealkeep.kms.endpoint=" + localStack.getEndpoint(),
                "spring.cloud.aws.credentials.access-key=" + localStack.getAccessKey(),
                "spring.cloud.aws.credentials.secret-key=" + localStack.getSecretKey());
        client = service.stockClient("us-east-1");
        otherRegion = service.stockClient("eu-west-1");
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
            otherRegion.close();
            service.close();
        }
        if (localStack != null) {
            localStack.stop();
        }
    }

    @Override
    protected KmsClient client() {
        return client;
    }

    @Override
    protected KmsClient otherRegion() {
        return otherRegion;
    }

    static boolean canRun() {
        return Boolean.getBoolean("sealkeep.require-localstack")
                || DockerClientFactory.instance().isDockerAvailable();
    }

    private static String environment(String name, String fallback) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? fallback : value;
    }
}
