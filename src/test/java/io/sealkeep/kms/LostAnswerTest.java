// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealkeep.audit.JournalTrail;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.audit.TrailSettings;
import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;

/** A KMS elsewhere whose first answer is lost on the way; to a second request it answers what it would. */
class LostAnswerTest {

    private static final String KEY = "11111111-2222-3333-4444-555555555555";

    @TempDir
    Path directory;

    private final List<String> targets = new ArrayList<>();
    private HttpServer elsewhere;
    private JournalTrail trail;
    private AwsBackend backend;
    private KmsClient kms;

    @BeforeEach
    void open() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", this::answer);
        elsewhere.start();
        URI endpoint = URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort());
        trail = JournalTrail.open(
                directory.resolve("trail"), Clock.systemUTC(), TrailSettings.of("000000000000", "us-east-1"));
        backend = new AwsBackend(
                region -> KmsClient.builder()
                        .endpointOverride(endpoint)
                        .region(region)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build(),
                endpoint);
        kms = AuditedKms.around(backend, trail, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        backend.close();
        trail.close();
        elsewhere.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        targets.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        if (targets.size() > 1) {
            boolean change = targets.getLast().endsWith("CreateAlias");
            byte[] body = (change ? "{\"__type\":\"AlreadyExistsException\"}" : "{\"Keys\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(change ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private <T> T call(Function<KmsClient, T> call) {
        Caller caller = new Caller(
                Principal.unauthenticated("000000000000", null), "r-1", "us-east-1", "127.0.0.1", "test", null);
        return ScopedValue.where(Caller.CURRENT, caller).call(() -> call.apply(kms));
    }

    private List<String> records() {
        return trail.find(new TrailQuery(null, null, null, null, null, null, null, 10, null))
                .events();
    }

    @Test
    void change_whoseAnswerIsLost_isSentOnceAndRecordedAsUnknown() {
        assertThatThrownBy(() -> call(
                        client -> client.createAlias(r -> r.aliasName("alias/a").targetKeyId(KEY))))
                .isInstanceOf(DependencyTimeoutException.class);
        assertThat(targets).containsExactly("TrentService.CreateAlias");
        assertThat(records())
                .singleElement()
                .asString()
                .contains("\"eventName\":\"CreateAlias\"")
                .contains("\"errorCode\":\"DependencyTimeoutException\"")
                .contains("Whether the change was made is not known.");
    }

    @Test
    void callThatChangesNothing_whoseAnswerIsLost_isTriedAgain() {
        assertThat(call(KmsClient::listKeys).keys()).isEmpty();
        assertThat(targets).hasSize(2);
        assertThat(records()).singleElement().asString().doesNotContain("errorCode");
    }
}
