// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.engine.Seed;
import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.PemPrivateKey;
import io.sealkeep.engine.primitive.SecretBytes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * The seed file of local-kms, version 3 (its README, "Seeding file format"): {@code Keys.Symmetric.Aes} and {@code Hmac}, {@code
 * Keys.Asymmetric.Rsa} and {@code Ecc}, {@code Aliases}; also the older form, in which {@code Keys} is the list of AES keys.
 * Immutable.
 *
 * <p>Several {@code BackingKeys} are a key that was rotated, the last of them current. {@code NextKeyRotation} turns on automatic
 * rotation, each year from then. The spec of a key pair is that of its PEM. Otherwise than there: members it does not know are refused,
 * where local-kms passes them over; an alias must lead to a key of the file; and an HMAC key has one backing key, as AWS rotates none.
 */
final class LocalKmsSeedFormat {

    private static final Set<String> METADATA = Set.of("KeyId", "Description", "KeySpec", "KeyUsage", "Origin");
    private static final Set<String> SYMMETRIC = Set.of("Metadata", "BackingKeys", "NextKeyRotation");
    private static final Set<String> ASYMMETRIC = Set.of("Metadata", "PrivateKeyPem");
    private static final Set<String> ALIAS = Set.of("AliasName", "TargetKeyId");

    private final String region;

    /** Takes the region of all keys: the format has none. */
    LocalKmsSeedFormat(String region) {
        this.region = region;
    }

    /**
     * Reads the whole file; the caller closes what is returned.
     *
     * @throws io.sealkeep.home.StartRefusedException if it is malformed
     */
    Seed read(SeedMembers root) {
        root.only(Set.of("Keys", "Aliases"));
        Map<String, List<String>> aliases = aliases(root);
        List<Seed.Entry> keys = new ArrayList<>();
        try {
            if (root.isList("Keys")) {
                root.mappings("Keys").forEach(key -> keys.add(aes(key, aliases)));
            } else {
                readKinds(root.mapping("Keys").only(Set.of("Symmetric", "Asymmetric")), aliases, keys);
            }
            keys.forEach(key -> aliases.remove(key.keyId()));
            if (!aliases.isEmpty()) {
                throw root.refusal("Aliases", "an alias leads to a key that the file does not have.");
            }
            return new Seed(root.source(), keys);
        } catch (RuntimeException e) {
            keys.forEach(Seed.Entry::close);
            throw e;
        }
    }

    private void readKinds(SeedMembers kinds, Map<String, List<String>> aliases, List<Seed.Entry> keys) {
        SeedMembers symmetric = kinds.mapping("Symmetric").only(Set.of("Aes", "Hmac"));
        symmetric.mappings("Aes").forEach(key -> keys.add(aes(key, aliases)));
        symmetric.mappings("Hmac").forEach(key -> keys.add(hmac(key, aliases)));
        SeedMembers asymmetric = kinds.mapping("Asymmetric").only(Set.of("Rsa", "Ecc"));
        asymmetric.mappings("Rsa").forEach(key -> keys.add(pair(key, "RSA", aliases)));
        asymmetric.mappings("Ecc").forEach(key -> keys.add(pair(key, "ECC", aliases)));
    }

    private static Map<String, List<String>> aliases(SeedMembers root) {
        Map<String, List<String>> byKey = new HashMap<>();
        for (SeedMembers alias : root.mappings("Aliases")) {
            alias.only(ALIAS);
            byKey.computeIfAbsent(alias.required("TargetKeyId"), keyId -> new ArrayList<>())
                    .add(alias.required("AliasName"));
        }
        return byKey;
    }

    private Seed.Entry aes(SeedMembers members, Map<String, List<String>> aliases) {
        SeedMembers key = named(members, SYMMETRIC);
        checkSpec(key, KeySpec.SYMMETRIC_DEFAULT);
        return entry(key, KeySpec.SYMMETRIC_DEFAULT, "ENCRYPT_DECRYPT", backingKeys(key), aliases);
    }

