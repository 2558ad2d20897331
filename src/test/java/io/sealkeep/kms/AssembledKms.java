// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.JournalTrail;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.audit.TrailSettings;
import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.EngineSettings;
import io.sealkeep.engine.Seed;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.home.Home;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * Home, trail, engine and audited client as the application joins them, without Spring and without doors. Its client binds a
 * caller of its own to each call, with a fresh request id.
 */
public final class AssembledKms implements AutoCloseable {

    private final Home home;
    private final JournalTrail journal;
    private final EmbeddedBackend backend;
    private final KmsClient audited;
    private final KmsClient client;
    private final ThreadLocal<String> lastRequestId = new ThreadLocal<>();

    private AssembledKms(Home home, JournalTrail journal, EmbeddedBackend backend, KmsClient audited) {
        this.home = home;
        this.journal = journal;
        this.backend = backend;
        this.audited = audited;
        this.client = bindingCallers();
    }

    public static AssembledKms open(Path directory) {
        return open(directory, Clock.systemUTC(), trail -> trail);
    }

    /** Opens a home; {@code wrap} may put a failing trail around the real one, for the client alone. */
    public static AssembledKms open(Path directory, Clock clock, UnaryOperator<Trail> wrap) {
        Home home = Home.open(directory);
        JournalTrail journal =
                JournalTrail.open(home.resolve("trail"), clock, TrailSettings.of("000000000000", "us-east-1"));
        Path store = home.resolve("sealkeep.db");
        EmbeddedKms engine = EmbeddedKms.open(new EngineSettings(
                "000000000000",
                store,
                RootKey.fromFile(home.resolve("root.key"), EngineSettings.storeExists(store)),
                clock));
        Trail trail = wrap.apply(journal);
        EmbeddedBackend backend =
                new EmbeddedBackend(engine, trail, clock, new BackendDescription("embedded", store.toString()));
        return new AssembledKms(home, journal, backend, AuditedKms.around(backend, trail, clock));
    }

    /** Returns the audited client; any thread may use it. */
    public KmsClient client() {
        return client;
    }

    /** Returns the journal's trail, never the wrapped one. */
    public JournalTrail trail() {
        return journal;
    }

    /** Makes the keys of a seed file, as the start of the service does in the profile dev. */
    public void seed(Path file) {
        try (Seed seed = SeedFile.read(file, "us-east-1", true)) {
            backend.seed(seed);
        }
    }

    /** Does what is due, and empties the outbox. */
    public void sweep() {
        backend.sweep();
    }

    /** Returns the request id of this thread's last call. */
    public String lastRequestId() {
        return lastRequestId.get();
    }

    /** Returns every record, newest first. */
    public List<String> records() {
        return journal.find(new TrailQuery(null, null, null, null, null, null, null, 1000, null))
                .events();
    }

    @Override
    public void close() {
        backend.close();
        journal.close();
        home.close();
    }

    /** Runs calls on the audited client itself, all of one request. */
    public <T> T inOneRequest(Function<KmsClient, T> calls) {
        Caller caller = new Caller(
                Principal.unauthenticated("000000000000", null),
                UUID.randomUUID().toString(),
                "us-east-1",
                "127.0.0.1",
                "assembled-kms",
                null);
        lastRequestId.set(caller.requestId());
        return ScopedValue.where(Caller.CURRENT, caller).call(() -> calls.apply(audited));
    }

    /** Every operation is a request of its own; consumer forms and paginators come back as operations. */
    private KmsClient bindingCallers() {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, (proxy, method, arguments) -> {
                    if (method.isDefault() && !KmsResponse.class.isAssignableFrom(method.getReturnType())
                            || arguments == null
                            || !(arguments[0] instanceof KmsRequest)) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    return inOneRequest(client -> {
                        try {
                            return method.invoke(client, arguments);
                        } catch (InvocationTargetException e) {
                            throw (RuntimeException) e.getCause();
                        } catch (IllegalAccessException e) {
                            throw new LinkageError("KmsClient's methods are public", e);
                        }
                    });
                });
    }
}
