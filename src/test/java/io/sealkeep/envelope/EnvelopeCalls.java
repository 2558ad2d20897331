// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.Caller;
import io.sealkeep.engine.TestCallers;
import io.sealkeep.engine.TestEngines;
import io.sealkeep.envelope.EnvelopeService.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The envelope service on an engine of its own, and calls on it as a request would make them. */
final class EnvelopeCalls implements AutoCloseable {

    static final int FRAME = 512;
    static final String REGION = TestCallers.REGION;

    static final EnvelopeProperties PROPERTIES =
            new EnvelopeProperties(DataSize.ofBytes(FRAME), DataSize.ofKilobytes(64), 3, DataSize.ofKilobytes(512));

    final FailingTrail trail = new FailingTrail(new NowhereTrail());
    private final KmsClient engine;
    private final EnvelopeService service;

    EnvelopeCalls(Path directory) {
        engine = TestEngines.open(directory);
        service = new EnvelopeService(engine, trail, Clock.systemUTC(), PROPERTIES);
    }

    /** Where an answer goes: what was passed on, and when. */
    static final class Answer implements EnvelopeService.Sink {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isBegun;
        long announced;

        @Override
        public OutputStream begin(long length) {
            isBegun = true;
            announced = length;
            return bytes;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /** Returns KMS as an application in the region uses it. */
    KmsClient kms(String region) {
        return TestCallers.calling(engine, region);
    }

    /** Returns KMS with each call made in the region of the key ARN in it. */
    KmsClient everywhere() {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, (proxy, method, arguments) -> {
                    String arn = ((KmsRequest) arguments[0])
                            .getValueForField("KeyId", String.class)
                            .orElseThrow();
                    return method.invoke(kms(new KeyName(arn).region().orElseThrow()), arguments);
                });
    }

    KmsClient kms() {
        return kms(REGION);
    }

    String newKey() {
        return newKey(REGION);
    }

    /** Creates a key and returns its ARN. */
    String newKey(String region) {
        return kms(region).createKey(r -> {}).keyMetadata().arn();
    }

    static EnvelopeInput input(@Nullable String keyId, Map<String, String> context, byte[] body) {
        return input(keyId, context, new ByteArrayInputStream(body), body.length);
    }

    static EnvelopeInput input(
            @Nullable String keyId, Map<String, String> context, InputStream body, long announcedLength) {
        return new EnvelopeInput(
                keyId == null ? null : new KeyName(keyId), context, new CountedBody(body, announcedLength));
    }

    Outcome encrypt(EnvelopeInput input, Answer answer) {
        return inARequest(() -> service.encrypt(() -> input, answer));
    }

    byte[] encrypt(String keyId, Map<String, String> context, byte[] plaintext) {
        Answer answer = new Answer();
        encrypt(input(keyId, context, plaintext), answer);
        return answer.bytes();
    }

    Outcome decrypt(EnvelopeInput input, Answer answer) {
        return inARequest(() -> service.decrypt(() -> input, answer));
    }

    byte[] decrypt(byte[] message) {
        return decrypt(null, Map.of(), message);
    }

    byte[] decrypt(@Nullable String keyId, Map<String, String> context, byte[] message) {
        Answer answer = new Answer();
        decrypt(input(keyId, context, message), answer);
        return answer.bytes();
    }

    byte[] decryptWhole(byte[] message) {
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        inARequest(() -> service.decryptWhole(() -> input(null, Map.of(), message), plaintext));
        return plaintext.toByteArray();
    }

    MessageHeader describe(byte[] message) {
        return inARequest(() -> service.describe(() -> input(null, Map.of(), message)));
    }

    /** Returns the records made since the last time this was asked. */
    List<JsonNode> records() {
        return trail.takeRecorded().stream()
                .map(AuditEvent::json)
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private static <R> R inARequest(ScopedValue.CallableOp<R, RuntimeException> call) {
        return ScopedValue.where(Caller.CURRENT, TestCallers.caller(REGION)).call(call);
    }

    @Override
    public void close() {
        engine.close();
    }
}