    private Seed.Entry hmac(SeedMembers members, Map<String, List<String>> aliases) {
        SeedMembers key = named(members, SYMMETRIC);
        KeySpec spec = KeySpec.fromValue(metadata(key).required("KeySpec"));
        if (!spec.toString().startsWith("HMAC_")) {
            throw key.refusal("KeySpec", "it must be one of an HMAC key.");
        }
        return entry(key, spec, "GENERATE_VERIFY_MAC", backingKeys(key), aliases);
    }

    private Seed.Entry pair(SeedMembers members, String kind, Map<String, List<String>> aliases) {
        SeedMembers key = named(members, ASYMMETRIC);
        try (PemPrivateKey pem = PemPrivateKey.read(key.required("PrivateKeyPem"))) {
            KeySpec spec = pem.spec();
            if (spec == null || !spec.toString().startsWith(kind)) {
                throw key.refusal("PrivateKeyPem", "it must be an " + kind + " key of a kind that KMS has.");
            }
            checkSpec(key, spec);
            return entry(key, spec, null, List.of(pem.pkcs8()), aliases);
        } catch (IncorrectMaterialException e) {
            throw key.refusal("PrivateKeyPem", String.valueOf(e.getMessage()));
        }
    }

    private static SeedMembers named(SeedMembers members, Set<String> names) {
        String keyId = metadata(members).only(METADATA).required("KeyId");
        return members.named("Metadata.KeyId", keyId).only(names);
    }

    private static SeedMembers metadata(SeedMembers key) {
        return key.mapping("Metadata");
    }

    private static void checkSpec(SeedMembers key, KeySpec spec) {
        String said = metadata(key).text("KeySpec");
        if (said != null && !said.equals(spec.toString())) {
            throw key.refusal("KeySpec", "it is another than that of the key's material, " + spec + ".");
        }
    }

    /** A key of origin EXTERNAL may wait for its material; any other brings it. */
    private static List<SecretBytes> backingKeys(SeedMembers key) {
        List<SecretBytes> material = new ArrayList<>();
        try {
            for (String text : key.texts("BackingKeys")) {
                material.add(SeedMaterial.hex(text));
            }
        } catch (IllegalArgumentException e) {
            material.forEach(SecretBytes::close);
            throw key.refusal("BackingKeys", String.valueOf(e.getMessage()));
        }
        if (material.isEmpty() && !"EXTERNAL".equals(metadata(key).text("Origin"))) {
            throw key.refusal("BackingKeys", "there must be one at least.");
        }
        return material;
    }

    private Seed.Entry entry(
            SeedMembers key,
            KeySpec spec,
            @Nullable String usage,
            List<SecretBytes> material,
            Map<String, List<String>> aliases) {
        try {
            SeedMembers metadata = metadata(key);
            String keyId = metadata.required("KeyId");
            String said = metadata.text("KeyUsage");
            CreateKeyRequest request = CreateKeyRequest.builder()
                    .description(metadata.text("Description"))
                    .keySpec(spec)
                    .keyUsage(said == null ? usage : said)
                    .origin(metadata.text("Origin"))
                    .multiRegion(keyId.startsWith("mrk-"))
                    .build();
            List<String> names = aliases.getOrDefault(keyId, List.of());
            return new Seed.Entry(region, keyId, request, true, names, material, nextRotation(key));
        } catch (RuntimeException e) {
            material.forEach(SecretBytes::close);
            throw e;
        }
    }

    private static @Nullable Instant nextRotation(SeedMembers key) {
        String text = key.text("NextKeyRotation");
        if (text == null) {
            return null;
        }
        try {
            return text.length() == "2030-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw key.refusal("NextKeyRotation", "it must be a date, or a time with its offset, as ISO 8601 writes them.");
        }
    }
}
