// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.ImportWrapping;
import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.KeyMaterials;
import io.sealkeep.engine.primitive.KeyPairMaterial;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SeededMaterial;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportRequest;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/**
 * Material that its owner brings and takes away.
 *
 * <p>Source: AWS KMS Developer Guide, "Importing key material for AWS KMS keys".
 */
final class ImportOperations {

    /** How long a token and its wrapping key are good for. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private static final Duration MAX_LIFE = Duration.ofDays(365);

    private final Keys keys;
    private final Changes changes;
    private final BackingKeys backingKeys;
    private final Generation generation;
    private final ImportTokens tokens;

    ImportOperations(EngineParts parts) {
        this.keys = parts.keys();
        this.changes = parts.changes();
        this.backingKeys = parts.backingKeys();
        this.generation = parts.generation();
        this.tokens =
                new ImportTokens(parts.settings().accountId(), parts.settings().rootKey());
    }

    GetParametersForImportResponse getParametersForImport(GetParametersForImportRequest request) {
        AlgorithmSpec algorithm = request.wrappingAlgorithm();
        WrappingKeySpec spec = request.wrappingKeySpec();
        Key key = keys.resolveKey(request.keyId(), KeyOperation.GET_PARAMETERS_FOR_IMPORT);
        if (!ImportWrapping.fits(algorithm, spec)) {
            throw Refusal.validation(
                    "WrappingAlgorithm " + algorithm + " is not compatible with WrappingKeySpec " + spec);
        }
        Instant validTo = changes.now().plus(TOKEN_LIFE);
        try (ImportTokens.Parameters parameters = new ImportTokens.Parameters(
                        algorithm, spec, validTo, generation.make(ImportWrapping.keySpec(spec)));
                KeyPairMaterial pair = open(parameters)) {
            return GetParametersForImportResponse.builder()
                    .keyId(key.arn())
                    .importToken(SdkBytes.fromByteArrayUnsafe(tokens.seal(key.ref(), parameters)))
                    .publicKey(SdkBytes.fromByteArray(pair.publicKey()))
                    .parametersValidTo(validTo)
                    .build();
        }
    }

    ImportKeyMaterialResponse importKeyMaterial(ImportKeyMaterialRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.IMPORT_KEY_MATERIAL);
        checkKind(request, key.row());
        Instant expiresAt = expiresAt(request, changes.now());
        try (SecretBytes encoded = material(request, key)) {
            String materialId = materialId(key, encoded);
            try (BackingKeys.Fresh material = new BackingKeys.Fresh(key.row().spec(), materialId, encoded)) {
                Import wanted = new Import(
                        materialId,
                        backingKeys.wrap(key.ref(), material),
                        request.importType(),
                        request.keyMaterialDescription(),
                        expiresAt);
                return changes.make(keys.names(), change -> {
                    KeyRow now = change.again(key, KeyOperation.IMPORT_KEY_MATERIAL);
                    wanted.make(change, now, Optional.ofNullable(request.keyMaterialId()));
                    return ImportKeyMaterialResponse.builder()
                            .keyId(key.arn())
                            .keyMaterialId(materialId)
                            .build();
                });
            }
        }
    }

    /** A key that was seeded knows its material by the seed's id, by which the same is recognised when it is brought back. */
    private String materialId(Key key, SecretBytes encoded) {
        String seeded = SeededMaterial.id(key.row().keyId(), encoded);
        return key.backingKeys().stream().anyMatch(row -> row.materialId().equals(seeded))
                ? seeded
                : backingKeys.importedId(key.ref(), encoded);
    }

    /** Unwraps what the caller sent, in the encoding of the key's spec. */
    private SecretBytes material(ImportKeyMaterialRequest request, Key key) {
        byte[] token = request.importToken().asByteArrayUnsafe();
        byte[] wrapped = request.encryptedKeyMaterial().asByteArrayUnsafe();
        try (ImportTokens.Parameters parameters = tokens.open(key.ref(), token, changes.now());
                KeyPairMaterial pair = open(parameters);
                SecretBytes material = ImportWrapping.unwrap(parameters.algorithm(), pair, wrapped)) {
            if (material == null) {
                throw Refusal.invalidCiphertext();
            }
            return importable(parameters.algorithm(), key.row().spec(), material);
        }
    }

    /**
     * What unwraps but is no material is told apart from what does not unwrap, except under PKCS #1 v1.5: there the difference is
     * what Bleichenbacher's attack asks for.
     */
    private static SecretBytes importable(AlgorithmSpec algorithm, KeySpec spec, SecretBytes material) {
        try {
            return KeyMaterials.importable(spec, material);
        } catch (IncorrectMaterialException e) {
            throw algorithm == AlgorithmSpec.RSAES_PKCS1_V1_5
                    ? Refusal.invalidCiphertext()
                    : Refusal.incorrectKeyMaterial(e.getMessage());
        }
    }

    private static KeyPairMaterial open(ImportTokens.Parameters parameters) {
        SecretBytes copy = parameters.wrappingKey().use(bytes -> SecretBytes.takeOver(bytes.clone()));
        return ImportWrapping.open(parameters.spec(), "import", copy);
    }

    /** Asymmetric and HMAC keys have one material for ever, so there is nothing to choose or to tell apart. */
    private static void checkKind(ImportKeyMaterialRequest request, KeyRow key) {
        if (key.isSymmetric()) {
            if (request.importType() == ImportType.NEW_KEY_MATERIAL && request.keyMaterialId() != null) {
                throw Refusal.validation("KeyMaterialId cannot be specified with ImportType NEW_KEY_MATERIAL.");
            }
        } else if (request.importType() != null
                || request.keyMaterialId() != null
                || request.keyMaterialDescription() != null) {
            throw Refusal.unsupported(
                    "ImportType, KeyMaterialId and KeyMaterialDescription are valid for symmetric encryption keys only.");
        }
    }

    private static @Nullable Instant expiresAt(ImportKeyMaterialRequest request, Instant now) {
        Instant validTo = request.validTo();
        if (request.expirationModel() == ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE) {
            if (validTo != null) {
                throw Refusal.validation(
                        "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
            }
            return null;
        }
        if (validTo == null) {
            throw Refusal.validation("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
        }
        if (!validTo.isAfter(now) || validTo.isAfter(now.plus(MAX_LIFE))) {
            throw Refusal.validation("The validTo date must be in the future and at most 365 days away");
        }
        return validTo;
    }

    /** Without an id, the current material. What is not there is not removed again, and its key stays as it is. */
    DeleteImportedKeyMaterialResponse deleteImportedKeyMaterial(DeleteImportedKeyMaterialRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.DELETE_IMPORTED_KEY_MATERIAL);
            String arn = change.arn(key.ref());
            String materialId = request.keyMaterialId() != null ? request.keyMaterialId() : key.currentMaterialId();
            if (materialId != null) {
                BackingKeyRow row = Imports.find(change, key, materialId);
                if (row.isPresent() || !Imports.isPermanent(row)) {
                    Imports.remove(change, key, row);
                }
            }
            return DeleteImportedKeyMaterialResponse.builder()
                    .keyId(arn)
                    .keyMaterialId(materialId)
                    .build();
        });
    }
}
