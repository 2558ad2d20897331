// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

    @Test
    void next_fromManyThreads_isNeverTheSameAndAlwaysVersion4() throws Exception {
        Set<String> ids = new HashSet<>();
        List<Future<List<String>>> drawn = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                drawn.add(threads.submit(
                        () -> Stream.generate(RandomIds::next).limit(5000).toList()));
            }
            for (Future<List<String>> some : drawn) {
                ids.addAll(some.get());
            }
        }
        assertThat(ids).hasSize(16 * 5000).allSatisfy(id -> {
            UUID uuid = UUID.fromString(id);
            assertThat(uuid).hasToString(id);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
        });
    }
}
