// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * Wraps a {@code KmsClient} so that every call leaves a record, and no answer leaves before its record is durable. A dynamic
 * proxy: the SDK's consumer forms and paginators are re-entered through it and so end here too, and an operation that a later
 * SDK adds is audited without a line of ours.
 *
 * <p>Fails closed: where the trail cannot take the record the caller gets an error with status 503 and no result. A change that
 * had committed stands, and its outbox row is its record until the trail has it. Safe for concurrent use.
 */
final class AuditedKms implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedKms.class);

    private static final SdkPlugin NO_RETRIES =
            client -> client.overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()));

    private final KmsBackend backend;
    private final Trail trail;
    private final Clock clock;
    private final Throttle throttle;
    private final ChangeLog changes;
    private final OwnKeys ownKeys = new OwnKeys();

    private AuditedKms(KmsBackend backend, Trail trail, Clock clock, Throttle throttle) {
        this.backend = backend;
        this.trail = trail;
        this.clock = clock;
        this.throttle = throttle;
        this.changes = backend.changes();
    }

    /** Returns the audited form of a backend: one client for every region, chosen call by call. */
    static KmsClient around(KmsBackend backend, Trail trail, Clock clock) {
        return around(backend, trail, clock, Throttle.OFF);
    }

    /** Returns the audited form of a backend, with a throttle in front of it, whose refusals are recorded as the backend's are. */
    static KmsClient around(KmsBackend backend, Trail trail, Clock clock, Throttle throttle) {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(),
                new Class<?>[] {KmsClient.class},
                new AuditedKms(backend, trail, clock, throttle));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null
                && arguments.length == 1
                && arguments[0] instanceof KmsRequest request
                && KmsResponse.class.isAssignableFrom(method.getReturnType())) {
            return call(method, request);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "close" -> null; // the backend is closed by its owner
            case "serviceName" -> KmsClient.SERVICE_NAME;
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "AuditedKms";
        };
    }

    private KmsResponse call(Method method, KmsRequest request) {
        AuditedOperation operation = AuditedOperation.named(operationName(method));
        KmsCallRecord record = new KmsCallRecord(operation, request, Caller.current(), clock, changes, ownKeys);
        boolean intended = false;
        try {
            trail.requireWritable();
            if (!operation.readOnly() && changes.needsIntents()) {
                trail.intend(record.intent());
                intended = true;
            }
        } catch (TrailUnavailableException e) {
            throw BackendErrors.trailUnavailable(e);
        }
        try {
            return run(method, request, record, intended);
        } finally {
            changes.ended(record.outboxIds());
        }
    }

    private KmsResponse run(Method method, KmsRequest request, KmsCallRecord record, boolean intended) {
        KmsResponse response;
        try {
            KmsRequest sent = intended ? once(request) : request;
            response = ScopedValue.where(CallRecord.CURRENT, record).call(() -> perform(method, sent, record));
        } catch (Throwable thrown) {
            KmsException error = BackendErrors.of(thrown, intended);
            record(List.of(record.failed(error)));
            throw error;
        }
        List<AuditEvent> events = record.succeeded(response);
        record(events);
        changes.recorded(record.outboxIds());
        return response;
    }

    /**
     * Keeps the SDK from trying again: where the first answer was lost, the second try's would be another one, such as
     * {@code AlreadyExistsException} for an alias that the first has made, and the record would say that the change failed.
     */
    private static KmsRequest once(KmsRequest request) {
        return (KmsRequest) request.toBuilder()
                .overrideConfiguration(configuration -> configuration.addPlugin(NO_RETRIES))
                .build();
    }

    private KmsResponse perform(Method method, KmsRequest request, KmsCallRecord record) throws Throwable {
        String region = Caller.current().region();
        throttle.admit(record.operationName(), request, region);
        try {
            return (KmsResponse) method.invoke(backend.client(region), request);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void record(List<AuditEvent> events) {
        try {
            trail.record(events);
        } catch (TrailUnavailableException e) {
            LOG.error("An answer was withheld: its record could not be written: {}", e.getMessage());
            throw BackendErrors.trailUnavailable(e);
        }
    }

    /** {@code generateDataKey} is GenerateDataKey: the SDK lowers the first letter of the action, nothing else. */
    static String operationName(Method method) {
        String name = method.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
