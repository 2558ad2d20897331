// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What grants leave in the trail, read back from the trail: their ids, and never a token. */
class GrantRecordsTest {

    private static final String ROOT = "arn:aws:iam::000000000000:root";

    @TempDir
    Path directory;

    private AssembledKms sealkeep;
    private KmsClient kms;
    private String key;
    private CreateGrantResponse grant;

    @BeforeEach
    void open() {
        sealkeep = AssembledKms.open(directory.resolve("home"));
        kms = sealkeep.client();
        key = kms.createKey(r -> {}).keyMetadata().arn();
        grant = kms.createGrant(r -> r.keyId(key)
                .granteePrincipal(ROOT)
                .retiringPrincipal(ROOT)
                .operations(GrantOperation.ENCRYPT, GrantOperation.DECRYPT)
                .constraints(c -> c.encryptionContextEquals(Map.of("tenant", "t")))
                .name("n"));
    }

    @AfterEach
    void close() {
        sealkeep.close();
    }

    @Test
    void createGrant_isRecordedWithItsTermsAndId() {
        JsonNode record = newest();

        assertThat(record.path("eventName").asString()).isEqualTo("CreateGrant");
        assertThat(record.path("readOnly").asBoolean()).isFalse();
        assertThat(record.path("requestParameters"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"keyId": "%s", "granteePrincipal": "%s", "retiringPrincipal": "%s", "operations": ["Encrypt", "Decrypt"],
                 "constraints": {"encryptionContextEquals": {"tenant": "t"}}, "name": "n"}""".formatted(key, ROOT, ROOT)));
        assertThat(record.path("responseElements"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"grantId": "%s", "keyId": "%s"}""".formatted(grant.grantId(), key)));
        assertThat(resources(record)).containsExactly(key);
    }

    @Test
    void retireGrant_byToken_isRecordedWithTheGrantsId() {
        kms.retireGrant(r -> r.grantToken(grant.grantToken()));

        assertRetirement(newest());
    }

    @Test
    void retireGrant_byKeyAndId_isRecordedAlike() {
        kms.retireGrant(r -> r.keyId(key).grantId(grant.grantId()));

        assertRetirement(newest());
    }

    private void assertRetirement(JsonNode record) {
        assertThat(record.path("eventName").asString()).isEqualTo("RetireGrant");
        assertThat(record.path("requestParameters").isNull()).isTrue();
        assertThat(record.path("responseElements").path("keyId").asString()).isEqualTo(key);
        assertThat(record.path("additionalEventData").path("grantId").asString())
                .isEqualTo(grant.grantId());
        assertThat(resources(record)).containsExactly(key);
    }

    @Test
    void revokeGrant_isRecordedWithKeyAndGrant() {
        kms.revokeGrant(r -> r.keyId(key).grantId(grant.grantId()));

        JsonNode record = newest();
        assertThat(record.path("requestParameters").path("keyId").asString()).isEqualTo(key);
        assertThat(record.path("requestParameters").path("grantId").asString()).isEqualTo(grant.grantId());
        assertThat(record.path("responseElements").path("keyId").asString()).isEqualTo(key);
        assertThat(resources(record)).containsExactly(key);
    }

    @Test
    void listGrants_isRecordedWithItsFilters() {
        kms.listGrants(r -> r.keyId(key).granteePrincipal(ROOT).grantId(grant.grantId()));

        JsonNode record = newest();
        assertThat(record.path("readOnly").asBoolean()).isTrue();
        assertThat(record.path("requestParameters").propertyNames())
                .containsExactlyInAnyOrder("keyId", "grantId", "granteePrincipal");
        assertThat(record.path("responseElements").isNull()).isTrue();
        assertThat(resources(record)).containsExactly(key);
    }

    @Test
    void listRetirableGrants_isRecordedWithoutAKey() {
        kms.listRetirableGrants(r -> r.retiringPrincipal(ROOT));

        JsonNode record = newest();
        assertThat(record.path("requestParameters").path("retiringPrincipal").asString())
                .isEqualTo(ROOT);
        assertThat(resources(record)).isEmpty();
    }

    @Test
    void grantToken_whereverItIsSent_isInNoRecord() {
        String token = grant.grantToken();
        kms.describeKey(r -> r.keyId(key).grantTokens(token));
        kms.createGrant(r -> r.keyId(key)
                .granteePrincipal(ROOT)
                .operations(GrantOperation.ENCRYPT)
                .grantTokens(token));
        catchThrowable(() -> kms.describeKey(r -> r.keyId("alias/none").grantTokens(token)));
        catchThrowable(() -> kms.retireGrant(r -> r.grantToken(token).grantId(grant.grantId())));
        kms.retireGrant(r -> r.grantToken(token));
        catchThrowable(() -> kms.retireGrant(r -> r.grantToken(token)));

        assertThat(sealkeep.records()).hasSize(8).noneMatch(record -> record.contains(token));
    }

    private JsonNode newest() {
        return JsonMapper.shared().readTree(sealkeep.records().getFirst());
    }

    private static List<String> resources(JsonNode record) {
        return record.path("resources")
                .valueStream()
                .map(resource -> resource.path("ARN").asString())
                .toList();
    }
}
