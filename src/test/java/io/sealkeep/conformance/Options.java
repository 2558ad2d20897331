// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import io.sealkeep.contract.Needs;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * What a run is told: an address and options on the command line, region and credentials in the environment, where the AWS CLI
 * has them too.
 *
 * @param endpoint where to aim
 * @param offers what the endpoint offers beyond the usual, as tags
 * @param keepsKeys whether the keys that it makes stay
 * @param strict whether a failed test fails the run
 */
record Options(Endpoint endpoint, Set<String> offers, boolean keepsKeys, boolean strict) {

    static final String USAGE = """
            usage: conformance.sh URL [--with sm2] [--keep-keys] [--strict]

              URL          where the KMS listens, such as http://127.0.0.1:8080
              --with sm2   ask for SM2 keys too, which AWS has in its China Regions alone
              --keep-keys  do not schedule the deletion of the keys that the run makes
              --strict     exit with 1 if any test fails

            AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN say what to sign with;
            us-east-1, test, test and none where they are not set.

            It makes hundreds of keys. Against AWS that costs money.
            """;

    private static final String CHINA = "cn-";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not of the form that {@link #USAGE} shows
     */
    static Options parse(List<String> arguments, Map<String, String> environment) {
        Deque<String> left = new ArrayDeque<>(arguments);
        URI url = null;
        boolean keepsKeys = false;
        boolean strict = false;
        boolean sm2 = false;
        while (!left.isEmpty()) {
            String argument = left.pop();
            switch (argument) {
                case "--keep-keys" -> keepsKeys = true;
                case "--strict" -> strict = true;
                case "--with" -> {
                    if (!"sm2".equals(left.poll())) {
                        throw new IllegalArgumentException("--with takes sm2");
                    }
                    sm2 = true;
                }
                default -> {
                    if (url != null) {
                        throw new IllegalArgumentException("What is " + argument + "?");
                    }
                    url = url(argument);
                }
            }
        }
        if (url == null) {
            throw new IllegalArgumentException("No URL was given");
        }
        String region = setting(environment, "AWS_REGION", "us-east-1");
        Set<String> offers = sm2 || region.startsWith(CHINA) ? Set.of(Needs.SM2) : Set.of();
        Endpoint endpoint = new Endpoint(url, region, credentials(environment), Duration.ofSeconds(20));
        return new Options(endpoint, offers, keepsKeys, strict);
    }

    private static URI url(String argument) {
        try {
            URI url = new URI(argument);
            if (!url.isAbsolute() || url.getHost() == null || !url.getScheme().matches("https?")) {
                throw new IllegalArgumentException(argument + " is not the URL of a server");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(argument + " is not a URL", e);
        }
    }

    private static AwsCredentials credentials(Map<String, String> environment) {
        String id = setting(environment, "AWS_ACCESS_KEY_ID", "test");
        String secret = setting(environment, "AWS_SECRET_ACCESS_KEY", "test");
        @Nullable String token = environment.get("AWS_SESSION_TOKEN");
        return token == null || token.isEmpty()
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
    }

    private static String setting(Map<String, String> environment, String name, String fallback) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? fallback : value;
    }
}
