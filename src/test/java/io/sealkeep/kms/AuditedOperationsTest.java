// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each call leaves in the trail, read back from the trail. */
class AuditedOperationsTest {

    @TempDir
    Path directory;

    private AssembledKms sealkeep;
    private KmsClient kms;

    @BeforeEach
    void open() {
        sealkeep = AssembledKms.open(directory.resolve("home"));
        kms = sealkeep.client();
    }

    @AfterEach
    void close() {
        sealkeep.close();
    }

    static Stream<Method> operations() {
        return Arrays.stream(KmsClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && KmsResponse.class.isAssignableFrom(method.getReturnType()));
    }

    /** Every operation of the SDK, also those that the engine lacks: one call, one record, whatever comes of it. */
    @ParameterizedTest
    @MethodSource("operations")
    void anyOperation_withAnEmptyRequest_leavesExactlyOneRecord(Method operation) throws Exception {
        Object builder = operation.getParameterTypes()[0].getMethod("builder").invoke(null);
        Method build = Class.forName(operation.getParameterTypes()[0].getName() + "$Builder")
                .getMethod("build");
        Object request = build.invoke(builder);
        String errorCode = null;
        try {
            operation.invoke(kms, request);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(KmsException.class);
            errorCode = ((KmsException) e.getCause()).awsErrorDetails().errorCode();
        }
        List<JsonNode> records = records();
        assertThat(records).hasSize(1);
        JsonNode record = records.getFirst();
        String name = operation.getName();
        assertThat(record.path("eventName").asString())
                .isEqualTo(Character.toUpperCase(name.charAt(0)) + name.substring(1));
        assertThat(record.path("errorCode").asString(null)).isEqualTo(errorCode);
        assertThat(record.path("requestID").asString()).isEqualTo(sealkeep.lastRequestId());
    }

    @Test
    void operationsTable_knowsEveryOperationOfTheSdk() {
        assertThat(operations()
                        .map(Method::getName)
                        .map(name -> AuditedOperation.named(Character.toUpperCase(name.charAt(0)) + name.substring(1)))
                        .filter(row -> row.parameters().equals(List.of("keyId"))
                                && row.elements().isEmpty())
                        .map(AuditedOperation::name))
                .as("rows that are the fallback's: only operations whose record shows the key alone")
                .containsExactlyInAnyOrder(
                        "GetPublicKey",
                        "DescribeKey",
                        "GetKeyRotationStatus",
                        "GetKeyLastUsage",
                        "EnableKey",
                        "DisableKey",
                        "DisableKeyRotation");
    }

    @Test
    void createKey_isRecordedWithDefaultsAndMetadata() {
        String arn = kms.createKey(r -> r.description("orders")
                        .tags(Tag.builder().tagKey("team").tagValue("blue").build()))
                .keyMetadata()
                .arn();
        JsonNode record = only();
        assertThat(names(record))
                .containsExactly(
                        "eventVersion",
                        "userIdentity",
                        "eventTime",
                        "eventSource",
                        "eventName",
                        "awsRegion",
                        "sourceIPAddress",
                        "userAgent",
                        "requestParameters",
                        "responseElements",
                        "requestID",
                        "eventID",
                        "readOnly",
                        "resources",
                        "eventType",
                        "managementEvent",
                        "recipientAccountId",
                        "eventCategory");
        assertThat(record.path("readOnly").asBoolean()).isFalse();
        JsonNode parameters = record.path("requestParameters");
        assertThat(names(parameters))
                .containsExactly(
                        "description",
                        "origin",
                        "keyUsage",
                        "keySpec",
                        "customerMasterKeySpec",
                        "bypassPolicyLockoutSafetyCheck",
                        "multiRegion",
                        "tags");
        assertThat(parameters.path("tags").path(0).path("tagKey").asString()).isEqualTo("team");
        JsonNode metadata = record.path("responseElements").path("keyMetadata");
        assertThat(metadata.path("aWSAccountId").asString()).isEqualTo("000000000000");
        assertThat(metadata.path("arn").asString()).isEqualTo(arn);
        assertThat(metadata.path("creationDate").asString()).matches("[A-Z][a-z]{2} \\d{1,2}, \\d{4}, .* [AP]M");
        assertThat(resources(record)).containsExactly(arn);
    }

