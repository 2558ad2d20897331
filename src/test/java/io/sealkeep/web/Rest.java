// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the REST doors as any client would. */
public final class Rest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;

    public Rest(int port) {
        this.port = port;
    }

    /** An answer; a body that is not JSON, and none, is a missing node. */
    public record Answer(int status, HttpHeaders headers, String text, JsonNode body) {

        /** Returns a member as text, or null. */
        public @Nullable String get(String member) {
            JsonNode value = body.path(member);
            return value.isMissingNode() || value.isNull() ? null : value.asString();
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    public Answer post(String path, @Nullable String json) {
        return call("POST", path, json);
    }

    public Answer put(String path, String json) {
        return call("PUT", path, json);
    }

    public Answer call(String method, String path, @Nullable String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    private static Answer send(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") && !response.body().isEmpty()
                    ? JSON.readTree(response.body())
                    : JSON.missingNode();
            return new Answer(response.statusCode(), response.headers(), response.body(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates a key and returns its id. */
    public String newKey() {
        return String.valueOf(post("/v1/keys", "{}").get("keyId"));
    }

    /** Creates a key of a kind, such as {@code "keySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"}, and returns its id. */
    public String newKeyOf(String members) {
        Answer created = post("/v1/keys", "{" + members + "}");
        if (created.status() != 201) {
            throw new IllegalStateException(created.text());
        }
        return String.valueOf(created.get("keyId"));
    }

    /** Creates a key that has the alias {@code alias/NAME} and returns its id. */
    public String newKey(String name) {
        return String.valueOf(
                post("/v1/keys", "{\"aliasName\":\"alias/%s\"}".formatted(name)).get("keyId"));
    }

    /** Returns a name that nothing has. */
    public static String newName() {
        return "test-" + UUID.randomUUID();
    }
}
