// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The AWS SDK's own client over a transport that keeps what it sends and answers what it is told. One thread. */
final class StockClient implements SdkHttpClient {

    private byte[] sent = new byte[0];
    private String target = "";
    private int status = 200;
    private byte[] answer = new byte[0];

    /** Returns a client of this transport. */
    KmsClient kms() {
        return clientOf(URI.create("http://127.0.0.1:1"), this);
    }

    /** Returns a client of the service at that address, over the SDK's usual transport where none is given. */
    static KmsClient clientOf(URI endpoint, @Nullable SdkHttpClient transport) {
        var builder = KmsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE00", "example")))
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)));
        return transport == null
                ? builder.build()
                : builder.httpClient(transport).build();
    }

    void answerWith(int newStatus, byte[] newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    byte[] sent() {
        return sent;
    }

    String target() {
        return target;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                target = request.httpRequest()
                        .firstMatchingHeader("X-Amz-Target")
                        .orElse("");
                sent = request.contentStreamProvider()
                        .map(body -> bytes(body.newStream()))
                        .orElse(new byte[0]);
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(status)
                                .headers(Map.of(
                                        "Content-Type", List.of(WireErrors.CONTENT_TYPE),
                                        "Content-Length", List.of(Integer.toString(answer.length)),
                                        "x-amzn-RequestId", List.of("request-1")))
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    private static byte[] bytes(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
