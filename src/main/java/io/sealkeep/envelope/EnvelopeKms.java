// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.Caller;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * KMS as the Encryption SDK's keyring sees it during one envelope call: makes its calls on the service's audited client, in the
 * region of the key and in the envelope service's name, and remembers which key it was or why it failed, since the keyring
 * wraps both beyond use. One call, one thread; closing it closes nothing.
 */
final class EnvelopeKms implements KmsClient {

    private final KmsClient kms;
    private final Caller caller;
    private final @Nullable KeyName key;
    private @Nullable String keyArn;
    private @Nullable KmsException failure;

    /**
     * @param caller who makes the envelope call
     * @param key the key as the caller named it, or null where a message alone says which key it is
     */
    EnvelopeKms(KmsClient kms, Caller caller, @Nullable KeyName key) {
        this.kms = kms;
        this.caller = caller;
        this.key = key;
    }

    /** Returns the ARN of the key that KMS used, once it has. */
    Optional<String> keyArn() {
        return Optional.ofNullable(keyArn);
    }

    /** Returns why KMS refused, if no call has succeeded; of several refusals the first. */
    Optional<KmsException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Generates a data key under the key that the caller named, in whichever form: the keyring's own key id is not used. */
    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        String named = key == null ? request.keyId() : key.text();
        GenerateDataKeyResponse response = call(
                named,
                () -> kms.generateDataKey(request.toBuilder().keyId(named).build()));
        used(response.keyId());
        return response;
    }

    /**
     * Decrypts with the key that the message names. Where the caller named one by an alias, KMS is given that, and so is the
     * one to say whether it means the same key: the keyring compares the ARN in the answer with the message's.
     */
    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
        String named = key != null && key.isAlias() ? key.text() : request.keyId();
        DecryptResponse response =
                call(named, () -> kms.decrypt(request.toBuilder().keyId(named).build()));
        used(response.keyId());
        return response;
    }

    private void used(String arn) {
        keyArn = arn;
        failure = null;
    }

    private <R> R call(String keyId, Supplier<R> operation) {
        String region = new KeyName(keyId).region().orElse(caller.region());
        Caller service = caller.inRegion(region).through(AuditEvent.ENVELOPE);
        try {
            return ScopedValue.where(Caller.CURRENT, service).call(operation::get);
        } catch (KmsException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
