// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

/**
 * Tags for what a contract's test needs beyond a client. A backend that lacks it says so in its subclass; the conformance
 * scoreboard lists the test as not applicable, with the reason.
 */
public final class Needs {

    /** The key spec SM2, which AWS offers in its China Regions only. */
    public static final String SM2 = "needs-sm2";

    /** A clock that the test can set. */
    public static final String CLOCK = "needs-clock";

    /** Custom key stores without what stands behind them: on AWS they need a CloudHSM cluster or a proxy. */
    public static final String CUSTOM_KEY_STORES = "needs-custom-key-stores";

    private Needs() {}
}