    @Test
    @SuppressWarnings("deprecation") // the member that old clients still send
    void createKey_withAKeySpec_isRecordedWithItUnderBothNames() {
        CreateKeyRequest today = CreateKeyRequest.builder().keySpec("RSA_2048").build();
        CreateKeyRequest before =
                CreateKeyRequest.builder().customerMasterKeySpec("RSA_2048").build();
        for (CreateKeyRequest request : List.of(today, before)) {
            catchThrowable(() -> kms.createKey(request));
            JsonNode parameters = newest().path("requestParameters");
            assertThat(parameters.path("keySpec").asString()).isEqualTo("RSA_2048");
            assertThat(parameters.path("customerMasterKeySpec").asString()).isEqualTo("RSA_2048");
        }
    }

    @Test
    void encryptAndDecrypt_areRecordedWithContextAndMaterialButNoBytes() {
        String arn = kms.createKey(r -> {}).keyMetadata().arn();
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        SdkBytes blob = kms.encrypt(r -> r.keyId(id)
                        .plaintext(SdkBytes.fromUtf8String("hello"))
                        .encryptionContext(Map.of("tenant", "t-9")))
                .ciphertextBlob();
        JsonNode encrypt = newest();
        assertThat(names(encrypt.path("requestParameters")))
                .containsExactly("keyId", "encryptionAlgorithm", "encryptionContext");
        assertThat(encrypt.path("requestParameters").path("keyId").asString()).isEqualTo(id);
        assertThat(encrypt.path("responseElements").isNull()).isTrue();
        assertThat(encrypt.path("readOnly").asBoolean()).isTrue();
        assertThat(encrypt.path("additionalEventData").path("keyMaterialId").asString())
                .matches("[0-9a-f]{64}");
        assertThat(resources(encrypt)).containsExactly(arn);

        kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("tenant", "t-9")));
        JsonNode decrypt = newest();
        assertThat(decrypt.path("requestParameters").path("keyId").asString()).isEqualTo(arn);
        assertThat(decrypt.path("requestParameters").path("encryptionAlgorithm").asString())
                .isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(resources(decrypt)).containsExactly(arn);
    }

    @Test
    void reEncrypt_namesSourceThenDestination() {
        String source = kms.createKey(r -> {}).keyMetadata().arn();
        String destination = kms.createKey(r -> {}).keyMetadata().arn();
        SdkBytes blob = kms.encrypt(r -> r.keyId(source).plaintext(SdkBytes.fromUtf8String("x")))
                .ciphertextBlob();
        kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(destination));
        JsonNode record = newest();
        assertThat(resources(record)).containsExactly(source, destination);
        assertThat(names(record.path("additionalEventData")))
                .containsExactlyInAnyOrder("sourceKeyMaterialId", "destinationKeyMaterialId");
    }

    @Test
    void aliasChanges_nameKeyAndAliasInAwsOrder() {
        String key = kms.createKey(r -> {}).keyMetadata().arn();
        String alias = key.substring(0, key.indexOf(":key/") + 1) + "alias/a";
        kms.createAlias(r -> r.aliasName("alias/a").targetKeyId(key));
        assertThat(resources(newest())).containsExactly(key, alias);
        assertThat(newest().path("responseElements").path("keyId").asString()).isEqualTo(key);
        String other = kms.createKey(r -> {}).keyMetadata().arn();
        kms.updateAlias(r -> r.aliasName("alias/a").targetKeyId(other));
        assertThat(resources(newest())).containsExactly(alias, other);
        kms.deleteAlias(r -> r.aliasName("alias/a"));
        assertThat(resources(newest())).containsExactly(alias, other);
    }

    @Test
    void rotateKeyOnDemand_leavesTheCallAndTheServiceEvent() {
        String key = kms.createKey(r -> {}).keyMetadata().arn();
        kms.rotateKeyOnDemand(r -> r.keyId(key));
        List<JsonNode> records = records();
        assertThat(records).hasSize(3);
        JsonNode service = records.stream()
                .filter(record -> record.path("eventName").asString().equals("RotateKey"))
                .findFirst()
                .orElseThrow();
        assertThat(service.path("eventType").asString()).isEqualTo("AwsServiceEvent");
        assertThat(names(service.path("userIdentity"))).containsExactly("accountId", "invokedBy");
        assertThat(service.has("requestID")).isFalse();
        assertThat(service.path("serviceEventDetails").path("rotationType").asString())
                .isEqualTo("ON_DEMAND");
        assertThat(resources(service)).containsExactly(key);
    }

    @Test
    void refusal_isRecordedWithCodeMessageAndKey() {
        String key = kms.createKey(r -> {}).keyMetadata().arn();
        kms.disableKey(r -> r.keyId(key));
        assertThat(catchThrowable(() -> kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256))))
                .isInstanceOf(DisabledException.class);
        JsonNode record = newest();
        assertThat(record.path("errorCode").asString()).isEqualTo("DisabledException");
        assertThat(record.path("errorMessage").asString()).isEqualTo(key + " is disabled.");
        assertThat(record.path("responseElements").isNull()).isTrue();
        assertThat(resources(record)).containsExactly(key);
    }

    @Test
    void paginatorsAndConsumerForms_areAuditedToo() {
        kms.createKey(r -> {});
        sealkeep.inOneRequest(client -> {
            assertThat(client.listKeysPaginator(r -> r.limit(1)).keys().stream())
                    .hasSize(1);
            assertThat(client.listKeys().keys()).hasSize(1);
            return null;
        });
        assertThat(records())
                .extracting(record -> record.path("eventName").asString())
                .containsExactly("ListKeys", "ListKeys", "CreateKey");
    }

    /** What another backend answers is enough: it tells the record neither key nor grant. */
    @Test
    void grantCalls_toAnotherBackend_areRecordedAsAwsDoes() {
        String key = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
        JsonNode created = recordOf(
                "CreateGrant",
                CreateGrantRequest.builder().keyId(key).build(),
                CreateGrantResponse.builder()
                        .grantId("g-1")
                        .grantToken("secret")
                        .build());
        assertThat(created.path("responseElements").path("keyId").asString()).isEqualTo(key);
        assertThat(created.path("responseElements").path("grantId").asString()).isEqualTo("g-1");
        assertThat(created.toString()).doesNotContain("secret");
        JsonNode retired = recordOf(
                "RetireGrant",
                RetireGrantRequest.builder().keyId(key).grantId("g-1").build(),
                RetireGrantResponse.builder().build());
        assertThat(retired.path("requestParameters").isNull()).isTrue();
        assertThat(retired.path("additionalEventData").path("grantId").asString())
                .isEqualTo("g-1");
    }

    private static JsonNode recordOf(String operation, KmsRequest request, KmsResponse response) {
        Caller caller = new Caller(
                Principal.unauthenticated("000000000000", null), "r-1", "us-east-1", "127.0.0.1", "test", null);
        KmsCallRecord record = new KmsCallRecord(
                AuditedOperation.named(operation),
                request,
                caller,
                Clock.systemUTC(),
                ChangeLog.INTENTS,
                new OwnKeys());
        return JsonMapper.shared()
                .readTree(record.succeeded(response).getFirst().jsonText());
    }

    private JsonNode only() {
        assertThat(records()).hasSize(1);
        return records().getFirst();
    }

    private JsonNode newest() {
        return records().getFirst();
    }

    private List<JsonNode> records() {
        return sealkeep.records().stream().map(JsonMapper.shared()::readTree).toList();
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }

    private static List<String> resources(JsonNode record) {
        List<String> arns = new ArrayList<>();
        record.path("resources")
                .forEach(resource -> arns.add(resource.path("ARN").asString()));
        return arns;
    }
}
