// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.store.JdbcKeyStore;
import io.sealkeep.engine.store.StoreIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Engines on a directory of the test. */
public final class TestEngines {

    private TestEngines() {}

    /** Opens the engine in the directory, making store and root key where there is none. */
    public static EmbeddedKms open(Path directory) {
        return open(directory, Clock.systemUTC());
    }

    public static EmbeddedKms open(Path directory, Clock clock) {
        return EmbeddedKms.open(settings(directory, clock));
    }

    public static EngineSettings settings(Path directory, Clock clock) {
        Path store = directory.resolve("sealkeep.db");
        RootKey rootKey = RootKey.fromFile(directory.resolve("root.key"), EngineSettings.storeExists(store));
        // A deadline that a busy machine keeps; what happens beyond one is StoreFailureTest's.
        return new EngineSettings(
                TestCallers.ACCOUNT,
                store,
                rootKey,
                clock,
                clock instanceof TestClock test ? test::nanoTime : System::nanoTime,
                Duration.ofSeconds(30),
                EngineSettings.Limits.AWS);
    }

    /** A store for an engine with these settings. */
    static JdbcKeyStore store(EngineSettings settings) {
        byte[] storeId = new byte[16];
        StoreIdentity identity = new StoreIdentity(
                storeId, settings.accountId(), settings.rootKey().checkValue(storeId));
        return JdbcKeyStore.open(settings.store(), () -> identity, settings.deadline());
    }
}
