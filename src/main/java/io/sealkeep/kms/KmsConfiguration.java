// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import io.sealkeep.audit.Trail;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.EngineSettings;
import io.sealkeep.engine.Seed;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.home.AdjustableClock;
import io.sealkeep.home.Home;
import io.sealkeep.home.SealkeepProperties;
import io.sealkeep.home.StartRefusedException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** Makes the one {@code KmsClient} bean: the backend that {@code sealkeep.kms.backend} names, audited. */
@Configuration(proxyBeanMethods = false)
class KmsConfiguration {

    /** The profile of set-ups in which a seed file may hold key material. */
    private static final Profiles DEV = Profiles.of("dev");

    private static final String BACKEND = "sealkeep.kms.backend";

    private final KmsProperties kms;
    private final SeedProperties seeding;
    private final Environment environment;
    private final RequestRates rates;

    KmsConfiguration(KmsProperties kms, SeedProperties seeding, Environment environment) {
        this.kms = kms;
        this.seeding = seeding;
        this.environment = environment;
        this.rates = RequestRates.of(kms.throttling());
        if (kms.backend() == KmsProperties.Backend.EMBEDDED && kms.endpoint() != null) {
            throw new StartRefusedException("sealkeep.kms.endpoint is " + kms.endpoint()
                    + ", but the embedded KMS calls nobody. Say sealkeep.kms.backend=aws, or leave the endpoint away.");
        }
        if (kms.backend() == KmsProperties.Backend.AWS && !rates.isEmpty()) {
            throw new StartRefusedException("sealkeep.kms.throttling is set (" + rates
                    + "), but the aws backend throttles by itself. Leave it away, or use the embedded KMS.");
        }
        if (kms.backend() == KmsProperties.Backend.AWS && seeding.seed() != null) {
            throw new StartRefusedException("sealkeep.seed is " + seeding.seed()
                    + ", but only the embedded KMS makes keys from a file. Leave it away, or use the embedded KMS.");
        }
    }

    @Bean(destroyMethod = "")
    KmsClient kmsClient(KmsBackend backend, Trail trail, Clock clock) {
        return AuditedKms.around(backend, trail, clock, Throttle.of(rates, backend));
    }

    @Bean
    BackendDescription backendDescription(KmsBackend backend) {
        return backend.description();
    }

    /** Takes the trail, and so opens after it and closes before it. */
    @Bean
    @ConditionalOnProperty(name = BACKEND, havingValue = "embedded", matchIfMissing = true)
    EmbeddedBackend embeddedBackend(
            Home home, SealkeepProperties sealkeep, RootKeyProperties rootKey, Trail trail, Clock clock) {
        try (Seed seed = seed(sealkeep)) {
            EmbeddedBackend backend = open(home, sealkeep, rootKey, trail, clock);
            try {
                if (!seed.keys().isEmpty()) {
                    backend.seed(seed);
                }
                backend.start(kms.sweepInterval());
                return backend;
            } catch (RuntimeException e) {
                backend.close();
                throw e;
            }
        }
    }

    private static EmbeddedBackend open(
            Home home, SealkeepProperties sealkeep, RootKeyProperties rootKey, Trail trail, Clock clock) {
        Path store = home.resolve("sealkeep.db");
        LongSupplier nanoTime = clock instanceof AdjustableClock adjustable ? adjustable::nanoTime : System::nanoTime;
        EmbeddedKms engine = EmbeddedKms.open(
                new EngineSettings(sealkeep.accountId(), store, rootKey(rootKey, home, store), clock, nanoTime));
        return new EmbeddedBackend(
                engine,
                trail,
                clock,
                new BackendDescription("embedded, account " + sealkeep.accountId(), store.toString()));
    }

    /** Reads the seed file, if there is one, before the store is opened: a malformed one leaves no trace. */
    private Seed seed(SealkeepProperties sealkeep) {
        Path file = seeding.seed();
        return file == null
                ? new Seed("no seed file", List.of())
                : SeedFile.read(file, sealkeep.region(), environment.acceptsProfiles(DEV));
    }

    /** Only with a clock that can be moved. */
    @Bean
    @Profile("dev")
    @ConditionalOnProperty(name = BACKEND, havingValue = "embedded", matchIfMissing = true)
    EngineTime engineTime(AdjustableClock clock, EmbeddedBackend backend) {
        return new EngineTime(clock, backend);
    }

    /** Region and credentials are those of Spring Cloud AWS; a call in another region gets a client of its own. */
    @Bean
    @ConditionalOnProperty(name = BACKEND, havingValue = "aws")
    KmsBackend awsBackend(AwsClientBuilderConfigurer aws, ObjectProvider<AwsConnectionDetails> connection) {
        return new AwsBackend(
                region -> {
                    KmsClientBuilder builder = aws.configureSyncClient(
                                    KmsClient.builder(),
                                    null,
                                    connection.getIfAvailable(),
                                    Stream.empty(),
                                    Stream.empty())
                            .region(region);
                    return kms.endpoint() == null
                            ? builder.build()
                            : builder.endpointOverride(kms.endpoint()).build();
                },
                kms.endpoint());
    }

    private static RootKey rootKey(RootKeyProperties properties, Home home, Path store) {
        return switch (properties.provider()) {
            case FILE ->
                RootKey.fromFile(
                        properties.file() == null ? home.resolve("root.key") : properties.file(),
                        EngineSettings.storeExists(store));
            case ENVIRONMENT -> RootKey.fromEnvironment(System.getenv("SEALKEEP_ROOT_KEY"));
        };
    }
}
