// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import io.sealkeep.contract.EveryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/** The stock SDK client, pointed at our own wire door: the proof of the protocol. */
class StockSdkContractTest extends EveryContract {

    @TempDir
    static Path directory;

    private static RunningService service;
    private static KmsClient client;
    private static KmsClient otherRegion;

    @BeforeAll
    static void start() {
        service = RunningService.start(directory.resolve("home"));
        client = service.stockClient("us-east-1");
        otherRegion = service.stockClient("eu-west-1");
    }

    @AfterAll
    static void stop() {
        client.close();
        otherRegion.close();
        service.close();
    }

    @Override
    protected KmsClient client() {
        return client;
    }

    @Override
    protected KmsClient otherRegion() {
        return otherRegion;
    }
}
