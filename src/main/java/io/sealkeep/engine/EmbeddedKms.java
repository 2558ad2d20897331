// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.RootKeyException;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.JdbcKeyStore;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreIdentity;
import io.sealkeep.engine.store.StoreReader;
import io.sealkeep.engine.store.StoreUnavailableException;
import io.sealkeep.engine.validation.RequestValidation;
import io.sealkeep.home.StartRefusedException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsRequest;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;

/**
 * The embedded KMS: the AWS SDK's {@code KmsClient} on a store of its own. Every call needs a {@code Caller}, whose region says
 * where its keys are, and may have a {@code CallRecord}. An operation that is not overridden here throws
 * {@code java.lang.UnsupportedOperationException}, as the interface's defaults do.
 *
 * <p>Beside what the API reference says of each operation, all throw {@code DependencyTimeoutException} with status 503 where the
 * store does not answer or cannot be written.
 *
 * <p>Safe for concurrent use. Closing waits for changes under way and wipes all material.
 */
public final class EmbeddedKms implements KmsClient {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKms.class);
    private static final int STORE_ID_BYTES = 16;

    private final RootKey rootKey;
    private final KeyStore store;
    private final Keys keys;
    private final Lists lists;
    private final CreateKeyOperation creation;
    private final KeyOperations lifecycle;
    private final AliasOperations aliases;
    private final TagOperations tags;
    private final PolicyOperations policies;
    private final RotationOperations rotation;
    private final CryptoOperations crypto;
    private final DataKeyOperations dataKeys;
    private final Sweeper sweeper;

    EmbeddedKms(EngineSettings settings, KeyStore store) {
        this.rootKey = settings.rootKey();
        this.store = store;
        BackingKeys backingKeys = new BackingKeys(settings.accountId(), rootKey);
        Changes changes = new Changes(store, settings.clock());
        this.keys = new Keys(settings.accountId(), store, backingKeys, Keys.LATER);
        this.lists = new Lists(store, rootKey.markerKey(store.read(StoreReader::storeId)));
        this.creation = new CreateKeyOperation(keys, changes, backingKeys, settings.limits());
        this.lifecycle = new KeyOperations(keys, lists, changes);
        this.aliases =
                new AliasOperations(keys, lists, changes, settings.limits().aliasesPerKey());
        this.tags = new TagOperations(keys, lists, changes, settings.limits().tagsPerKey());
        this.policies = new PolicyOperations(keys, store, lists, changes);
        Rotator rotator = new Rotator(backingKeys, settings.limits().onDemandRotationsPerKey());
        this.rotation = new RotationOperations(keys, lists, changes, rotator);
        this.crypto = new CryptoOperations(keys);
        this.dataKeys = new DataKeyOperations(keys, RandomBytes.system());
        this.sweeper = new Sweeper(
                settings.accountId(), store, changes, rotator, new ClockWatch(settings.nanoTime(), changes.now()));
    }

    /**
     * Opens an engine on its store, which is made where there is none. The root key and the account must be those that the store
     * was made with; that is found out before anything is written.
     *
     * @throws RootKeyException if the root key is not the store's
     * @throws StartRefusedException if the store is another account's, a later version's, damaged, a link that leads nowhere, or
     *     cannot be made or opened
     */
    public static EmbeddedKms open(EngineSettings settings) {
        try {
            if (JdbcKeyStore.exists(settings.store())) {
                JdbcKeyStore.readIdentity(settings.store()).ifPresent(identity -> check(identity, settings));
            }
            return opened(
                    settings, JdbcKeyStore.open(settings.store(), () -> newIdentity(settings), settings.deadline()));
        } catch (StoreUnavailableException e) {
            throw new StartRefusedException(
                    "The key store " + settings.store() + " cannot be opened. " + e.getMessage(), e);
        }
    }

    private static EmbeddedKms opened(EngineSettings settings, KeyStore store) {
        try {
            return new EmbeddedKms(settings, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void check(StoreIdentity identity, EngineSettings settings) {
        if (!MessageDigest.isEqual(identity.rootKeyCheck(), settings.rootKey().checkValue(identity.storeId()))) {
            throw new RootKeyException("The root key is not the one that the store " + settings.store()
                    + " was made with. Nothing was changed. Start with the right root key, or with another store.");
        }
        if (!identity.accountId().equals(settings.accountId())) {
            throw new StartRefusedException("The store " + settings.store() + " holds the keys of account "
                    + identity.accountId() + ", not of " + settings.accountId()
                    + ". Set sealkeep.account-id to the store's account.");
        }
    }

    private static StoreIdentity newIdentity(EngineSettings settings) {
        byte[] storeId = RandomBytes.system().next(STORE_ID_BYTES);
        return new StoreIdentity(
                storeId, settings.accountId(), settings.rootKey().checkValue(storeId));
    }

    /** Returns the records of changes that the trail may not have yet. */
    public Outbox outbox() {
        return new Outbox() {
            @Override
            public List<OutboxRow> pending() {
                return store.pending();
            }

            @Override
            public void settle(Collection<String> eventIds) {
                store.settle(eventIds);
            }
        };
    }

    /**
     * Does what has become due: rotates keys whose period is over, and deletes keys whose waiting period is. Deletes none in the
     * first five minutes after the engine was opened, and after the clock came apart from the time that passed.
     */
    public void sweep() {
        sweeper.sweep();
    }

    /** What every call passes: the model's checks before, and trouble of our own put into the API's words after. */
    private static <Q extends KmsRequest, R> R call(Q request, Function<Q, R> operation) {
        RequestValidation.validate(request);
        try {
            return operation.apply(request);
        } catch (KmsException e) {
            throw e;
        } catch (StoreUnavailableException e) {
            LOG.warn("{}: {}", request.getClass().getSimpleName(), e.getMessage());
            throw Refusal.unavailable(e.getMessage());
        } catch (SecretBytes.WipedException e) {
            throw Refusal.unavailable("The call took too long and was given up. Nothing was changed.");
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.getClass().getSimpleName(), e);
            throw Refusal.internal();
        }
    }

    @Override
    public CreateKeyResponse createKey(CreateKeyRequest request) {
        return call(request, creation::createKey);
    }

    @Override
    public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        return call(request, lifecycle::describeKey);
    }

    @Override
    public ListKeysResponse listKeys(ListKeysRequest request) {
        return call(request, lifecycle::listKeys);
    }

    @Override
    public UpdateKeyDescriptionResponse updateKeyDescription(UpdateKeyDescriptionRequest request) {
        return call(request, lifecycle::updateKeyDescription);
    }

    @Override
    public EnableKeyResponse enableKey(EnableKeyRequest request) {
        return call(request, lifecycle::enableKey);
    }

    @Override
    public DisableKeyResponse disableKey(DisableKeyRequest request) {
        return call(request, lifecycle::disableKey);
    }

    @Override
    public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
        return call(request, lifecycle::scheduleKeyDeletion);
    }

    @Override
    public CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
        return call(request, lifecycle::cancelKeyDeletion);
    }

    @Override
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        return call(request, aliases::createAlias);
    }

    @Override
    public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        return call(request, aliases::updateAlias);
    }

    @Override
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        return call(request, aliases::deleteAlias);
    }

    @Override
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        return call(request, aliases::listAliases);
    }

    @Override
    public EncryptResponse encrypt(EncryptRequest request) {
        return call(request, crypto::encrypt);
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
        return call(request, crypto::decrypt);
    }

    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        return call(request, dataKeys::generateDataKey);
    }

    @Override
    public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest request) {
        return call(request, dataKeys::generateDataKeyWithoutPlaintext);
    }

    @Override
    public GenerateRandomResponse generateRandom(GenerateRandomRequest request) {
        return call(request, dataKeys::generateRandom);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        return call(request, tags::tagResource);
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        return call(request, tags::untagResource);
    }

    @Override
    public ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
        return call(request, tags::listResourceTags);
    }

    @Override
    public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
        return call(request, policies::getKeyPolicy);
    }

    @Override
    public PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
        return call(request, policies::putKeyPolicy);
    }

    @Override
    public ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
        return call(request, policies::listKeyPolicies);
    }

    @Override
    public EnableKeyRotationResponse enableKeyRotation(EnableKeyRotationRequest request) {
        return call(request, rotation::enableKeyRotation);
    }

    @Override
    public DisableKeyRotationResponse disableKeyRotation(DisableKeyRotationRequest request) {
        return call(request, rotation::disableKeyRotation);
    }

    @Override
    public GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
        return call(request, rotation::getKeyRotationStatus);
    }

    @Override
    public RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request) {
        return call(request, rotation::rotateKeyOnDemand);
    }

    @Override
    public ListKeyRotationsResponse listKeyRotations(ListKeyRotationsRequest request) {
        return call(request, rotation::listKeyRotations);
    }

    @Override
    public ReEncryptResponse reEncrypt(ReEncryptRequest request) {
        return call(request, crypto::reEncrypt);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        store.close();
        keys.close();
        lists.close();
        rootKey.close();
    }

    @Override
    public String toString() {
        return "EmbeddedKms";
    }
}
