// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;

class ThrottleTest {

    private static final String REGION = "eu-north-1";
    private static final KmsRequest ANY = ListKeysRequest.builder().build();

    private final AtomicLong nanos = new AtomicLong();

    /** Key ids of tests are key specs. */
    private Throttle throttle(Map<String, String> settings) {
        return new Throttle(RequestRates.of(settings), nanos::get, keyId -> keyId);
    }

    private static void admit(Throttle throttle, String operation, int times) {
        for (int i = 0; i < times; i++) {
            throttle.admit(operation, ANY, REGION);
        }
    }

    private static void assertThrottled(Throttle throttle, String operation, KmsRequest request, String region) {
        assertThat(catchThrowableOfType(KmsException.class, () -> throttle.admit(operation, request, region)))
                .as("%s in %s was not throttled", operation, region)
                .isNotNull();
    }

    @Test
    void admit_beyondTheRate_throwsWhatSdksTakeForThrottling() {
        Throttle throttle = throttle(Map.of("CreateKey", "5"));
        admit(throttle, "CreateKey", 5);

        KmsException refusal = catchThrowableOfType(KmsException.class, () -> throttle.admit("CreateKey", ANY, REGION));

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
        assertThat(refusal.isThrottlingException()).isTrue();
    }

    @Test
    void admit_onceTimeHasPassed_takesRequestsAgain() {
        Throttle throttle = throttle(Map.of("CreateKey", "5"));
        admit(throttle, "CreateKey", 5);
        nanos.addAndGet(Duration.ofMillis(400).toNanos());

        admit(throttle, "CreateKey", 2);
        assertThrottled(throttle, "CreateKey", ANY, REGION);
    }

    @Test
    void admit_ofAnotherOperation_isNotTouched() {
        Throttle throttle = throttle(Map.of("CreateKey", "1", "CreateAlias", "1"));
        admit(throttle, "CreateKey", 1);
        assertThrottled(throttle, "CreateKey", ANY, REGION);

        admit(throttle, "CreateAlias", 1);
        assertThatCode(() -> admit(throttle, "DescribeKey", 1000)).doesNotThrowAnyException();
    }

    @Test
    void admit_inAnotherRegion_isNotTouched() {
        Throttle throttle = throttle(Map.of("CreateKey", "1"));
        admit(throttle, "CreateKey", 1);
        assertThrottled(throttle, "CreateKey", ANY, REGION);

        throttle.admit("CreateKey", ANY, "eu-central-1");
        assertThrottled(throttle, "CreateKey", ANY, "eu-central-1");
    }

    @Test
    void admit_ofOperationsThatShareAQuota_drawsFromOneBucket() {
        Throttle throttle = throttle(Map.of("quotas", "aws"));
        admit(throttle, "GenerateDataKey", 9_000);
        admit(throttle, "GenerateRandom", 1_000);

        assertThrottled(throttle, "GenerateRandom", ANY, REGION);
        assertThrottled(
                throttle,
                "Encrypt",
                EncryptRequest.builder().keyId("SYMMETRIC_DEFAULT").build(),
                REGION);
    }

    @Test
    void admit_ofAnotherKindOfKey_isNotTouched() {
        Throttle throttle = throttle(Map.of("quotas", "aws"));
        KmsRequest rsa = EncryptRequest.builder().keyId("RSA_2048").build();
        for (int i = 0; i < 1000; i++) {
            throttle.admit("Encrypt", rsa, REGION);
        }
        assertThrottled(throttle, "Encrypt", rsa, REGION);

        throttle.admit(
                "Encrypt", EncryptRequest.builder().keyId("SYMMETRIC_DEFAULT").build(), REGION);
    }

    @Test
    void admit_ofAnOperationWithItsOwnRate_drawsFromNoSharedBucket() {
        Throttle throttle = throttle(Map.of("quotas", "aws", "GenerateRandom", "2"));
        admit(throttle, "GenerateDataKey", 10_000);
        admit(throttle, "GenerateRandom", 2);

        assertThrottled(throttle, "GenerateRandom", ANY, REGION);
        assertThrottled(throttle, "GenerateDataKey", ANY, REGION);
    }

    @Test
    void admit_whereNothingIsSet_takesEveryRequest() {
        assertThatCode(() -> admit(Throttle.OFF, "CreateKey", 100_000)).doesNotThrowAnyException();
    }
}
