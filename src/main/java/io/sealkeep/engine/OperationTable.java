// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.engine.CheckedCall.call;

import io.sealkeep.engine.primitive.RandomBytes;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DecapsulateRequest;
import software.amazon.awssdk.services.kms.model.DecapsulateResponse;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretRequest;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;
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
import software.amazon.awssdk.services.kms.model.EncapsulateRequest;
import software.amazon.awssdk.services.kms.model.EncapsulateResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageRequest;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.GetParametersForImportRequest;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
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
import software.amazon.awssdk.services.kms.model.ReplicateKeyRequest;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;
import software.amazon.awssdk.services.kms.model.UpdatePrimaryRegionRequest;
import software.amazon.awssdk.services.kms.model.UpdatePrimaryRegionResponse;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/**
 * Which class does which operation. One line an operation, in the order of the families; long, and nothing but that. Safe for
 * concurrent use.
 */
abstract class OperationTable extends GrantOperationTable {

    private final CreateKeyOperation creation;
    private final KeyOperations lifecycle;
    private final AliasOperations aliases;
    private final TagOperations tags;
    private final PolicyOperations policies;
    private final RotationOperations rotation;
    private final ReplicationOperations replication;
    private final ImportOperations imports;
    private final CryptoOperations crypto;
    private final DataKeyOperations dataKeys;
    private final DataKeyPairOperations dataKeyPairs;
    private final SignOperations signatures;
    private final MacOperations macs;
    private final KeyPairOperations keyPairs;
    private final UsageOperations usage;

    OperationTable(EngineParts parts) {
        super(parts);
        Keys keys = parts.keys();
        Lists lists = parts.lists();
        Changes changes = parts.changes();
        Usages usages = parts.usages();
        GrantTokens tokens = parts.grantTokens();
        EngineSettings.Limits limits = parts.settings().limits();
        this.creation = new CreateKeyOperation(keys, changes, parts.backingKeys(), limits);
        this.lifecycle = new KeyOperations(keys, lists, changes, tokens);
        this.aliases = new AliasOperations(keys, lists, changes, limits);
        this.tags = new TagOperations(keys, lists, changes, limits.tagsPerKey());
        this.policies = new PolicyOperations(keys, parts.store(), lists, changes);
        this.rotation = new RotationOperations(keys, lists, changes, parts.rotator());
        this.replication = new ReplicationOperations(keys, changes, parts.backingKeys(), limits);
        this.imports = new ImportOperations(parts);
        this.crypto = new CryptoOperations(keys, usages, tokens);
        this.dataKeys = new DataKeyOperations(keys, parts.store(), usages, tokens, RandomBytes.system());
        this.dataKeyPairs = new DataKeyPairOperations(keys, usages, tokens, parts.generation());
        this.signatures = new SignOperations(keys, usages, tokens);
        this.macs = new MacOperations(keys, usages, tokens);
        this.keyPairs = new KeyPairOperations(keys, usages, tokens);
        this.usage = new UsageOperations(keys, usages);
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
    public ReEncryptResponse reEncrypt(ReEncryptRequest request) {
        return call(request, crypto::reEncrypt);
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
    public GenerateDataKeyPairResponse generateDataKeyPair(GenerateDataKeyPairRequest request) {
        return call(request, dataKeyPairs::generateDataKeyPair);
    }

    @Override
    public GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
            GenerateDataKeyPairWithoutPlaintextRequest request) {
        return call(request, dataKeyPairs::generateDataKeyPairWithoutPlaintext);
    }

    @Override
    public SignResponse sign(SignRequest request) {
        return call(request, signatures::sign);
    }

    @Override
    public VerifyResponse verify(VerifyRequest request) {
        return call(request, signatures::verify);
    }

    @Override
    public GenerateMacResponse generateMac(GenerateMacRequest request) {
        return call(request, macs::generateMac);
    }

    @Override
    public VerifyMacResponse verifyMac(VerifyMacRequest request) {
        return call(request, macs::verifyMac);
    }

    @Override
    public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
        return call(request, keyPairs::getPublicKey);
    }

    @Override
    public DeriveSharedSecretResponse deriveSharedSecret(DeriveSharedSecretRequest request) {
        return call(request, keyPairs::deriveSharedSecret);
    }

    @Override
    public EncapsulateResponse encapsulate(EncapsulateRequest request) {
        return call(request, keyPairs::encapsulate);
    }

    @Override
    public DecapsulateResponse decapsulate(DecapsulateRequest request) {
        return call(request, keyPairs::decapsulate);
    }

    @Override
    public GetParametersForImportResponse getParametersForImport(GetParametersForImportRequest request) {
        return call(request, imports::getParametersForImport);
    }

    @Override
    public ImportKeyMaterialResponse importKeyMaterial(ImportKeyMaterialRequest request) {
        return call(request, imports::importKeyMaterial);
    }

    @Override
    public DeleteImportedKeyMaterialResponse deleteImportedKeyMaterial(DeleteImportedKeyMaterialRequest request) {
        return call(request, imports::deleteImportedKeyMaterial);
    }

    @Override
    public ReplicateKeyResponse replicateKey(ReplicateKeyRequest request) {
        return call(request, replication::replicateKey);
    }

    @Override
    public UpdatePrimaryRegionResponse updatePrimaryRegion(UpdatePrimaryRegionRequest request) {
        return call(request, replication::updatePrimaryRegion);
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
    public GetKeyLastUsageResponse getKeyLastUsage(GetKeyLastUsageRequest request) {
        return call(request, usage::getKeyLastUsage);
    }
}
