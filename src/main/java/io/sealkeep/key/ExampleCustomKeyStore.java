// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Puts the id of the custom key store that the examples of the API description make into those examples, once it exists. What that
 * takes, a DescribeCustomKeyStores, is called and recorded as the reader's own. Safe for concurrent use.
 */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleCustomKeyStore implements ResponseBodyAdvice<byte[]> {

    /** Stands in the API description for the id of the store; AWS's documentation has this one. */
    static final String ID = "cks-1234567890abcdef0";

    private static final String NAME = "ExampleKeyStore";

    private final KmsClient kms;

    ExampleCustomKeyStore(KmsClient kms) {
        this.kms = kms;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return returnType.getParameterType() == byte[].class;
    }

    @Override
    public byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body == null) {
            return null;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return text.replace(ID, storeId()).getBytes(StandardCharsets.UTF_8);
    }

    /** A name that no store has is an error to KMS. */
    private String storeId() {
        try {
            return kms.describeCustomKeyStores(r -> r.customKeyStoreName(NAME))
                    .customKeyStores()
                    .getFirst()
                    .customKeyStoreId();
        } catch (KmsException e) {
            return ID;
        }
    }
}
