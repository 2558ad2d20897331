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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private final KmsClient backend;
    private final Trail trail;
    private final Clock clock;
    private final ChangeLog changes;

    private AuditedKms(KmsClient backend, Trail trail, Clock clock, ChangeLog changes) {
        this.backend = backend;
        this.trail = trail;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Returns the audited form of a client.
     *
     * @param changes how changes are kept from going unrecorded on this backend
     */
    static KmsClient around(KmsClient backend, Trail trail, Clock clock, ChangeLog changes) {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(),
                new Class<?>[] {KmsClient.class},
                new AuditedKms(backend, trail, clock, changes));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null
                && arguments.length == 1
                && arguments[0] instanceof KmsRequest request
                && KmsResponse.class.isAssignableFrom(method.getReturnType())) {
            return call(method, request);
        }
        if (method.isDefault() && !method.getName().equals("serviceClientConfiguration")) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private KmsResponse call(Method method, KmsRequest request) {
        AuditedOperation operation = AuditedOperation.named(operationName(method));
        KmsCallRecord record = new KmsCallRecord(operation, request, Caller.current(), clock, changes);
        String intentId = null;
        try {
            trail.requireWritable();
            if (!operation.readOnly() && changes.needsIntents()) {
                intentId = UUID.randomUUID().toString();
                trail.intend(record.intent(intentId));
            }
        } catch (TrailUnavailableException e) {
            throw BackendErrors.trailUnavailable(e);
        }
        try {
            return run(method, request, record, intentId);
        } finally {
            changes.ended(record.outboxIds());
        }
    }

    private KmsResponse run(Method method, KmsRequest request, KmsCallRecord record, @Nullable String intentId) {
        KmsResponse response;
        try {
            response = (KmsResponse)
                    ScopedValue.where(CallRecord.CURRENT, record).call(() -> method.invoke(backend, request));
        } catch (InvocationTargetException e) {
            KmsException error = BackendErrors.of(Objects.requireNonNull(e.getCause()), intentId != null);
            record(List.of(record.failed(error, intentId)));
            throw error;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("KmsClient's methods are public", e);
        }
        List<AuditEvent> events = record.succeeded(response, intentId);
        record(events);
        changes.recorded(record.outboxIds());
        return response;
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
    private static String operationName(Method method) {
        String name = method.getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
