// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** Stands behind the door where the door itself is what is tested: keeps the requests that reach it, answers as told. */
final class RecordingKms implements InvocationHandler {

    private final List<KmsRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<KmsRequest, KmsResponse> behaviour = RecordingKms::emptyAnswer;

    KmsClient client() {
        return (KmsClient)
                Proxy.newProxyInstance(KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, this);
    }

    /** Forgets what came before; from now on requests are answered by that function. */
    void behave(Function<KmsRequest, KmsResponse> newBehaviour) {
        behaviour = newBehaviour;
        requests.clear();
    }

    /** Forgets what came before; from now on every request is answered without members. */
    void reset() {
        behave(RecordingKms::emptyAnswer);
    }

    List<KmsRequest> requests() {
        return requests;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof KmsRequest request) {
            requests.add(request);
            return behaviour.apply(request);
        }
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> false;
            case "toString" -> "RecordingKms";
            default -> null;
        };
    }

    private static KmsResponse emptyAnswer(KmsRequest request) {
        try {
            Class<?> type = Class.forName(request.getClass().getName().replaceFirst("Request$", "Response"));
            Object builder = type.getMethod("builder").invoke(null);
            return ((KmsResponse.Builder) builder).build();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
