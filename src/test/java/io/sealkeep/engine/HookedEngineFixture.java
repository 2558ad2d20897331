// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import org.junit.jupiter.api.BeforeEach;

/** An engine of the test's own, whose store lets the test step in. */
abstract class HookedEngineFixture extends EngineFixture {

    HookedKeyStore store;

    @Override
    @BeforeEach
    void open() {
        EngineSettings settings = TestEngines.settings(home, clock);
        store = new HookedKeyStore(TestEngines.store(settings));
        engine = new EmbeddedKms(settings, store);
        kms = in(TestCallers.REGION);
    }
}
