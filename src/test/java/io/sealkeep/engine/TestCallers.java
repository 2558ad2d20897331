// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.Principal;
import io.sealkeep.call.ServiceEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** Callers, and clients that make every call as one. */
public final class TestCallers {

    public static final String ACCOUNT = "111122223333";
    public static final String REGION = "eu-central-1";

    /** Of a call that nobody records, but whose record would have an id. */
    private static final CallRecord NO_RECORD = new CallRecord() {
        @Override
        public void key(String keyArn) {}

        @Override
        public void additional(String name, String value) {}

        @Override
        public String eventId() {
            return UUID.randomUUID().toString();
        }

        @Override
        public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events) {
            return List.of();
        }
    };

    private TestCallers() {}

    public static Caller caller(String region) {
        return new Caller(
                Principal.unauthenticated(ACCOUNT, null),
                UUID.randomUUID().toString(),
                region,
                "127.0.0.1",
                "test",
                null);
    }

    /** Returns a client that makes every call of {@code kms} from the given region, those of its paginators too. */
    public static KmsClient calling(KmsClient kms, String region) {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, (proxy, method, arguments) -> {
                    if (method.isDefault() && !KmsResponse.class.isAssignableFrom(method.getReturnType())) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        return ScopedValue.where(Caller.CURRENT, caller(region))
                                .where(CallRecord.CURRENT, CallRecord.CURRENT.orElse(NO_RECORD))
                                .call(() -> method.invoke(kms, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
