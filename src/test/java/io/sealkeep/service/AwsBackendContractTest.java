// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.contract.EveryContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service whose backend is {@code aws}, with another Sealkeep as its endpoint: every contract passes through two wire doors,
 * two trails and the SDK's own client between them.
 */
class AwsBackendContractTest extends EveryContract {

    @TempDir
    static Path directory;

    private static RunningService behind;
    private static RunningService front;
    private static KmsClient client;
    private static KmsClient otherRegion;

    @BeforeAll
    static void start() {
        behind = RunningService.start(directory.resolve("behind"));
        front = RunningService.start(
                directory.resolve("front"),
                "sealkeep.kms.backend=aws",
                "sealkeep.kms.endpoint=" + behind.uri(),
                "spring.cloud.aws.credentials.access-key=AKIDFRONT",
                "spring.cloud.aws.credentials.secret-key=secret");
        client = front.stockClient("us-east-1");
        otherRegion = front.stockClient("eu-west-1");
    }

    @AfterAll
    static void stop() {
        client.close();
        otherRegion.close();
        front.close();
        behind.close();
    }

    @Override
    protected KmsClient client() {
        return client;
    }

    @Override
    protected KmsClient otherRegion() {
        return otherRegion;
    }

    @Test
    void call_isRecordedOnBothSides_withTheKeysArn() {
        String arn =
                client.createKey(r -> r.description("both sides")).keyMetadata().arn();
        client.disableKey(r -> r.keyId(arn));
        for (RunningService service : List.of(front, behind)) {
            List<String> events = service.bean(Trail.class)
                    .find(new TrailQuery(null, null, null, arn, null, null, null, 10, null))
                    .events();
            assertThat(events).hasSize(2);
            assertThat(events.getFirst())
                    .contains("\"eventName\":\"DisableKey\"")
                    .contains("\"readOnly\":false");
            assertThat(events.getLast()).contains("\"eventName\":\"CreateKey\"");
        }
    }

    @Test
    void regions_areKeptApart() {
        String keyId = client.createKey(r -> {}).keyMetadata().keyId();
        try (KmsClient elsewhere = front.stockClient("eu-central-1")) {
            assertThat(elsewhere.listKeysPaginator().keys().stream().map(k -> k.keyId()))
                    .doesNotContain(keyId);
            assertThat(elsewhere.createKey(r -> {}).keyMetadata().arn()).startsWith("arn:aws:kms:eu-central-1:");
        }
    }

    /** Their answers name no key. */
    @Test
    void callsWithABareKeyId_areFoundByIt() {
        String keyId = client.createKey(r -> {}).keyMetadata().keyId();
        client.disableKey(r -> r.keyId(keyId));
        client.tagResource(r -> r.keyId(keyId)
                .tags(Tag.builder().tagKey("team").tagValue("blue").build()));
        client.createAlias(r -> r.aliasName("alias/bare").targetKeyId(keyId));
        assertThatThrownBy(() -> client.generateMac(
                        r -> r.keyId(keyId).macAlgorithm("HMAC_SHA_256").message(SdkBytes.fromUtf8String("m"))))
                .isInstanceOf(KmsException.class);
        assertThat(front.bean(Trail.class)
                        .find(new TrailQuery(null, null, null, keyId, null, null, null, 10, null))
                        .events())
                .extracting(event ->
                        JsonMapper.shared().readTree(event).path("eventName").asString())
                .containsExactly("GenerateMac", "CreateAlias", "TagResource", "DisableKey", "CreateKey");
    }
}
