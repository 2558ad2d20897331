// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** A client that keeps the last request and all bytes that went in and came out, in every form that a text could have of them. */
final class RecordedCalls {

    /** Text members that are as secret as bytes. */
    private static final Set<String> SECRET_TEXTS = Set.of("GrantToken", "GrantTokens");

    private final List<String> secrets = new ArrayList<>();
    private final KmsClient client;
    private @Nullable KmsRequest request;

    RecordedCalls(KmsClient kms) {
        client = (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, (proxy, method, arguments) -> {
                    if (arguments == null || !(arguments[0] instanceof KmsRequest sent)) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    request = sent;
                    keep(sent);
                    try {
                        KmsResponse response = (KmsResponse) method.invoke(kms, arguments);
                        keep(response);
                        return response;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    KmsClient client() {
        return client;
    }

    /** Returns the last request. */
    KmsRequest request() {
        return Objects.requireNonNull(request);
    }

    /** Returns every form of every secret: base64 of both alphabets, hexadecimal, and as it is. */
    List<String> secrets() {
        return secrets;
    }

    /** Adds what was sent in another form: material before it was wrapped. */
    void secret(byte[] bytes) {
        keep(bytes);
    }

    private void keep(SdkPojo pojo) {
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value instanceof SdkBytes bytes) {
                keep(bytes.asByteArray());
            } else if (SECRET_TEXTS.contains(field.memberName()) && value != null) {
                secrets.add(value.toString().replaceAll("[\\[\\]]", ""));
            } else if (value instanceof SdkPojo inner) {
                keep(inner);
            }
        }
        secrets.removeIf(String::isEmpty);
    }

    private void keep(byte[] bytes) {
        if (bytes.length < 8) {
            throw new IllegalArgumentException("Too short to be looked for");
        }
        secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        secrets.add(HexFormat.of().formatHex(bytes));
        secrets.add(HexFormat.of().withUpperCase().formatHex(bytes));
        secrets.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
