// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.SealkeepApplication;
import io.sealkeep.audit.Trail;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The whole service with one fault on purpose: it answers before the record is written. Not annotated, so that no scan of the
 * application finds it.
 */
public class AnswerFirstService {

    public static void main(String[] arguments) {
        SpringApplication.run(new Class<?>[] {SealkeepApplication.class, AnswerFirstService.class}, arguments);
    }

    @Bean(destroyMethod = "")
    @Primary
    KmsClient answerFirstClient(KmsBackend backend, Trail trail, Clock clock) {
        return AuditedKms.around(backend, new AnswerFirstTrail(trail), clock);
    }
}
