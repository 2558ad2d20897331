// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.UUID;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** Callers, and clients that make every call as one. */
public final class TestCallers {

    public static final String ACCOUNT = "111122223333";
    public static final String REGION = "eu-central-1";

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
                                .call(() -> method.invoke(kms, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
