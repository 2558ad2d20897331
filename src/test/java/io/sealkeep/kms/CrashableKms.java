// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.JournalTrail;
import io.sealkeep.audit.TestTrails;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailSettings;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.EngineSettings;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.home.Home;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Home, trail, engine and audited client as the application joins them, for processes that are killed: with small segments, so
 * that there are several, and with a fault on request, which the tests of durability must then notice. Callers are bound by whoever
 * calls. Safe for concurrent use.
 */
public final class CrashableKms implements AutoCloseable {

    /** What may be wrong on purpose. */
    public enum Fault {
        NONE,
        /** The trail answers without having forced its file. */
        TRAIL_UNFORCED,
        /** The store commits without having forced its log. */
        STORE_UNFORCED,
        /** The answer leaves before its record is written. */
        ANSWER_FIRST
    }

    private static final String ACCOUNT = "000000000000";

    private final Deque<AutoCloseable> opened;
    private final EmbeddedKms engine;
    private final KmsClient client;

    private CrashableKms(Deque<AutoCloseable> opened, EmbeddedKms engine, KmsClient client) {
        this.opened = opened;
        this.engine = engine;
        this.client = client;
    }

    public static CrashableKms open(Path directory, Fault fault, long segmentBytes) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(directory, fault, segmentBytes, opened);
        } catch (RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    private static CrashableKms open(Path directory, Fault fault, long segmentBytes, Deque<AutoCloseable> opened) {
        Clock clock = Clock.systemUTC();
        Home home = Home.open(directory);
        opened.push(home);
        TrailSettings settings =
                new TrailSettings(ACCOUNT, "us-east-1", segmentBytes, Duration.ofSeconds(30), 16L << 20);
        Path trailPath = home.resolve("trail");
        JournalTrail journal = fault == Fault.TRAIL_UNFORCED
                ? TestTrails.openUnforced(trailPath, clock, settings)
                : JournalTrail.open(trailPath, clock, settings);
        opened.push(journal);
        Path store = home.resolve("sealkeep.db");
        RootKey root = RootKey.fromFile(home.resolve("root.key"), EngineSettings.storeExists(store));
        EmbeddedKms engine = EmbeddedKms.open(
                new EngineSettings(ACCOUNT, store, root, clock, Duration.ofSeconds(30), EngineSettings.Limits.AWS));
        if (fault == Fault.STORE_UNFORCED) {
            neverForce(engine);
        }
        Trail trail = fault == Fault.ANSWER_FIRST ? new AnswerFirstTrail(journal) : journal;
        EmbeddedBackend backend =
                new EmbeddedBackend(engine, trail, clock, new BackendDescription("embedded", store.toString()));
        opened.push(backend);
        return new CrashableKms(opened, engine, AuditedKms.around(backend, trail, clock));
    }

    /** Reaches through private fields for the one connection that writes: no setting of ours makes a store like this. */
    private static void neverForce(EmbeddedKms engine) {
        try {
            Connection writing =
                    (Connection) field(field(field(field(engine, "parts"), "store"), "writing"), "connection");
            writing.setAutoCommit(true);
            try (Statement statement = writing.createStatement()) {
                statement.execute("PRAGMA synchronous = OFF");
            }
            writing.setAutoCommit(false);
        } catch (ReflectiveOperationException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(owner));
    }

    /** Returns the audited client. */
    public KmsClient client() {
        return client;
    }

    /** Returns the engine itself, whose calls leave no records. */
    public KmsClient engine() {
        return engine;
    }

    @Override
    public void close() {
        close(opened);
    }

    private static void close(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
