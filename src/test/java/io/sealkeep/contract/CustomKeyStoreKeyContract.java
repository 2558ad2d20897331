// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static io.sealkeep.contract.TestKeyStores.cluster;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreNotFoundException;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * Keys in custom key stores. They cannot be deleted at once, and a store that has keys not at all, so that all tests have one store
 * between them.
 */
public abstract class CustomKeyStoreKeyContract extends CustomKeyStoreFixture {

    private static final String SHARED = "contract: keys";

    private String storeId;

    @BeforeEach
    void connectSharedStore() {
        storeId = sharedStore();
        if (described(storeId).connectionState() != ConnectionStateType.CONNECTED) {
            connect(storeId);
        }
    }

    private String sharedStore() {
        try {
            return client().describeCustomKeyStores(r -> r.customKeyStoreName(SHARED))
                    .customKeyStores()
                    .getFirst()
                    .customKeyStoreId();
        } catch (CustomKeyStoreNotFoundException e) {
            return client().createCustomKeyStore(cluster().andThen(r -> r.customKeyStoreName(SHARED)))
                    .customKeyStoreId();
        }
    }

    private KeyMetadata keyInStore() {
        return client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
                .keyMetadata();
    }

    private KeyState state(KeyMetadata key) {
        return client().describeKey(r -> r.keyId(key.keyId())).keyMetadata().keyState();
    }

    private static void assertUnavailable(KeyMetadata key, ThrowingCallable call) {
        assertRefused(call, "KMSInvalidStateException", key.arn() + " is unavailable.");
    }

