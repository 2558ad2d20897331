// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** One key in the hands of several threads, one of which may close it. */
@Timeout(120)
class KeyConcurrencyTest {

    private static final int THREADS = 4;

    static Stream<KeySpec> specs() {
        // The other RSA keys differ in nothing but the time they take.
        return TestMaterials.specs().filter(spec -> spec != KeySpec.RSA_3072 && spec != KeySpec.RSA_4096);
    }

    /** Uses the key's secret, and returns whether the result is right. */
    private static boolean use(KeySpec spec, KeyMaterial key, byte[] message) {
        return switch (key) {
            case SymmetricKey symmetric ->
                CiphertextBlob.parse(symmetric.seal(message, new byte[0], RandomBytes.system())) != null;
            case MacKey mac -> mac.verify(message, mac.mac(message));
            case MlKemKey kem -> {
                Encapsulator.Encapsulated made = kem.encapsulate();
                yield made.sharedSecret().equals(SecretBytes.takeOver(kem.decapsulate(made.ciphertext())));
            }
            case KeyPairMaterial pair -> {
                SigningAlgorithmSpec algorithm = TestMaterials.algorithms(spec).getFirst();
                byte[] signature = ((Signer) pair).sign(algorithm, MessageType.RAW, message);
                yield ((Signer) pair).verify(algorithm, MessageType.RAW, message, signature);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("specs")
    void use_byManyThreadsAtOnce_isRight(KeySpec spec) throws Exception {
        try (KeyMaterial key = TestMaterials.of(spec);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 10 * THREADS; i++) {
                byte[] message = {(byte) i};
                results.add(threads.submit(() -> use(spec, key, message)));
            }

            for (Future<Boolean> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** Never a wrong result, and no other error: the engine gets the key again on this one. */
    @ParameterizedTest
    @MethodSource("specs")
    @SuppressWarnings("try") // closing it in the middle is what is tried
    void use_whileTheKeyIsClosed_isRightOrSaysThatItWasWiped(KeySpec spec) throws Exception {
        for (int round = 0; round < 10; round++) {
            try (KeyMaterial key = TestMaterials.of(spec);
                    ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                CountDownLatch used = new CountDownLatch(THREADS);
                Callable<Boolean> untilWiped = () -> {
                    try {
                        while (use(spec, key, new byte[1])) {
                            used.countDown();
                        }
                        return false;
                    } catch (SecretBytes.WipedException e) {
                        return true;
                    }
                };
                List<Future<Boolean>> results = Stream.generate(() -> threads.submit(untilWiped))
                        .limit(THREADS)
                        .toList();
                assertThat(used.await(60, TimeUnit.SECONDS)).isTrue();
                key.close();

                for (Future<Boolean> result : results) {
                    assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }
}
