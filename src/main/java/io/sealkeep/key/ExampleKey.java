// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Makes the examples of the API description true: where {@code alias/example} exists, its key id and account stand in them, a grant
 * on it if there is one, and a ciphertext that it opens. What that takes, a DescribeKey, an Encrypt and a ListGrants, is called and
 * recorded as the reader's own. Safe for concurrent use.
 */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleKey implements ResponseBodyAdvice<byte[]> {

    private static final String ALIAS = "alias/example";
    private static final String ACCOUNT = "000000000000";
    private static final String KEY_ARN = "arn:aws:kms:us-east-1:" + ACCOUNT + ":key/" + KeyId.EXAMPLE;
    private static final String PLAINTEXT = "Hello, Sealkeep!";
    private static final Map<String, String> CONTEXT = Map.of("purpose", "example");

    /** What stands for the ciphertext in the code: base64 of {@code example-ciphertext-blob}. */
    private static final String CIPHERTEXT = "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=";

    private final KmsClient kms;

    ExampleKey(KmsClient kms) {
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
        return body == null
                ? null
                : withValues(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Replaces as much as there is: where the key is missing or disabled, the examples keep what the code says. */
    private String withValues(String description) {
        String text = description;
        try {
            KeyMetadata key = kms.describeKey(r -> r.keyId(ALIAS)).keyMetadata();
            text = text.replace(KEY_ARN, key.arn())
                    .replace(KeyId.EXAMPLE, key.keyId())
                    .replace(ACCOUNT, key.awsAccountId());
            SdkBytes ciphertext = kms.encrypt(r -> r.keyId(ALIAS)
                            .plaintext(SdkBytes.fromUtf8String(PLAINTEXT))
                            .encryptionContext(CONTEXT))
                    .ciphertextBlob();
            text = text.replace(CIPHERTEXT, Base64.getEncoder().encodeToString(ciphertext.asByteArrayUnsafe()));
            return text.replace(GrantView.EXAMPLE_ID, grantId(key.keyId()));
        } catch (KmsException e) {
            return text;
        }
    }

    private String grantId(String keyId) {
        return kms.listGrants(r -> r.keyId(keyId).limit(1)).grants().stream()
                .map(GrantListEntry::grantId)
                .findFirst()
                .orElse(GrantView.EXAMPLE_ID);
    }
}
