// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the benchmark asks of a running Sealkeep outside the timing, and the requests that it repeats within. */
final class Sealkeep implements AutoCloseable {

    /** Headers as an AWS SDK sends them; nobody checks the signature yet. */
    private static final String HEADERS = "Content-Type: application/x-amz-json-1.1\r\n"
            + "User-Agent: aws-sdk-java/2.57.8 md/io#sync md/http#Apache5 ua/2.1 api/KMS#2.57.x os/Linux lang/java#25\r\n"
            + "amz-sdk-invocation-id: 4a1b1f1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d\r\n"
            + "amz-sdk-request: attempt=1; max=3\r\n"
            + "X-Amz-Date: 20261124T120000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/us-east-1/kms/aws4_request,"
            + " SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-target,"
            + " Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n";

    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"}?");
    private static final String EVENT_ID = "\"eventID\":";
    private static final Duration INDEX_WITHIN = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    Sealkeep(int port) {
        this.port = port;
    }

    /** Returns the bytes of one wire request, for whatever server listens on the port. */
    static byte[] wireRequest(int port, String operation, String body) {
        return ("POST / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nX-Amz-Target: TrentService." + operation + "\r\n"
                        + HEADERS + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns a new key's id. */
    String createKey() {
        return member(wire("CreateKey", "{\"Description\":\"benchmark\"}"), "KeyId");
    }

    /** Returns a new key's id. */
    String createKey(String spec, String usage) {
        return member(wire("CreateKey", "{\"KeySpec\":\"" + spec + "\",\"KeyUsage\":\"" + usage + "\"}"), "KeyId");
    }

    /** Returns a request body of the operation under a key. */
    String body(String operation, String keyId) {
        String context = "\"EncryptionContext\":{\"tenant\":\"t-9\"}";
        String encrypt = "{\"KeyId\":\"" + keyId + "\",\"Plaintext\":\"" + "QUJD".repeat(12) + "\"," + context + "}";
        return switch (operation) {
            case "Encrypt" -> encrypt;
            case "Decrypt" ->
                "{\"CiphertextBlob\":\"" + member(wire("Encrypt", encrypt), "CiphertextBlob") + "\"," + context + "}";
            case "GenerateDataKey" -> "{\"KeyId\":\"" + keyId + "\",\"KeySpec\":\"AES_256\"," + context + "}";
            default -> throw new IllegalArgumentException(operation);
        };
    }

    /** Returns once a look-up says that it saw every record there is. */
    void awaitIndex() {
        long deadline = System.nanoTime() + INDEX_WITHIN.toNanos();
        while (get("/v1/audit/events?limit=1").contains("\"completeUntil\"")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the index has not reached the journal's end");
            }
        }
    }

    /** Returns how many records of an operation on a key the trail finds. */
    int countRecords(String operation, String keyId) {
        String query = "/v1/audit/events?limit=1000&eventName=" + operation + "&keyId=" + keyId;
        int count = 0;
        String page = get(query);
        while (true) {
            for (int at = page.indexOf(EVENT_ID); at >= 0; at = page.indexOf(EVENT_ID, at + 1)) {
                count++;
            }
            Matcher cursor = CURSOR.matcher(page.substring(Math.max(0, page.length() - 300)));
            if (!cursor.find()) {
                return count;
            }
            page = get(query + "&cursor=" + cursor.group(1));
        }
    }

    /** Returns the answer of one call. */
    String wire(String operation, String body) {
        return send(HttpRequest.newBuilder(uri("/"))
                .header("X-Amz-Target", "TrentService." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String get(String pathAndQuery) {
        return send(HttpRequest.newBuilder(uri(pathAndQuery)));
    }

    private URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns a text member of an answer. */
    static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in the answer");
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        client.close();
    }
}
