// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.contract.AliasContract;
import io.sealkeep.contract.DataKeyContract;
import io.sealkeep.contract.EncryptDecryptContract;
import io.sealkeep.contract.KeyLifecycleContract;
import io.sealkeep.contract.KeyStateContract;
import io.sealkeep.contract.PaginationContract;
import io.sealkeep.contract.PolicyContract;
import io.sealkeep.contract.RandomContract;
import io.sealkeep.contract.RotationContract;
import io.sealkeep.contract.TagContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/** Every contract on the bare engine, on SQLite. */
class EmbeddedKmsContractTest {

    @TempDir
    static Path home;

    private static EmbeddedKms engine;
    private static KmsClient client;

    @BeforeAll
    static void open() {
        engine = TestEngines.open(home);
        client = TestCallers.calling(engine, TestCallers.REGION);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Nested
    class KeyLifecycle extends KeyLifecycleContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class KeyState extends KeyStateContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Alias extends AliasContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Tag extends TagContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Policy extends PolicyContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Rotation extends RotationContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class EncryptDecrypt extends EncryptDecryptContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class DataKey extends DataKeyContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Random extends RandomContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }

    @Nested
    class Pagination extends PaginationContract {
        @Override
        protected KmsClient client() {
            return client;
        }
    }
}
