// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Aims every contract at an endpoint and prints the scoreboard: {@code examples/conformance.sh}. The table goes to the standard
 * output, everything else to the standard error. Exits with 0 if it ran to its end, 1 if a test failed and that was to matter, 2
 * if it could not begin.
 */
public final class Conformance {

    static final int RAN = 0;
    static final int FAILED = 1;
    static final int COULD_NOT_BEGIN = 2;

    private final Options options;
    private final PrintStream out;
    private final PrintStream err;
    private final OwnKeys ownKeys = new OwnKeys();
    private final List<ExecutionInterceptor> interceptors = List.of(new Patience(), ownKeys);

    Conformance(Options options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** Runs with the arguments that {@link Options#USAGE} shows. */
    public static void main(String[] arguments) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        try {
            Options options = Options.parse(List.of(arguments), System.getenv());
            System.exit(new Conformance(options, System.out, System.err).run(EndpointContracts.class));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(COULD_NOT_BEGIN);
        }
    }

    /** Runs the contracts, cleans up and prints; returns the exit code. */
    int run(Class<?> contracts) {
        Endpoint endpoint = options.endpoint();
        try (KmsClient client = endpoint.client(endpoint.region(), interceptors);
                KmsClient otherRegion = endpoint.client(endpoint.otherRegion(), interceptors)) {
            if (!answers(client)) {
                return COULD_NOT_BEGIN;
            }
            if (!ownKeys.learnOthers(client)) {
                err.println("The server does not list its keys; the contracts use none but those they make.");
            }
            Scoreboard scoreboard = new Scoreboard();
            try {
                EndpointContracts.aim(new EndpointContracts.Target(client, otherRegion, options.offers()));
                LauncherFactory.create()
                        .execute(request(contracts), new OutcomeListener(scoreboard::add), new Progress());
            } finally {
                cleanUp(client);
            }
            out.print(scoreboard.markdown());
            out.flush();
            return options.strict() && scoreboard.anyFailure() ? FAILED : RAN;
        }
    }

    private static LauncherDiscoveryRequest request(Class<?> contracts) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contracts))
                .build();
    }

    /** An error is an answer; silence is not worth a run. */
    private boolean answers(KmsClient client) {
        try {
            client.listKeys(r -> r.limit(1));
            return true;
        } catch (SdkException e) {
            if (Patience.isSilence(e)) {
                err.println(options.endpoint().url() + " does not answer: " + Difference.of(e));
                return false;
            }
            return true;
        }
    }

    private void cleanUp(KmsClient client) {
        err.println("The run made " + ownKeys.made() + ".");
        if (options.keepsKeys()) {
            return;
        }
        Map<String, KmsClient> elsewhere = new ConcurrentHashMap<>();
        try {
            int scheduled = ownKeys.scheduleDeletion(
                    client,
                    region -> elsewhere.computeIfAbsent(
                            region, other -> options.endpoint().client(other, interceptors)));
            err.println("Of the keys, " + scheduled + " are pending deletion now.");
        } finally {
            elsewhere.values().forEach(KmsClient::close);
        }
    }

    /** Says which contract is under way. */
    private final class Progress implements TestExecutionListener {
        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isContainer()
                    && test.getUniqueId().contains("[nested-class:")
                    && !test.getUniqueId().contains("/[test-")) {
                err.println("… " + test.getDisplayName());
            }
        }
    }
}
