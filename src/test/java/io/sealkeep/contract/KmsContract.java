// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What every {@code KmsClient} must do, whatever is behind it. Each contract makes keys of its own, so contracts may run beside
 * each other and against a service that others use. A backend's known gap is a disabled test in its subclass.
 *
 * <p>A test's name begins with the operation that it is about, as {@code KmsClient} spells it, then an underscore; a dynamic test's
 * display name begins with it, spelled either way. The conformance scoreboard counts by that name. What a test needs beyond a
 * client is said by a tag of {@link Needs}.
 *
 * <p>Where AWS's text is known from recorded answers, the contract asks for that very text; where it is not, for the error code.
 */
public abstract class KmsContract {

    /** Keys that no test changes, by client and kind: an RSA key takes seconds to make. */
    private static final Map<KmsClient, Map<String, KeyMetadata>> SHARED =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** Returns the client under test: one region, one account, a caller who may do everything. */
    protected abstract KmsClient client();

    protected KeyMetadata newKey() {
        return client().createKey(r -> r.description("contract")).keyMetadata();
    }

    protected KeyMetadata newKey(KeySpec spec, KeyUsageType usage) {
        return client().createKey(r -> r.description("contract").keySpec(spec).keyUsage(usage))
                .keyMetadata();
    }

    /** Returns an enabled key of this kind that other tests use too; whoever gets it must not change it. */
    protected KeyMetadata sharedKey(KeySpec spec, KeyUsageType usage) {
        return SHARED.computeIfAbsent(client(), client -> new ConcurrentHashMap<>())
                .computeIfAbsent(spec + " " + usage, kind -> newKey(spec, usage));
    }

    /** Returns a key of this kind that is disabled. */
    protected KeyMetadata disabledKey(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = newKey(spec, usage);
        client().disableKey(r -> r.keyId(key.keyId()));
        return key;
    }

    /** Returns a key of this kind that is pending deletion. */
    protected KeyMetadata pendingKey(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = newKey(spec, usage);
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));
        return key;
    }

    /** Returns the key's public key as {@code GetPublicKey} gives it: a DER-encoded SubjectPublicKeyInfo. */
    protected byte[] publicKey(KeyMetadata key) {
        return client().getPublicKey(r -> r.keyId(key.keyId())).publicKey().asByteArray();
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

    /** Returns so many bytes that are not all the same. */
    protected static SdkBytes bytes(int length) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i * 31 + 7);
        }
        return SdkBytes.fromByteArrayUnsafe(pattern);
    }

    /** Returns the same bytes with one bit turned over, somewhere in the middle. */
    protected static SdkBytes altered(SdkBytes bytes) {
        byte[] altered = bytes.asByteArray();
        altered[altered.length / 2] ^= 0x10;
        return SdkBytes.fromByteArrayUnsafe(altered);
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

    /** AWS's text for a member that is too long. */
    protected static String tooLong(String member, int most) {
        return "1 validation error detected: Value at '" + member
                + "' failed to satisfy constraint: Member must have length less than or equal to " + most;
    }

    /** AWS's text for a member that has no length. */
    protected static String tooShort(String member) {
        return "1 validation error detected: Value at '" + member
                + "' failed to satisfy constraint: Member must have length greater than or equal to 1";
    }

    /** Asserts that the call is refused because the key is disabled. */
    protected static void assertDisabled(ThrowingCallable call, KeyMetadata key) {
        assertRefused(call, "DisabledException", key.arn() + " is disabled.");
    }

    /** Asserts that the call is refused because the key is pending deletion. */
    protected static void assertPending(ThrowingCallable call, KeyMetadata key) {
        assertRefused(call, "KMSInvalidStateException", key.arn() + " is pending deletion.");
    }

    /** Asserts that the call is refused because the key is for something else. */
    protected static void assertWrongUsage(ThrowingCallable call, KeyMetadata key, String operation) {
        assertRefused(
                call,
                "InvalidKeyUsageException",
                key.arn() + " key usage is " + key.keyUsage() + " which is not valid for " + operation + ".");
    }

    /** Asserts that the call is refused because the key is of another spec. */
    protected static void assertWrongAlgorithm(ThrowingCallable call, Object algorithm, KeySpec spec) {
        assertRefused(
                call,
                "InvalidKeyUsageException",
                "Algorithm " + algorithm + " is incompatible with key spec " + spec + ".");
    }

    /** Asserts that the call is refused with this error code and this very text. */
    protected static void assertRefused(ThrowingCallable call, String code, String message) {
        KmsException refusal = refusal(call);
        assertThat(code(refusal))
                .as("the code with the text: %s", message(refusal))
                .isEqualTo(code);
        assertThat(message(refusal)).isEqualTo(message);
    }

    /** Asserts that the call is refused with this error code, in whatever words. */
    protected static void assertRefused(ThrowingCallable call, String code) {
        KmsException refusal = refusal(call);
        assertThat(code(refusal))
                .as("the code with the text: %s", message(refusal))
                .isEqualTo(code);
    }

    protected static KmsException refusal(ThrowingCallable call) {
        KmsException refusal = catchThrowableOfType(KmsException.class, call);
        assertThat(refusal).withFailMessage("the call was not refused").isNotNull();
        assertThat(refusal.statusCode()).as("the HTTP status").isBetween(400, 499);
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
