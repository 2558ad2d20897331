// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * AWS KMS, or an endpoint that speaks its protocol, through the SDK's own client: one client for each region that a call names,
 * made at its first call. Only regions that the SDK knows: callers cannot make clients without end.
 */
final class AwsBackend implements KmsBackend {

    private final Map<String, KmsClient> clients = new ConcurrentHashMap<>();
    private final Function<Region, KmsClient> make;
    private final @Nullable URI endpoint;

    AwsBackend(Function<Region, KmsClient> make, @Nullable URI endpoint) {
        this.make = make;
        this.endpoint = endpoint;
    }

    @Override
    public KmsClient client(String region) {
        KmsClient client = clients.get(region);
        return client != null ? client : clients.computeIfAbsent(region, name -> make.apply(known(name)));
    }

    /** Not by {@code Region.of}, which keeps every name that it is ever given. */
    private static Region known(String name) {
        return Region.regions().stream()
                .filter(region -> region.id().equals(name))
                .findFirst()
                .orElseThrow(() -> (KmsException) KmsException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .serviceName("Kms")
                                .errorCode("ValidationException")
                                .errorMessage("AWS has no region of this name.")
                                .build())
                        .statusCode(400)
                        .build());
    }

    @Override
    public ChangeLog changes() {
        return ChangeLog.INTENTS;
    }

    @Override
    public BackendDescription description() {
        return new BackendDescription("aws", endpoint == null ? "AWS KMS" : endpoint.toString());
    }

    @Override
    public void close() {
        clients.values().forEach(KmsClient::close);
    }
}
