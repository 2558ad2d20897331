// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.JdbcKeyStore;
import io.sealkeep.engine.store.KeyRef;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long material stays in memory. */
class KeysTest {

    @TempDir
    Path home;

    private final Queue<Runnable> wipings = new ArrayDeque<>();
    private EmbeddedKms engine;
    private JdbcKeyStore store;
    private Keys keys;
    private KeyRef ref;

    /** The engine's store is looked into by a cache of the test's own. */
    @BeforeEach
    void open() {
        EngineSettings settings = TestEngines.settings(home, new TestClock());
        store = TestEngines.store(settings);
        engine = new EmbeddedKms(settings, store);
        keys = new Keys(
                TestCallers.ACCOUNT,
                store,
                new BackingKeys(TestCallers.ACCOUNT, settings.rootKey(), new Generation()),
                Clock.systemUTC(),
                wipings::add);
        String keyId = TestCallers.calling(engine, TestCallers.REGION)
                .createKey(r -> {})
                .keyMetadata()
                .keyId();
        ref = new KeyRef(TestCallers.REGION, keyId);
    }

    @AfterEach
    void close() {
        keys.close();
        engine.close();
    }

    private void delete() {
        store.write(
                rows -> {
                    rows.deleteKey(ref);
                    return true;
                },
                done -> List.of());
    }

    private void assertWiped(SymmetricKey material) {
        assertThat(wipings).hasSize(1);
        wipings.remove().run();
        assertThatExceptionOfType(SecretBytes.WipedException.class)
                .isThrownBy(() -> material.seal(new byte[1], new byte[4], RandomBytes.system()));
    }

    @Test
    void find_ofAKeyThatWasDeleted_wipesItsMaterial() {
        SymmetricKey material = keys.find(ref).current(SymmetricKey.class);
        delete();

        assertThat(keys.find(ref)).isNull();

        assertWiped(material);
    }

    @Test
    void find_ofAKeyThatChanged_wipesTheMaterialOfTheOldEntryAlone() {
        SymmetricKey material = keys.find(ref).current(SymmetricKey.class);
        store.write(
                rows -> {
                    rows.updatePolicy(ref, "{}");
                    return true;
                },
                done -> List.of());

        SymmetricKey after = keys.find(ref).current(SymmetricKey.class);

        assertWiped(material);
        assertThat(after.seal(new byte[1], new byte[4], RandomBytes.system())).isNotEmpty();
        assertThat(keys.find(ref).current(SymmetricKey.class)).isSameAs(after);
    }

    @Test
    void find_ofAKeyThatIsAsItWas_keepsTheMaterial() {
        SymmetricKey material = keys.find(ref).current(SymmetricKey.class);

        assertThat(keys.find(ref).current(SymmetricKey.class)).isSameAs(material);
        assertThat(wipings).isEmpty();
    }

    @Test
    void material_firstUsedAfterItsKeyWasWiped_isRefused() {
        Key key = keys.find(ref);
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class)
                .isThrownBy(() -> key.current(SymmetricKey.class).seal(new byte[1], new byte[4], RandomBytes.system()));
    }
}
