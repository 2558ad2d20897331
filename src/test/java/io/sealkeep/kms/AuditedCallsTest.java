// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealkeep.audit.TrailQuery;
import io.sealkeep.engine.EmbeddedKms;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every operation, once well and once refused: what its record shows, and that no secret is in it. */
class AuditedCallsTest {

    private static final String MISSING = "arn:aws:kms:us-east-1:000000000000:key/99999999-9999-9999-9999-999999999999";
    private static final Set<String> KEY_MEMBERS = Set.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");

    /** What belongs to a call beside its own record. */
    private static final Map<String, List<String>> FURTHER = Map.of(
            "RotateKeyOnDemand", List.of("RotateKey"),
            "ReplicateKey", List.of("CreateKey", "SynchronizeMultiRegionKey"),
            "UpdatePrimaryRegion", List.of("UpdatePrimaryRegion"));

    @TempDir
    private static Path directory;

    /** One for all: every test makes keys of its own, and looks at the newest records. */
    private static AssembledKms sealkeep;

    private RecordedCalls recorded;
    private AuditedCalls calls;

    /** What the record of an operation shows. */
    record Expected(
            String operation,
            boolean readOnly,
            String parameters,
            String elements,
            String additional,
            String resources) {
        @Override
        public String toString() {
            return String.join("\n", operation + " " + readOnly, parameters, elements, additional, resources);
        }
    }

    @BeforeAll
    static void open() {
        sealkeep = AssembledKms.open(directory.resolve("home"));
    }

    @AfterAll
    static void close() {
        sealkeep.close();
    }

    @BeforeEach
    void begin() {
        recorded = new RecordedCalls(sealkeep.client());
        calls = new AuditedCalls(recorded);
    }

    static Stream<Expected> supported() throws Exception {
        Set<String> there = Set.copyOf(operations());
        return all().filter(expected -> there.contains(expected.operation()));
    }

    private static Stream<Expected> all() throws IOException, URISyntaxException {
        List<String> lines = Files.readAllLines(
                        Path.of(Objects.requireNonNull(AuditedCallsTest.class.getResource("audited-calls.txt"))
                                .toURI()))
                .stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<Expected> all = new ArrayList<>();
        for (int i = 1; i < lines.size(); i += 5) {
            String[] head = lines.get(i).split(" ", 2);
            all.add(new Expected(
                    head[0],
                    Boolean.parseBoolean(head[1]),
                    lines.get(i + 1).strip(),
                    lines.get(i + 2).strip(),
                    lines.get(i + 3).strip(),
                    lines.get(i + 4).strip()));
        }
        return all.stream();
    }

