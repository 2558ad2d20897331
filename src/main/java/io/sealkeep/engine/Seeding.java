// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.AliasName;
import io.sealkeep.engine.key.KeyIdentifier;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.KeyMaterials;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SeededMaterial;
import io.sealkeep.engine.store.AliasRef;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.StoreUnavailableException;
import io.sealkeep.engine.validation.RequestValidation;
import io.sealkeep.home.StartRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * Makes the keys of a seed: all is checked first, then all is one change, so that a seed is there whole or not at all. Its keys must
 * pass what CreateKey, CreateAlias and ImportKeyMaterial ask of theirs. Safe for concurrent use, but see {@link EmbeddedKms#seed}.
 */
final class Seeding {

    /** As AWS makes them: in lower case, so that one key has one name. */
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final CreateKeyResponse NO_CALL = CreateKeyResponse.builder().build();

    private final EngineParts parts;
    private final CreateKeyOperation creation;
    private final EngineSettings.Limits limits;

    Seeding(EngineParts parts) {
        this.parts = parts;
        this.limits = parts.settings().limits();
        this.creation = new CreateKeyOperation(parts.keys(), parts.changes(), parts.backingKeys(), limits);
    }

    /** What is there already is not what the seed says. */
    static final class ConflictException extends RuntimeException {
        ConflictException(String message) {
            super(message);
        }
    }

    /** See {@link EmbeddedKms#seed}. */
    int seed(Seed seed) {
        List<SeededKey> keys = new ArrayList<>();
        try {
            checkNames(seed);
            for (Seed.Entry entry : seed.keys()) {
                step(seed, entry.keyId(), () -> keys.add(checked(entry)));
            }
            Set<KeyRef> there = parts.store().read(rows -> {
                Set<KeyRef> found = new HashSet<>();
                keys.forEach(key -> rows.findKey(key.ref()).ifPresent(row -> found.add(row.ref())));
                return found;
            });
            keys.stream().filter(key -> !there.contains(key.ref())).forEach(SeededKey::makeMaterial);
            apply(seed, keys);
            return (int) keys.stream().filter(SeededKey::isMade).count();
        } catch (StoreUnavailableException e) {
            throw new StartRefusedException("The seed file " + seed.source() + " was not taken in. " + e.getMessage(), e);
        } finally {
            keys.forEach(SeededKey::close);
        }
    }

    private void apply(Seed seed, List<SeededKey> keys) {
        if (!keys.isEmpty()) {
            Names names = new Names(
                    parts.settings().accountId(), keys.getFirst().ref().region());
            parts.changes().make(names, change -> {
                keys.forEach(key -> step(seed, key.ref().keyId(), () -> key.apply(change, limits)));
                return NO_CALL;
            });
        }
    }

    /** Puts every refusal into words for the operator, who sees a start fail. */
    private static void step(Seed seed, String keyId, Runnable work) {
        try {
            work.run();
        } catch (KmsException e) {
            throw refused(seed, keyId, e.awsErrorDetails().errorMessage() + " Correct the file.");
        } catch (IncorrectMaterialException e) {
            throw refused(seed, keyId, "material: " + e.getMessage() + " Correct the file.");
        } catch (ConflictException e) {
            throw refused(
                    seed, keyId, e.getMessage() + " Correct the file, or start with another store (sealkeep.home).");
        }
    }

    private static StartRefusedException refused(Seed seed, String keyId, String why) {
        return new StartRefusedException(
                "The seed file " + seed.source() + " is refused, key " + keyId + ": " + why + " Nothing was seeded.");
    }

    /** No key and no alias may stand there twice. A key's id is taken in all regions, as the ids of AWS are unlike each other. */
    private static void checkNames(Seed seed) {
        Set<String> keyIds = new HashSet<>();
        Set<AliasRef> aliases = new HashSet<>();
        for (Seed.Entry entry : seed.keys()) {
            if (!keyIds.add(entry.keyId())) {
                throw refused(seed, entry.keyId(), "keyId: the file has two keys of this id. Leave one away.");
            }
            for (String alias : entry.aliases()) {
                if (!aliases.add(new AliasRef(entry.region(), alias))) {
                    throw refused(seed, entry.keyId(), "aliases: the file has " + alias + " twice. Leave one away.");
                }
            }
        }
    }

    private SeededKey checked(Seed.Entry entry) {
        boolean isMultiRegion = Boolean.TRUE.equals(entry.key().multiRegion());
        Pattern form = isMultiRegion ? KeyIdentifier.MULTI_REGION_ID : UUID;
        if (!form.matcher(entry.keyId()).matches()) {
            throw Refusal.validation("keyId: it must be "
                    + (isMultiRegion
                            ? "mrk- and 32 hex digits in lower case, for the key is a multi-region key."
                            : "a UUID in lower case, or mrk- and 32 hex digits with multiRegion: true."));
        }
        RequestValidation.validate(entry.key());
        Names names = new Names(parts.settings().accountId(), entry.region());
        CreateKeyOperation.Wanted wanted = creation.wanted(entry.key(), names, entry.keyId());
        for (String alias : entry.aliases()) {
            RequestValidation.validate(CreateAliasRequest.builder()
                    .aliasName(alias)
                    .targetKeyId(entry.keyId())
                    .build());
            AliasName.check(alias);
        }
        checkKind(entry, wanted.kind().spec(), wanted.kind().origin());
        SeededKey key = new SeededKey(entry, wanted, parts.backingKeys());
        try {
            for (SecretBytes given : entry.material()) {
                SecretBytes encoded = KeyMaterials.importable(wanted.kind().spec(), given);
                key.add(SeededMaterial.id(entry.keyId(), encoded), encoded);
            }
            return key;
        } catch (RuntimeException e) {
            key.close();
            throw e;
        }
    }

    private static void checkKind(Seed.Entry entry, KeySpec spec, OriginType origin) {
        boolean isExternal = origin == OriginType.EXTERNAL;
        boolean rotates = spec == KeySpec.SYMMETRIC_DEFAULT && !isExternal;
        if (entry.material().size() > 1 && !rotates) {
            throw Refusal.validation("material: only a symmetric encryption key of origin AWS_KMS can have several.");
        }
        if (entry.material().stream().distinct().count() < entry.material().size()) {
            throw Refusal.validation("material: the key has one of its materials twice.");
        }
        if (entry.nextRotation() != null && !rotates) {
            throw Refusal.validation("rotation: only a symmetric encryption key of origin AWS_KMS rotates.");
        }
        if (!entry.isEnabled() && isExternal && entry.material().isEmpty()) {
            throw Refusal.validation("enabled: a key that waits for its material cannot be disabled.");
        }
    }
}