    @Test
    void createKey_inAConnectedStore_makesAnEnabledKeyThatNamesIt() {
        KeyMetadata key = keyInStore();

        assertThat(key.origin()).isEqualTo(OriginType.AWS_CLOUDHSM);
        assertThat(key.customKeyStoreId()).isEqualTo(storeId);
        assertThat(key.cloudHsmClusterId()).isEqualTo(described(storeId).cloudHsmClusterId());
        assertThat(key.xksKeyConfiguration()).isNull();
        assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(key.multiRegion()).isFalse();
        assertThat(key.currentKeyMaterialId()).isNull();
        assertThat(client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
    }

    @Test
    void createKey_inAStoreThatIsNotConnected_isRefused() {
        disconnect(storeId);

        assertRefused(this::keyInStore, INVALID_STATE);
    }

    @Test
    void createKey_inAStoreThatIsNot_isRefused() {
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(NO_STORE)), NOT_FOUND);
    }

    @Test
    void createKey_whereOriginStoreAndExternalKeyDoNotGoTogether_isRefused() {
        assertRefused(() -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM)), VALIDATION);
        assertRefused(() -> client().createKey(r -> r.customKeyStoreId(storeId)), VALIDATION);
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.EXTERNAL).customKeyStoreId(storeId)), VALIDATION);
        assertRefused(() -> client().createKey(r -> r.xksKeyId("k1")), VALIDATION);
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM)
                        .customKeyStoreId(storeId)
                        .xksKeyId("k1")),
                VALIDATION);
        assertRefused(
                () -> client().createKey(
                                r -> r.origin(OriginType.EXTERNAL_KEY_STORE).customKeyStoreId(storeId)),
                VALIDATION);
    }

    @Test
    void createKey_ofAnOriginThatIsNotTheStores_isRefused() {
        String external = create(proxy());

        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.EXTERNAL_KEY_STORE)
                        .customKeyStoreId(storeId)
                        .xksKeyId("k1")),
                UNSUPPORTED);
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(external)),
                UNSUPPORTED);
    }

    @Test
    void createKey_ofAKindThatNoCustomKeyStoreTakes_isRefused() {
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM)
                        .customKeyStoreId(storeId)
                        .keySpec(KeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsageType.SIGN_VERIFY)),
                UNSUPPORTED);
        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.AWS_CLOUDHSM)
                        .customKeyStoreId(storeId)
                        .multiRegion(true)),
                UNSUPPORTED);
    }

    @Test
    void createKey_inAnExternalStoreThatIsNotConnected_isRefused() {
        String external = connected(proxy());

        assertRefused(
                () -> client().createKey(r -> r.origin(OriginType.EXTERNAL_KEY_STORE)
                        .customKeyStoreId(external)
                        .xksKeyId("k1")),
                INVALID_STATE);
    }

    @Test
    void generateRandom_ofAConnectedStore_isRandom() {
        SdkBytes random = client().generateRandom(r -> r.numberOfBytes(32).customKeyStoreId(storeId))
                .plaintext();

        assertThat(random.asByteArray()).hasSize(32);
        assertThat(client().generateRandom(r -> r.numberOfBytes(32).customKeyStoreId(storeId))
                        .plaintext())
                .isNotEqualTo(random);
    }

    @Test
    void generateRandom_ofAStoreThatMakesNone_isRefused() {
        String external = create(proxy());
        disconnect(storeId);

        assertRefused(() -> client().generateRandom(r -> r.numberOfBytes(1).customKeyStoreId(storeId)), INVALID_STATE);
        assertRefused(() -> client().generateRandom(r -> r.numberOfBytes(1).customKeyStoreId(external)), UNSUPPORTED);
        assertRefused(() -> client().generateRandom(r -> r.numberOfBytes(1).customKeyStoreId(NO_STORE)), NOT_FOUND);
    }

    @Test
    void encrypt_withAKeyInAStore_isDecryptedAgain() {
        KeyMetadata key = keyInStore();

        assertThat(decrypted(encrypted(key.keyId(), "in the store"))).isEqualTo("in the store");
    }

    @Test
    void describeKey_whileTheStoreIsDisconnected_showsItUnavailable() {
        KeyMetadata key = keyInStore();

        disconnect(storeId);

        KeyMetadata shown = client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
        assertThat(shown.keyState()).isEqualTo(KeyState.UNAVAILABLE);
        assertThat(shown.enabled()).isFalse();
        connect(storeId);
        assertThat(client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
    }

    @Test
    void encrypt_whileTheStoreIsDisconnected_isRefusedAsIsAllUse() {
        KeyMetadata key = keyInStore();
        String id = key.keyId();
        SdkBytes ciphertext = encrypted(id, "before");
        SdkBytes other = encrypted(keyId(), "other");

        disconnect(storeId);

        assertUnavailable(key, () -> encrypted(id, "x"));
        assertUnavailable(key, () -> decrypted(ciphertext));
        assertUnavailable(
                key, () -> client().reEncrypt(r -> r.ciphertextBlob(other).destinationKeyId(id)));
        assertUnavailable(key, () -> client().generateDataKey(r -> r.keyId(id).keySpec(DataKeySpec.AES_256)));
        assertUnavailable(
                key,
                () -> client().generateDataKeyWithoutPlaintext(r -> r.keyId(id).keySpec(DataKeySpec.AES_256)));
        assertUnavailable(
                key, () -> client().generateDataKeyPair(r -> r.keyId(id).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)));
        connect(storeId);
        assertThat(decrypted(ciphertext)).isEqualTo("before");
    }

    @Test
    void tagResource_whileTheStoreIsDisconnected_isDoneAsIsAllManagement() {
        KeyMetadata key = keyInStore();
        String id = key.keyId();

        disconnect(storeId);

        assertThatNoException().isThrownBy(() -> {
            client().tagResource(r -> r.keyId(id).tags(tag("a", "b")));
            client().updateKeyDescription(r -> r.keyId(id).description("unavailable"));
            client().getKeyPolicy(r -> r.keyId(id));
            client().deleteAlias(r -> r.aliasName(newAlias(id)));
        });
        assertThat(state(key)).isEqualTo(KeyState.UNAVAILABLE);
    }

    @Test
    void disableKey_whileTheStoreIsDisconnected_takesEffectWhenItIsConnected() {
        KeyMetadata key = keyInStore();
        disconnect(storeId);

        client().disableKey(r -> r.keyId(key.keyId()));

        assertThat(state(key)).isEqualTo(KeyState.UNAVAILABLE);
        connect(storeId);
        assertThat(state(key)).isEqualTo(KeyState.DISABLED);
    }

    @Test
    void enableKey_whileTheStoreIsDisconnected_takesEffectWhenItIsConnected() {
        KeyMetadata key = keyInStore();
        client().disableKey(r -> r.keyId(key.keyId()));
        disconnect(storeId);

        client().enableKey(r -> r.keyId(key.keyId()));

        assertUnavailable(key, () -> encrypted(key.keyId(), "x"));
        connect(storeId);
        assertThat(state(key)).isEqualTo(KeyState.ENABLED);
    }

    @Test
    void scheduleKeyDeletion_whileTheStoreIsDisconnected_showsAndCanBeCancelled() {
        KeyMetadata key = keyInStore();
        disconnect(storeId);

        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));
        assertThat(state(key)).isEqualTo(KeyState.PENDING_DELETION);
        client().cancelKeyDeletion(r -> r.keyId(key.keyId()));

        assertThat(state(key)).isEqualTo(KeyState.UNAVAILABLE);
        connect(storeId);
        assertThat(state(key)).isEqualTo(KeyState.DISABLED);
    }

    @Test
    void cancelKeyDeletion_ofAnUnavailableKey_isRefused() {
        KeyMetadata key = keyInStore();
        disconnect(storeId);

        assertRefused(
                () -> client().cancelKeyDeletion(r -> r.keyId(key.keyId())),
                "KMSInvalidStateException",
                key.arn() + " is not pending deletion.");
    }

    @Test
    void enableKeyRotation_ofAKeyInAStore_isRefusedAsIsAllRotation() {
        KeyMetadata key = keyInStore();
        String id = key.keyId();
        String text = key.arn() + " origin is AWS_CLOUDHSM which is not valid for this operation.";

        assertRefused(() -> client().enableKeyRotation(r -> r.keyId(id)), UNSUPPORTED, text);
        assertRefused(() -> client().disableKeyRotation(r -> r.keyId(id)), UNSUPPORTED, text);
        assertRefused(() -> client().getKeyRotationStatus(r -> r.keyId(id)), UNSUPPORTED, text);
        assertRefused(() -> client().rotateKeyOnDemand(r -> r.keyId(id)), UNSUPPORTED, text);
    }

    @Test
    void getParametersForImport_ofAKeyInAStore_isRefused() {
        KeyMetadata key = keyInStore();

        assertRefused(
                () -> client().getParametersForImport(r -> r.keyId(key.keyId())
                        .wrappingAlgorithm("RSAES_OAEP_SHA_256")
                        .wrappingKeySpec("RSA_2048")),
                UNSUPPORTED,
                key.arn() + " origin is AWS_CLOUDHSM which is not valid for this operation.");
    }

    @Test
    void replicateKey_ofAKeyInAStore_isRefused() {
        KeyMetadata key = keyInStore();

        assertRefused(() -> client().replicateKey(r -> r.keyId(key.keyId()).replicaRegion("eu-west-3")), UNSUPPORTED);
    }

    @Test
    void deleteCustomKeyStore_thatHasKeys_isRefused() {
        KeyMetadata key = keyInStore();
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));
        disconnect(storeId);

        assertRefused(
                () -> client().deleteCustomKeyStore(r -> r.customKeyStoreId(storeId)),
                "CustomKeyStoreHasCMKsException");
    }
}