    /** Returns the operations that the engine has. */
    private static List<String> operations() {
        return AuditedOperationsTest.operations()
                .filter(method -> Arrays.stream(EmbeddedKms.class.getMethods())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && own.getDeclaringClass() != KmsClient.class
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())))
                .map(AuditedKms::operationName)
                .toList();
    }

    /** Those of custom key stores are in {@link AuditedCustomKeyStoresTest}. */
    @Test
    void table_always_hasEveryOperationOfTheEngine() throws Exception {
        assertThat(all().map(Expected::operation))
                .containsAll(operations().stream()
                        .filter(operation -> !operation.contains("CustomKeyStore"))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("supported")
    void operation_thatSucceeds_leavesItsRecordAndThoseThatBelongToIt(Expected expected) {
        calls.all().get(expected.operation()).run();
        List<JsonNode> records = ofLastCall();

        JsonNode own = records.getFirst();
        assertThat(own.path("eventName").asString()).isEqualTo(expected.operation());
        assertThat(own.path("requestID").asString()).isEqualTo(sealkeep.lastRequestId());
        assertThat(own.path("eventType").asString()).isEqualTo("AwsApiCall");
        assertThat(own.has("errorCode")).isFalse();
        assertThat(shown(own)).isEqualTo(expected);
        assertThat(records.subList(1, records.size()))
                .extracting(record -> record.path("eventName").asString())
                .isEqualTo(FURTHER.getOrDefault(expected.operation(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("supported")
    void operation_thatIsRefused_leavesOneRecordWithoutResponse(Expected expected) throws Exception {
        calls.all().get(expected.operation()).run();
        String before = newestId();
        KmsException refusal = refused(expected.operation());

        List<JsonNode> records = records();
        assertThat(records.get(1).path("eventID").asString())
                .as("one record more")
                .isEqualTo(before);
        JsonNode own = records.getFirst();
        assertThat(own.path("eventName").asString()).isEqualTo(expected.operation());
        assertThat(own.path("errorCode").asString())
                .isEqualTo(refusal.awsErrorDetails().errorCode());
        assertThat(own.path("errorMessage").asString())
                .isEqualTo(refusal.awsErrorDetails().errorMessage());
        assertThat(own.path("readOnly").asBoolean()).isEqualTo(expected.readOnly());
        assertThat(own.path("responseElements").isNull()).isTrue();
        assertThat(own.has("additionalEventData")).isFalse();
        if (!refusedForItself().containsKey(expected.operation())) {
            assertThat(normal(own.path("requestParameters").toString()).replace(MISSING, "MISSING"))
                    .isEqualTo(expected.parameters().replaceAll("\"(ID|KEY|OTHER)\"", "\"MISSING\""));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("supported")
    void operation_always_leavesNoSecretInTheTrail(Expected expected) throws Exception {
        calls.all().get(expected.operation()).run();
        refused(expected.operation());

        for (String record : newest()) {
            for (String secret : recorded.secrets()) {
                assertThat(record.contains(secret)).as(record).isFalse();
            }
        }
    }

    @Test
    void updatePrimaryRegion_always_isRecordedInTheNewRegionToo() {
        calls.all().get("UpdatePrimaryRegion").run();
        JsonNode first = ofLastCall().getFirst();
        JsonNode second = ofLastCall().get(1);

        assertThat(second.path("awsRegion").asString()).isEqualTo(AuditedCalls.REPLICA_REGION);
        assertThat(second.path("userIdentity").path("invokedBy").asString()).isEqualTo("kms.amazonaws.com");
        assertThat(second.path("userIdentity").path("accountId").asString())
                .isEqualTo(first.path("userIdentity").path("accountId").asString());
        assertThat(second.path("requestID").asString()).isEqualTo(sealkeep.lastRequestId());
        assertThat(second.path("eventID").asString())
                .isNotEqualTo(first.path("eventID").asString());
        assertThat(normal(second.path("requestParameters").toString()))
                .isEqualTo("{\"keyId\":\"REPLICA\",\"primaryRegion\":\"eu-west-1\"}");
        assertThat(normal(second.path("responseElements").toString())).isEqualTo("{\"keyId\":\"REPLICA\"}");
        assertThat(second.has("resources")).isFalse();
    }

    @Test
    void replicateKey_always_isRecordedAsCreateKeyInTheOtherRegion() {
        calls.all().get("ReplicateKey").run();
        JsonNode created = ofLastCall().get(1);

        assertThat(created.path("awsRegion").asString()).isEqualTo(AuditedCalls.REPLICA_REGION);
        assertThat(created.path("userIdentity").path("invokedBy").asString()).isEqualTo("kms.amazonaws.com");
        assertThat(created.path("requestID").asString()).isEqualTo(sealkeep.lastRequestId());
        assertThat(created.path("requestParameters").toString())
                .isEqualTo("{\"description\":\"\",\"origin\":\"AWS_KMS\",\"keyUsage\":\"ENCRYPT_DECRYPT\","
                        + "\"keySpec\":\"SYMMETRIC_DEFAULT\",\"customerMasterKeySpec\":\"SYMMETRIC_DEFAULT\","
                        + "\"bypassPolicyLockoutSafetyCheck\":false,\"multiRegion\":true}");
        assertThat(normal(created.path("responseElements")
                        .path("keyMetadata")
                        .path("arn")
                        .toString()))
                .isEqualTo("\"REPLICA\"");
        assertThat(shown(created).resources()).isEqualTo("REPLICA");
    }

    @Test
    void replicateKey_always_synchronizesInACallOfTheServicesOwn() {
        calls.all().get("ReplicateKey").run();
        JsonNode synchronizing = ofLastCall().get(2);

        assertThat(names(synchronizing.path("userIdentity"))).containsExactly("accountId", "invokedBy");
        assertThat(synchronizing.path("eventType").asString()).isEqualTo("AwsApiCall");
        assertThat(synchronizing.path("requestID").asString())
                .matches("[0-9a-f-]{36}")
                .isNotEqualTo(sealkeep.lastRequestId());
        assertThat(synchronizing.has("serviceEventDetails")).isFalse();
        assertThat(shown(synchronizing))
                .isEqualTo(new Expected("SynchronizeMultiRegionKey", false, "null", "{\"keyId\":\"KEY\"}", "-", "KEY"));
    }

    @Test
    void rotateKeyOnDemand_ofAMultiRegionKey_leavesAnEventInEachRegion() {
        calls.all().get("ReplicateKey").run();
        recorded.client().rotateKeyOnDemand(r -> r.keyId(calls.key().keyId()));

        assertThat(ofLastCall())
                .extracting(record -> record.path("eventName").asString() + " "
                        + record.path("awsRegion").asString() + " "
                        + record.path("eventType").asString())
                .containsExactly(
                        "RotateKeyOnDemand us-east-1 AwsApiCall",
                        "RotateKey us-east-1 AwsServiceEvent",
                        "RotateKey eu-west-1 AwsServiceEvent");
    }

    /** Refuses by a key that is not there; operations without one by something else. */
    private KmsException refused(String operation) throws Exception {
        KmsRequest request = refusedForItself().getOrDefault(operation, withoutKey(recorded.request()));
        String name = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        Method method = KmsClient.class.getMethod(name, request.getClass());
        KmsException refusal = catchThrowableOfType(KmsException.class, () -> {
            try {
                method.invoke(recorded.client(), request);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        assertThat(refusal).as("the call was not refused").isNotNull();
        return refusal;
    }

    private static Map<String, KmsRequest> refusedForItself() {
        return Map.of(
                "CreateKey", CreateKeyRequest.builder().policy("{").build(),
                "GenerateRandom",
                        GenerateRandomRequest.builder().numberOfBytes(5000).build(),
                "ListKeys", ListKeysRequest.builder().limit(5000).build(),
                "ListRetirableGrants",
                        ListRetirableGrantsRequest.builder().limit(5000).build());
    }

    private static KmsRequest withoutKey(KmsRequest request) {
        KmsRequest.Builder builder = request.toBuilder();
        for (SdkField<?> field : request.sdkFields()) {
            boolean isGiven = field.getValueOrDefault(request) != null || request instanceof DecryptRequest;
            if (KEY_MEMBERS.contains(field.memberName()) && isGiven) {
                field.set(builder, MISSING);
            }
        }
        return builder.build();
    }

    private Expected shown(JsonNode record) {
        List<String> resources = StreamSupport.stream(record.path("resources").spliterator(), false)
                .map(resource -> normal(resource.path("ARN").asString()))
                .toList();
        return new Expected(
                record.path("eventName").asString(),
                record.path("readOnly").asBoolean(),
                normal(record.path("requestParameters").toString()),
                normal(record.path("responseElements").toString()),
                record.has("additionalEventData")
                        ? normal(record.path("additionalEventData").toString())
                        : "-",
                String.join(" ", resources));
    }

    /** Puts names for what differs from run to run. */
    private String normal(String json) {
        String result = json.replaceAll("\"(policy|replicaPolicy)\":\"(\\\\.|[^\"\\\\])*\"", "\"$1\":\"POLICY\"")
                .replaceAll("[0-9a-f]{64}", "MATERIAL")
                .replaceAll("[A-Z][a-z]{2} \\d{1,2}, \\d{4}, \\d{1,2}:\\d\\d:\\d\\d [AP]M", "DATE")
                .replace("arn:aws:kms:us-east-1:000000000000:" + calls.alias(), "ALIAS")
                .replace(calls.alias(), "alias/a")
                .replace(calls.otherArn(), "OTHER");
        if (calls.key() == null) {
            return result;
        }
        String arn = calls.key().arn();
        return result.replace(arn, "KEY")
                .replace(arn.replace("us-east-1", AuditedCalls.REPLICA_REGION), "REPLICA")
                .replace(calls.key().keyId(), "ID");
    }

    /** Returns the records since the last call's own, which is the first. */
    private List<JsonNode> ofLastCall() {
        List<JsonNode> newestFirst = records();
        int own = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).path("requestID").asString("").equals(sealkeep.lastRequestId())) {
                own = i;
            }
        }
        return newestFirst.subList(0, own + 1).reversed();
    }

    private static String newestId() {
        return records().getFirst().path("eventID").asString();
    }

    private static List<JsonNode> records() {
        return newest().stream().map(JsonMapper.shared()::readTree).toList();
    }

    /** Returns the newest records, more than any one test makes, newest first. */
    private static List<String> newest() {
        return sealkeep.trail()
                .find(new TrailQuery(null, null, null, null, null, null, null, 20, null))
                .events();
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }
}
