// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.contract.EveryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/** The bare engine, on SQLite. */
class EmbeddedKmsContractTest extends EveryContract {

    @TempDir
    static Path home;

    private static EmbeddedKms engine;
    private static KmsClient client;
    private static KmsClient otherRegion;

    @BeforeAll
    static void open() {
        engine = TestEngines.open(home);
        client = TestCallers.calling(engine, TestCallers.REGION);
        otherRegion = TestCallers.calling(engine, "eu-west-1");
    }

    @AfterAll
    static void close() {
        engine.close();
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
