// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.JournalTrail;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailSettings;
import io.sealkeep.audit.TestTrails;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.EngineSettings;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.home.Home;
import java.nio.file.Path;
import java.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.kms.KmsClient;

public final class AssembledKms implements AutoCloseable {

    public enum Fault { NONE, TRAIL_UNFORCED, STORE_UNFORCED, ANSWER_FIRST }

    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "us-east-1";

    private final Home home;
    private final JournalTrail trail;
    private final EmbeddedKms engine;
    private final KmsClient audited;

    private AssembledKms(Home home, JournalTrail trail, EmbeddedKms engine, KmsClient audited) {
        this.home = home;
        this.trail = trail;
        this.engine = engine;
        this.audited = audited;
    }

    /** Opens a home directory without a fault. */
    public static AssembledKms open(Path directory) {
        return open(directory, Fault.NONE);
    }

    public static AssembledKms open(Path directory, Fault fault) {
        return open(directory, fault, TrailSettings.of(ACCOUNT, REGION));
    }

    public static AssembledKms open(Path directory, Fault fault, TrailSettings settings) {
        Clock clock = Clock.systemUTC();
        Home home = Home.open(directory);
        Path trailPath = home.resolve("trail");
        JournalTrail trail = fault == Fault.TRAIL_UNFORCED ? TestTrails.openUnforced(trailPath, clock, settings) : JournalTrail.open(trailPath, clock, settings);
        Path store = home.resolve("sealkeep.db");
        RootKey root = RootKey.fromFile(home.resolve("root.key"), EngineSettings.storeExists(store));
        EmbeddedKms engine = EmbeddedKms.open(new EngineSettings(ACCOUNT, store, root, clock));
        for (OutboxRow row : engine.outbox().pending()) {
            if (!trail.contains(row.eventId())) {
                trail.record(List.of(io.sealkeep.audit.AuditEvent.parse(
                        row.json().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            }
            engine.outbox().settle(List.of(row.eventId()));
        }
        if (fault == Fault.STORE_UNFORCED) {
            neverForce(engine);
        }
        KmsBackend backend = new KmsBackend() {
            @Override
            public KmsClient client(String region) {
                return engine;
            }

            @Override
            public ChangeLog changes() {
                return new ChangeLog() {
                    @Override
                    public boolean needsIntents() {
                        return false;
                    }

                    @Override
                    public void prepared(List<String> eventIds) {}

                    @Override
                    public void recorded(List<String> eventIds) {
                        engine.outbox().settle(eventIds);
                    }

                    @Override
                    public void ended(List<String> eventIds) {}
                };
            }

            @Override
            public BackendDescription description() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
        return new AssembledKms(home, trail, engine, AuditedKms.around(backend, fault == Fault.ANSWER_FIRST ? new AnswerFirstTrail(trail) : trail, clock));
    }

    /** Reaches through three private fields for the one connection that writes. */
    private static void neverForce(EmbeddedKms engine) {
        try {
            Connection writing = (Connection) field(field(field(engine, "store"), "writing"), "connection");
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

    public KmsClient client() {
        return audited;
    }

    public KmsClient engine() {
        return engine;
    }

    public Trail trail() {
        return trail;
    }

    @Override
    public void close() {
        engine.close();
        trail.close();
        home.close();
    }
}
