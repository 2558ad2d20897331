// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.contract.TestKeyStores.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Keys in memory know at once what becomes of their store. */
class CustomKeyStoreCacheTest extends EngineFixture {

    private static final int KEYS = 3;
    private static final int READERS = 4;
    private static final int ROUNDS = 10;

    private String storeId;
    private final List<String> keyIds = new ArrayList<>();

    private void prepare() {
        storeId = kms.createCustomKeyStore(cluster()).customKeyStoreId();
        connect();
        for (int i = 0; i < KEYS; i++) {
            keyIds.add(kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
                    .keyMetadata()
                    .keyId());
        }
        keyIds.forEach(keyId -> encrypt(keyId, "into memory"));
    }

    private void connect() {
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    }

    private void disconnect() {
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    }

    private boolean canEncrypt(String keyId) {
        try {
            encrypt(keyId, "x");
            return true;
        } catch (KmsInvalidStateException e) {
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(arn(keyId) + " is unavailable.");
            return false;
        }
    }

    @Test
    void encrypt_afterADisconnection_isRefusedForEveryKeyOfTheStore() {
        prepare();

        disconnect();

        assertThat(keyIds).noneMatch(this::canEncrypt);
        connect();
        assertThat(keyIds).allMatch(this::canEncrypt);
    }

    @Test
    void describeKey_afterAChangeOfTheCluster_showsTheNewOne() {
        prepare();
        disconnect();

        kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId).cloudHsmClusterId("cluster-aaaabbbbccccdddd"));

        assertThat(keyIds)
                .allMatch(keyId -> "cluster-aaaabbbbccccdddd"
                        .equals(kms.describeKey(r -> r.keyId(keyId))
                                .keyMetadata()
                                .cloudHsmClusterId()));
    }

    /**
     * The number says what was answered last and whether something is under way: 0 connected, 1 disconnecting, 2 disconnected, 3
     * connecting, and so on, four to a round. A call during which it stays even must see what it says.
     */
    @Test
    void encrypt_whileTheStoreComesAndGoes_seesWhatWasAnsweredLast() throws Exception {
        prepare();
        AtomicInteger number = new AtomicInteger();
        ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
        AtomicInteger seen = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                String keyId = keyIds.get(i % KEYS);
                readers.add(threads.submit(() -> read(keyId, number, violations, seen)));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    change(this::disconnect, number, seen);
                    change(this::connect, number, seen);
                }
            } finally {
                number.set(-1);
            }
            for (Future<?> reader : readers) {
                reader.get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(violations).isEmpty();
    }

    private void read(
            String keyId, AtomicInteger number, ConcurrentLinkedQueue<String> violations, AtomicInteger seen) {
        for (int before = number.get(); before >= 0; before = number.get()) {
            boolean encrypted = canEncrypt(keyId);
            if (before % 2 == 0 && number.get() == before) {
                seen.incrementAndGet();
                if (encrypted == (before % 4 == 2)) {
                    violations.add("at " + before + (encrypted ? " encrypted" : " refused"));
                }
            }
        }
    }

    /** Changes, and waits until calls have been made that began after the answer. */
    private static void change(Runnable change, AtomicInteger number, AtomicInteger seen) {
        number.incrementAndGet();
        change.run();
        number.incrementAndGet();
        int until = seen.get() + 2;
        long end = System.nanoTime() + 20_000_000_000L;
        while (seen.get() < until) {
            assertThat(System.nanoTime()).as("no call comes through").isLessThan(end);
            LockSupport.parkNanos(200_000);
        }
    }
}
