// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What every {@code KmsClient} must do, whatever is behind it. Each contract makes keys of its own, so contracts may run beside
 * each other and against a service that others use. A backend's known gap is a disabled test in its subclass.
 *
 * <p>Where AWS's text is known from recorded answers, the contract asks for that very text; where it is not, for the error code.
 */
public abstract class KmsContract {

    /** Returns the client under test: one region, one account, a caller who may do everything. */
    protected abstract KmsClient client();

    protected KeyMetadata newKey() {
        return client().createKey(r -> r.description("contract")).keyMetadata();
    }

    /** Returns the id of a key that is enabled. */
    protected String keyId() {
        return newKey().keyId();
    }

    /** Returns an alias name that nobody has. */
    protected static String aliasName() {
        return "alias/contract-" + UUID.randomUUID();
    }

    protected String newAlias(String keyId) {
        String name = aliasName();
        client().createAlias(r -> r.aliasName(name).targetKeyId(keyId));
        return name;
    }

    protected String arn(String keyId) {
        return client().describeKey(r -> r.keyId(keyId)).keyMetadata().arn();
    }

    protected static String aliasArn(KeyMetadata key, String aliasName) {
        return key.arn().substring(0, key.arn().indexOf(":key/") + 1) + aliasName;
    }

    /** Returns the ARN of a key that does not exist, where {@code key} does. */
    protected static String arnOfNoKey(KeyMetadata key) {
        return key.arn().replace(key.keyId(), UUID.randomUUID().toString());
    }

    protected static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }

    protected static SdkBytes bytes(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    protected SdkBytes encrypted(String keyId, String plaintext) {
        return encrypted(keyId, plaintext, Map.of());
    }

    protected SdkBytes encrypted(String keyId, String plaintext, Map<String, String> context) {
        return client().encrypt(r -> r.keyId(keyId).plaintext(bytes(plaintext)).encryptionContext(context))
                .ciphertextBlob();
    }

    protected String decrypted(SdkBytes ciphertext) {
        return client().decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext().asUtf8String();
    }

    /** Asserts that the call is refused with this error code and this very text. */
    protected static void assertRefused(ThrowingCallable call, String code, String message) {
        KmsException refusal = refusal(call);
        assertThat(code(refusal)).isEqualTo(code);
        assertThat(message(refusal)).isEqualTo(message);
    }

    /** Asserts that the call is refused with this error code, in whatever words. */
    protected static void assertRefused(ThrowingCallable call, String code) {
        assertThat(code(refusal(call))).isEqualTo(code);
    }

    protected static KmsException refusal(ThrowingCallable call) {
        KmsException refusal = catchThrowableOfType(KmsException.class, call);
        assertThat(refusal).as("the call was not refused").isNotNull();
        assertThat(refusal.statusCode()).isBetween(400, 499);
        return refusal;
    }

    protected static String code(KmsException refusal) {
        return refusal.awsErrorDetails().errorCode();
    }

    protected static String message(KmsException refusal) {
        String message = refusal.awsErrorDetails().errorMessage();
        return message == null ? "" : message;
    }
}
