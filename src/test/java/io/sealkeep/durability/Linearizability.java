// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether calls of several threads went as if each had happened in one moment between its start and its end (Herlihy and Wing,
 * "Linearizability", 1990). Goes through the history once and keeps every state that the object may be in together with the running
 * calls that may have had their moment already (the just-in-time linearization of Lowe, "Testing for linearizability", 2017): at most
 * two to the number of threads times the states.
 */
final class Linearizability {

    /**
     * A call and what came of it.
     *
     * @param thread who made it; a thread makes one call at a time
     * @param start a moment before it was made
     * @param end a moment after it was answered
     */
    record Call<I, O>(int thread, long start, long end, I input, O output) {}

    /** What an object does. */
    interface Model<S, I, O> {

        /** Returns the state after a call in this state with this answer, or empty if it cannot be answered so. */
        Optional<S> next(S state, I input, O output);
    }

    /** A state and the running calls that led to it. */
    private record Configuration<S>(S state, Set<Integer> done) {}

    private record Moment<I, O>(long time, boolean start, Call<I, O> call) {}

    private Linearizability() {}

    /** Returns the first call that cannot have been answered as it was, or null if all can. */
    static <S, I, O> @Nullable Call<I, O> firstWrong(List<Call<I, O>> calls, S initial, Model<S, I, O> model) {
        List<Moment<I, O>> moments = new ArrayList<>(2 * calls.size());
        for (Call<I, O> call : calls) {
            moments.add(new Moment<>(call.start(), true, call));
            moments.add(new Moment<>(call.end(), false, call));
        }
        // Of equal times the starts come first: calls that may have met must be taken to have met.
        moments.sort(
                Comparator.comparingLong((Moment<I, O> moment) -> moment.time).thenComparing(moment -> !moment.start));
        Map<Integer, Call<I, O>> running = new LinkedHashMap<>();
        Set<Configuration<S>> possible = Set.of(new Configuration<>(initial, Set.of()));
        for (Moment<I, O> moment : moments) {
            int thread = moment.call.thread();
            if (moment.start) {
                running.put(thread, moment.call);
            } else {
                possible = withDone(expand(possible, running, model), thread);
                running.remove(thread);
                if (possible.isEmpty()) {
                    return moment.call;
                }
            }
        }
        return null;
    }

    private static <S, I, O> Set<Configuration<S>> expand(
            Set<Configuration<S>> from, Map<Integer, Call<I, O>> running, Model<S, I, O> model) {
        Set<Configuration<S>> all = new HashSet<>(from);
        Deque<Configuration<S>> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            Configuration<S> configuration = open.pop();
            running.forEach((thread, call) -> {
                if (!configuration.done.contains(thread)) {
                    model.next(configuration.state, call.input(), call.output()).ifPresent(state -> {
                        Set<Integer> done = new HashSet<>(configuration.done);
                        done.add(thread);
                        Configuration<S> next = new Configuration<>(state, done);
                        if (all.add(next)) {
                            open.push(next);
                        }
                    });
                }
            });
        }
        return all;
    }

    /** Keeps those in which the call of this thread has happened, and forgets it, for it is over. */
    private static <S> Set<Configuration<S>> withDone(Set<Configuration<S>> from, int thread) {
        Set<Configuration<S>> kept = new HashSet<>();
        for (Configuration<S> configuration : from) {
            if (configuration.done.contains(thread)) {
                Set<Integer> done = new HashSet<>(configuration.done);
                done.remove(thread);
                kept.add(new Configuration<>(configuration.state, done));
            }
        }
        return kept;
    }
}
