// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.audit.TestTrails;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;

/** What becomes of a change that committed while its record failed. */
class OutboxDrainTest {

    @TempDir
    Path directory;

    private final AtomicBoolean refuses = new AtomicBoolean();

    /** Returns a trail that refuses to record where the test says so. */
    private Trail refusing(Trail trail) {
        return (Trail) Proxy.newProxyInstance(
                Trail.class.getClassLoader(), new Class<?>[] {Trail.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("record") && refuses.get()) {
                        throw new TrailUnavailableException("refused by the test");
                    }
                    return method.invoke(trail, arguments);
                });
    }

    private void leaveAnUnrecordedChange() {
        try (AssembledKms kms = AssembledKms.open(directory, Clock.systemUTC(), this::refusing)) {
            String keyId = kms.client().createKey(r -> {}).keyMetadata().keyId();
            refuses.set(true);
            assertThatThrownBy(() -> kms.client().disableKey(r -> r.keyId(keyId)))
                    .isInstanceOf(DependencyTimeoutException.class);
        }
    }

    private static long disablings(AssembledKms kms) {
        return kms.records().stream()
                .filter(record -> record.contains("\"eventName\":\"DisableKey\""))
                .count();
    }

    @Test
    void changeLeftUnrecorded_isRecordedByTheNextStart() {
        leaveAnUnrecordedChange();
        try (AssembledKms kms = AssembledKms.open(directory)) {
            assertThat(disablings(kms)).isEqualTo(1);
        }
    }

    @Test
    void changeLeftUnrecorded_whereTheIndexIsDamaged_isRecordedOnceThatIsBuiltAnew() throws Exception {
        leaveAnUnrecordedChange();
        TestTrails.damageIndex(directory.resolve("trail"));
        try (AssembledKms kms = AssembledKms.open(directory)) {
            kms.sweep();
            kms.sweep();
            assertThat(disablings(kms)).isEqualTo(1);
        }
    }
}
