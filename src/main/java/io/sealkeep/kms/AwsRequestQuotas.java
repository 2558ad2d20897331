// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/**
 * The request quotas that AWS gives an account in each region before it asks for more. Stateless.
 *
 * <p>Source: AWS KMS Developer Guide, "Request quotas", as of 2026. Not here: the quota of a custom key store, and that
 * ReplicateKey and UpdatePrimaryRegion count in a second region. Encapsulate and Decapsulate have no quota there, and so none here.
 * Where a ReEncrypt draws from, of two keys of different kinds, AWS does not say; here it is the destination key's kind.
 */
final class AwsRequestQuotas {

    private static final String ENCRYPT = "Encrypt";
    private static final String DECRYPT = "Decrypt";
    private static final String RE_ENCRYPT = "ReEncrypt";

    /** These draw from the quota of the kind of their key. */
    private static final Set<String> BY_KEY_SPEC = Set.of(ENCRYPT, DECRYPT, RE_ENCRYPT, "Sign", "Verify");

    private static final Set<String> SYMMETRIC =
            Set.of("GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GenerateRandom", "VerifyMac");

    private static final Set<String> KEY_PAIR = Set.of("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext");

    private static final Map<String, RequestRate> PER_OPERATION = new HashMap<>();

    static {
        each(
                5,
                "CancelKeyDeletion",
                "ConnectCustomKeyStore",
                "CreateAlias",
                "CreateCustomKeyStore",
                "CreateKey",
                "DeleteCustomKeyStore",
                "DescribeCustomKeyStores",
                "DisableKey",
                "DisableKeyRotation",
                "DisconnectCustomKeyStore",
                "EnableKey",
                "GetKeyLastUsage",
                "ReplicateKey",
                "RotateKeyOnDemand",
                "UntagResource",
                "UpdateAlias",
                "UpdateCustomKeyStore",
                "UpdateKeyDescription",
                "UpdatePrimaryRegion");
        each(1, "GetParametersForImport");
        each(10, "TagResource");
        each(
                15,
                "DeleteAlias",
                "DeleteImportedKeyMaterial",
                "EnableKeyRotation",
                "ImportKeyMaterial",
                "PutKeyPolicy",
                "ScheduleKeyDeletion");
        each(50, "CreateGrant", "RetireGrant", "RevokeGrant");
        each(100, "ListGrants", "ListKeyPolicies", "ListKeyRotations", "ListRetirableGrants");
        each(500, "ListAliases", "ListKeys");
        each(1000, "GetKeyPolicy", "GetKeyRotationStatus");
        each(2000, "DescribeKey", "GetPublicKey", "ListResourceTags");
    }

    private AwsRequestQuotas() {}

    private static void each(int perSecond, String... operations) {
        for (String operation : operations) {
            PER_OPERATION.put(operation, new RequestRate(operation, BigDecimal.valueOf(perSecond)));
        }
    }

    /**
     * Returns what a request draws from, or null where AWS has no quota for it.
     *
     * @param keySpec tells the key spec of a key id; empty where there is no such key
     */
    static @Nullable RequestRate of(
            String operation, KmsRequest request, String region, UnaryOperator<String> keySpec) {
        RequestRate own = PER_OPERATION.get(operation);
        if (own != null) {
            return own;
        }
        if (SYMMETRIC.contains(operation)) {
            return symmetric(region);
        }
        if (KEY_PAIR.contains(operation)) {
            return keyPair(RecordedMembers.text(request, "keyPairSpec"), region);
        }
        if (operation.equals("DeriveSharedSecret")) {
            return shared("ECC and SM2");
        }
        return BY_KEY_SPEC.contains(operation) ? byKey(operation, request, region, keySpec) : null;
    }

    /** A Decrypt that names no key is of a symmetric one: only for these does the ciphertext say the key. */
    private static RequestRate byKey(
            String operation, KmsRequest request, String region, UnaryOperator<String> keySpec) {
        String keyId = RecordedMembers.text(request, operation.equals(RE_ENCRYPT) ? "destinationKeyId" : "keyId");
        String spec = keyId == null ? "" : keySpec.apply(keyId);
        if (spec.startsWith("RSA")) {
            return shared("RSA");
        }
        if (spec.startsWith("ECC") || spec.startsWith("SM2")) {
            return shared("ECC and SM2");
        }
        return spec.startsWith("ML_DSA") ? shared("ML-DSA") : symmetric(region);
    }

    private static RequestRate shared(String kind) {
        return cryptographic(kind, 1000);
    }

    private static RequestRate symmetric(String region) {
        return cryptographic(
                "symmetric",
                switch (region) {
                    case "us-east-1", "us-west-2", "eu-west-1" -> 100_000;
                    case "us-east-2",
                            "ap-southeast-1",
                            "ap-southeast-2",
                            "ap-northeast-1",
                            "eu-central-1",
                            "eu-west-2" -> 20_000;
                    default -> 10_000;
                });
    }

    private static RequestRate cryptographic(String kind, int perSecond) {
        return new RequestRate("Cryptographic operations (" + kind + ")", BigDecimal.valueOf(perSecond));
    }

    private static RequestRate keyPair(@Nullable String spec, String region) {
        boolean inChina = region.startsWith("cn-");
        String perSecond = switch (spec == null ? "" : spec) {
            case "RSA_2048" -> inChina ? "1" : "20";
            case "RSA_3072" -> inChina ? "0.5" : "4";
            case "RSA_4096" -> inChina ? "0.1" : "1";
            case "SM2" -> "25";
            default -> "100";
        };
        return new RequestRate("GenerateDataKeyPair (" + spec + ")", new BigDecimal(perSecond));
    }
}
