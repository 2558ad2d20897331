// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Where the contracts are aimed.
 *
 * @param url the server's address
 * @param region the region to sign for
 * @param credentials what to sign with
 * @param patience how long an attempt of a call may take; the whole call with its retries may take twice that
 */
record Endpoint(URI url, String region, AwsCredentials credentials, Duration patience) {

    /** Returns a region beside the one of the run, in the same partition, for multi-region keys. */
    String otherRegion() {
        String other = region.startsWith("cn-")
                ? "cn-northwest-1"
                : region.startsWith("us-gov-") ? "us-gov-west-1" : "us-west-2";
        return switch (region) {
            case "cn-northwest-1" -> "cn-north-1";
            case "us-gov-west-1" -> "us-gov-east-1";
            case "us-west-2" -> "us-east-1";
            default -> other;
        };
    }

    /** Returns the SDK's own client, as any user would point it there; closed by the caller. */
    KmsClient client(String inRegion, List<ExecutionInterceptor> interceptors) {
        return KmsClient.builder()
                .endpointOverride(url)
                .region(Region.of(inRegion))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(c -> c.apiCallAttemptTimeout(patience)
                        .apiCallTimeout(patience.multipliedBy(2))
                        .executionInterceptors(interceptors))
                .build();
    }
}
