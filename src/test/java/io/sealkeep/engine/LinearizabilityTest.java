// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.ServiceEvent;
import io.sealkeep.engine.store.ChangeEpochs;
import io.sealkeep.engine.store.JdbcKeyStore;
import io.sealkeep.engine.store.StoreIdentity;
import io.sealkeep.engine.store.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;

/**
 * Threats 23 and 24: keys are disabled, enabled, scheduled for deletion, and an alias moves between them, while others encrypt. The
 * history must be linearizable: every answer fits one state within its call, and no call sees an older state than one that ended
 * before it began. Longer: {@code -Dsealkeep.test.linearizability.millis=60000}.
 *
 * <p>The order of the changes is known, because the engine asks for each change's record inside its transaction, one at a time. So
 * a history can be checked in full: the answers are given states in the order of their calls, each the earliest that fits.
 */
class LinearizabilityTest {

    private static final long MILLIS = Long.getLong("sealkeep.test.linearizability.millis", 4000);
    private static final int READERS = 5;
    private static final int WRITERS = 3;
    private static final String ALIAS = "alias/moving";

    @TempDir
    Path directory;

    private Path home;

    private final String[] keyIds = new String[2];
    private final AtomicInteger changes = new AtomicInteger();
    private final Map<Integer, State> states = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Written> written = new ConcurrentLinkedQueue<>();

    /** What the keys and the alias are: key states by index, and the index of the key that the alias leads to. */
    private record State(String first, String second, int alias) {
        String key(int index) {
            return index == 0 ? first : second;
        }

        State with(int index, String state) {
            return index == 0 ? new State(state, second, alias) : new State(first, state, alias);
        }
    }

    /** An answer that tells of the state: of the key with that index, and of the alias where it was asked by alias. */
    private record Answer(long begun, long ended, int key, String keyState, boolean byAlias) {
        boolean fits(State state) {
            return state.key(key).equals(keyState) && (!byAlias || state.alias() == key);
        }
    }

    /** A change that was answered: the state with that number was reached between these times. */
    private record Written(long begun, long ended, int number) {}

    @Test
    void history_ofTheEngine_isLinearizable() throws Exception {
        home = directory;
        run(new ChangeEpochs(), MILLIS);

        assertThat(violation()).isEmpty();
        assertThat(changes.get()).as("changes").isGreaterThan(20);
        assertThat(answers.size()).as("answers").isGreaterThan(500);
    }

    @Test
    void history_ofTheMutantThatInvalidatesBeforeTheCommit_isFoundOut() throws Exception {
        assertFoundOut(TestStores::staleBeforeCommitOnly);
    }

    @Test
    void history_ofTheMutantThatNeverInvalidates_isFoundOut() throws Exception {
        assertFoundOut(TestStores::neverStale);
    }

    /** Chance decides when; so it has ten tries. */
    private void assertFoundOut(Supplier<ChangeEpochs> mutant) throws Exception {
        for (int i = 0; i < 10 && violation().isEmpty(); i++) {
            home = Files.createDirectory(directory.resolve("try-" + i));
            changes.set(0);
            states.clear();
            answers.clear();
            written.clear();
            run(mutant.get(), 1000);
        }
        assertThat(violation()).isPresent();
    }

