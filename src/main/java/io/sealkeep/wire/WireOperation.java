// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** One operation of the API: how to begin its request, and the client's method that serves it. Immutable. */
final class WireOperation {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

    private final String name;
    private final MethodHandle newBuilder;
    private final MethodHandle method;
    private final boolean answersNothing;

    private WireOperation(String name, MethodHandle newBuilder, MethodHandle method, boolean answersNothing) {
        this.name = name;
        this.newBuilder = newBuilder;
        this.method = method;
        this.answersNothing = answersNothing;
    }

    /** Makes the operation of a client's method that takes one request: {@code encrypt(EncryptRequest)} is Encrypt. */
    static WireOperation of(Method method) {
        Class<?> request = method.getParameterTypes()[0];
        Class<?> response = method.getReturnType();
        try {
            MethodHandle newBuilder = LOOKUP.unreflect(request.getMethod("builder"));
            SdkPojo emptyResponse = (SdkPojo) response.getMethod("builder").invoke(null);
            return new WireOperation(
                    request.getSimpleName().replaceFirst("Request$", ""),
                    newBuilder.asType(MethodType.methodType(SdkPojo.class)),
                    LOOKUP.unreflect(method)
                            .asType(MethodType.methodType(KmsResponse.class, KmsClient.class, KmsRequest.class)),
                    emptyResponse.sdkFields().isEmpty());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("KmsClient." + method.getName() + " is not of the SDK's usual form", e);
        }
    }

    /** Returns the operation's name on the wire, as in {@code TrentService.Encrypt}. */
    String name() {
        return name;
    }

    /** Returns whether the operation answers an empty body. */
    boolean answersNothing() {
        return answersNothing;
    }

    /** Returns an empty request's builder, whose members the codec sets. */
    SdkPojo newBuilder() {
        try {
            return (SdkPojo) newBuilder.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("A builder is made without checked exceptions", e);
        }
    }

    /**
     * Builds the request and calls the client.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException whatever the client throws
     */
    KmsResponse call(KmsClient client, SdkPojo builder) {
        KmsRequest request = (KmsRequest) ((SdkBuilder<?, ?>) builder).build();
        try {
            return (KmsResponse) method.invokeExact(client, request);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("KmsClient throws no checked exceptions", e);
        }
    }
}
