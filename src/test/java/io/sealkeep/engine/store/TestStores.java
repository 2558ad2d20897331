// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/** Stores with something wrong about them. */
public final class TestStores {

    static final Duration DEADLINE = Duration.ofSeconds(30);

    private TestStores() {}

    public static StoreIdentity identity(String account) {
        return new StoreIdentity(new byte[16], account, new byte[32]);
    }

    /** A store on a file that may have an identity already. */
    public static JdbcKeyStore open(Path file, StoreIdentity identity) {
        return JdbcKeyStore.open(file, () -> identity, DEADLINE);
    }

    /** A store whose changes make caches stale when {@code epochs} says so. */
    public static JdbcKeyStore open(Path file, StoreIdentity identity, ChangeEpochs epochs) {
        return JdbcKeyStore.open(file, () -> identity, DEADLINE, epochs, () -> StoreConnection.open(file, true));
    }

    /** A store whose writing connection fails as it is told to. */
    public static JdbcKeyStore open(Path file, StoreIdentity identity, Duration deadline, Faults faults) {
        return JdbcKeyStore.open(file, () -> identity, deadline, new ChangeEpochs(), () -> faults.open(file));
    }

    /**
     * The mutant of threats 23 and 24: it calls what is cached stale before the commit, and not again after. What another thread
     * reads in between is the old state, and counts as new.
     */
    public static ChangeEpochs staleBeforeCommitOnly() {
        return new ChangeEpochs() {
            @Override
            protected void beforeCommit(Collection<Ref> refs) {
                super.beforeCommit(refs);
                super.afterCommit(refs);
                // Room for the other thread.
                LockSupport.parkNanos(2_000_000);
            }

            @Override
            protected void afterCommit(Collection<Ref> refs) {}
        };
    }

    /** The mutant that forgets that anything changed. */
    public static ChangeEpochs neverStale() {
        return new ChangeEpochs() {
            @Override
            protected void beforeCommit(Collection<Ref> refs) {}

            @Override
            protected void afterCommit(Collection<Ref> refs) {}
        };
    }

    /** Runs one statement on a connection of its own, as another process might. */
    public static void run(Path file, String statement) throws SQLException {
        try (Connection connection = StoreConnection.open(file, true)) {
            connection.setAutoCommit(true);
            try (Statement sql = connection.createStatement()) {
                sql.execute(statement);
            }
        }
    }
}
