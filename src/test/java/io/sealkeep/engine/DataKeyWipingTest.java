// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.call.Caller;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.TestRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;

/** A data key stays nowhere in memory but in the answer that holds it. */
class DataKeyWipingTest extends EngineFixture {

    /** A length that no salt, IV or seed has. */
    private static final int BYTES = 77;

    private final List<byte[]> dataKeys = new ArrayList<>();
    private Keys keys;
    private DataKeyOperations operations;
    private Runnable whenMade = () -> {};

    @Override
    @BeforeEach
    void open() {
        EngineSettings settings = TestEngines.settings(home, clock);
        HookedKeyStore store = new HookedKeyStore(TestEngines.store(settings));
        engine = new EmbeddedKms(settings, store);
        kms = in(TestCallers.REGION);
        keys = new Keys(
                TestCallers.ACCOUNT,
                store,
                new BackingKeys(TestCallers.ACCOUNT, settings.rootKey(), new Generation()),
                clock,
                wiping -> {});
        GrantTokens tokens = new GrantTokens(keys, store, settings.rootKey());
        Usages usages = new Usages(store, new Changes(store, clock));
        operations = new DataKeyOperations(keys, store, usages, tokens, TestRandom.showing(bytes -> {
            if (bytes.length == BYTES) {
                dataKeys.add(bytes);
                whenMade.run();
            }
        }));
    }

    @Override
    @AfterEach
    void close() {
        keys.close();
        super.close();
    }

    private GenerateDataKeyResponse generate(String keyId) {
        GenerateDataKeyRequest request = GenerateDataKeyRequest.builder()
                .keyId(keyId)
                .numberOfBytes(BYTES)
                .build();
        return ScopedValue.where(Caller.CURRENT, TestCallers.caller(TestCallers.REGION))
                .call(() -> operations.generateDataKey(request));
    }

    @Test
    void generateDataKey_always_leavesTheAnswerAlone() {
        GenerateDataKeyResponse response = generate(newKey());

        assertThat(dataKeys).containsExactly(new byte[BYTES]);
        assertThat(kms.decrypt(r -> r.ciphertextBlob(response.ciphertextBlob())).plaintext())
                .isEqualTo(response.plaintext());
    }

    @Test
    void generateDataKeyWithoutPlaintext_always_leavesNothing() {
        GenerateDataKeyWithoutPlaintextRequest request = GenerateDataKeyWithoutPlaintextRequest.builder()
                .keyId(newKey())
                .numberOfBytes(BYTES)
                .build();
        ScopedValue.where(Caller.CURRENT, TestCallers.caller(TestCallers.REGION))
                .call(() -> operations.generateDataKeyWithoutPlaintext(request));

        assertThat(dataKeys).containsExactly(new byte[BYTES]);
    }

    @Test
    void generateDataKey_thatFails_leavesNothing() {
        String keyId = newKey();
        // The key's material is wiped in the middle of the call.
        whenMade = keys::close;

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> generate(keyId));

        assertThat(dataKeys).containsExactly(new byte[BYTES]);
    }
}