    private void run(ChangeEpochs epochs, long millis) throws InterruptedException {
        EngineSettings settings = TestEngines.settings(home, Clock.systemUTC());
        byte[] storeId = new byte[16];
        StoreIdentity identity = new StoreIdentity(
                storeId, TestCallers.ACCOUNT, settings.rootKey().checkValue(storeId));
        JdbcKeyStore store = TestStores.open(settings.store(), identity, epochs);
        try (EmbeddedKms engine = new EmbeddedKms(settings, store)) {
            KmsClient kms = TestCallers.calling(engine, TestCallers.REGION);
            keyIds[0] = kms.createKey(r -> {}).keyMetadata().keyId();
            keyIds[1] = kms.createKey(r -> {}).keyMetadata().keyId();
            kms.createAlias(r -> r.aliasName(ALIAS).targetKeyId(keyIds[0]));
            states.put(0, new State("Enabled", "Enabled", 0));
            long end = System.nanoTime() + millis * 1_000_000;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < READERS + WRITERS; i++) {
                Random random = new Random(i);
                Runnable step = i < READERS ? () -> read(kms, random) : () -> write(kms, random);
                threads.add(Thread.ofPlatform().start(() -> {
                    while (System.nanoTime() < end) {
                        step.run();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** One call that changes nothing and tells what the state is. */
    private void read(KmsClient kms, Random random) {
        int asked = random.nextInt(3);
        boolean byAlias = asked == 2;
        String keyId = byAlias ? ALIAS : keyIds[asked];
        long begun = System.nanoTime();
        String arn;
        String state;
        try {
            if (random.nextInt(8) == 0) {
                var metadata = kms.describeKey(r -> r.keyId(keyId)).keyMetadata();
                arn = metadata.arn();
                state = metadata.keyStateAsString();
            } else {
                arn = kms.encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("x")))
                        .keyId();
                state = "Enabled";
            }
        } catch (DisabledException e) {
            arn = e.awsErrorDetails().errorMessage();
            state = "Disabled";
        } catch (KmsInvalidStateException e) {
            arn = e.awsErrorDetails().errorMessage();
            state = "PendingDeletion";
        }
        answers.add(new Answer(begun, System.nanoTime(), arn.contains(keyIds[0]) ? 0 : 1, state, byAlias));
    }

    /** One call that changes the state, or is refused and so tells what it is. */
    private void write(KmsClient kms, Random random) {
        int index = random.nextInt(2);
        String keyId = keyIds[index];
        int[] number = new int[1];
        long begun = System.nanoTime();
        try {
            switch (random.nextInt(5)) {
                case 0 ->
                    recorded(number, state -> state.with(index, "Disabled"), () -> kms.disableKey(r -> r.keyId(keyId)));
                case 1 ->
                    recorded(number, state -> state.with(index, "Enabled"), () -> kms.enableKey(r -> r.keyId(keyId)));
                case 2 ->
                    recorded(
                            number,
                            state -> state.with(index, "PendingDeletion"),
                            () -> kms.scheduleKeyDeletion(r -> r.keyId(keyId)));
                case 3 ->
                    recorded(
                            number,
                            state -> state.with(index, "Disabled"),
                            () -> kms.cancelKeyDeletion(r -> r.keyId(keyId)));
                default ->
                    recorded(
                            number,
                            state -> new State(state.first(), state.second(), index),
                            () -> kms.updateAlias(r -> r.aliasName(ALIAS).targetKeyId(keyId)));
            }
            written.add(new Written(begun, System.nanoTime(), number[0]));
        } catch (KmsInvalidStateException e) {
            String text = e.awsErrorDetails().errorMessage();
            if (text.endsWith("is pending deletion.")) {
                answers.add(new Answer(begun, System.nanoTime(), index, "PendingDeletion", false));
            }
        }
    }

    /** Makes the change and, inside its transaction, the next state. */
    private void recorded(int[] number, java.util.function.UnaryOperator<State> change, Runnable call) {
        CallRecord record = new CallRecord() {
            @Override
            public void key(String keyArn) {}

            @Override
            public void additional(String name, String value) {}

            @Override
            public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events) {
                number[0] = changes.incrementAndGet();
                states.put(number[0], change.apply(states.get(number[0] - 1)));
                return List.of();
            }
        };
        ScopedValue.where(CallRecord.CURRENT, record).run(call);
    }

    /**
     * Returns what is wrong with the history, if anything is. A state may be seen by a call if it was not yet surely replaced when
     * the call began, and may already have been reached when it ended; and it must not be older than the one that any call saw
     * which had ended before this one began.
     */
    private Optional<String> violation() {
        int last = changes.get();
        long[] notBefore = new long[last + 2];
        long[] surelyBy = new long[last + 2];
        notBefore[last + 1] = Long.MAX_VALUE;
        surelyBy[last + 1] = Long.MAX_VALUE;
        notBefore[0] = Long.MIN_VALUE;
        surelyBy[0] = Long.MIN_VALUE;
        for (Written change : written) {
            notBefore[change.number()] = change.begun();
            surelyBy[change.number()] = change.ended();
        }
        // States are reached in order: none before its predecessor may be, each by the time that its successor surely
        // is.
        for (int i = 1; i <= last; i++) {
            notBefore[i] = Math.max(notBefore[i], notBefore[i - 1]);
        }
        for (int i = last; i >= 1; i--) {
            surelyBy[i] = Math.min(surelyBy[i], surelyBy[i + 1]);
        }
        List<Answer> inOrder = new ArrayList<>(answers);
        inOrder.sort(Comparator.comparingLong(Answer::begun));
        // The newest state seen by calls that ended by then.
        TreeMap<Long, Integer> seenBy = new TreeMap<>();
        for (Answer answer : inOrder) {
            Map.Entry<Long, Integer> before = seenBy.lowerEntry(answer.begun());
            int from = before == null ? 0 : before.getValue();
            while (surelyBy[from + 1] < answer.begun()) {
                from++;
            }
            int seen = from;
            while (seen <= last && notBefore[seen] <= answer.ended() && !answer.fits(states.get(seen))) {
                seen++;
            }
            if (seen > last || notBefore[seen] > answer.ended()) {
                return Optional.of(answer + " fits no state from " + from + " on");
            }
            note(seenBy, answer.ended(), seen);
        }
        return Optional.empty();
    }

    /** Keeps the map rising: later ends have newer states. */
    private static void note(TreeMap<Long, Integer> seenBy, long ended, int seen) {
        Map.Entry<Long, Integer> before = seenBy.floorEntry(ended);
        if (before != null && before.getValue() >= seen) {
            return;
        }
        seenBy.put(ended, seen);
        Map.Entry<Long, Integer> after = seenBy.higherEntry(ended);
        while (after != null && after.getValue() <= seen) {
            seenBy.remove(after.getKey());
            after = seenBy.higherEntry(ended);
        }
    }
}
