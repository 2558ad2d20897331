// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.EnvelopeCalls.FRAME;
import static io.sealkeep.envelope.EnvelopeCalls.input;
import static io.sealkeep.envelope.TestMessages.plaintext;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.envelope.EnvelopeCalls.Answer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import tools.jackson.databind.JsonNode;

class EnvelopeEncryptTest {

    private static final Map<String, String> CONTEXT = Map.of("tenant", "t-1", "größe", "XL");
    private static final int HELD = HeldBackOutput.HELD;

    @TempDir
    static Path directory;

    private static EnvelopeCalls calls;
    private static String key;

    @BeforeAll
    static void open() {
        calls = new EnvelopeCalls(directory);
        key = calls.newKey();
    }

    @AfterAll
    static void close() {
        calls.close();
    }

    @BeforeEach
    void takeAll() {
        calls.trail.refuse(event -> false);
        calls.trail.before(() -> {});
        calls.trail.takeRefused();
        calls.records();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 5 * FRAME + 17, HELD - 1, HELD, HELD + 1, 3 * HELD + 5
            })
    void encrypt_ofEachSize_opensAgain(int size) {
        byte[] plaintext = plaintext(size);
        for (long announced : new long[] {size, -1}) {
            Answer answer = new Answer();
            calls.encrypt(input(key, CONTEXT, new ByteArrayInputStream(plaintext), announced), answer);
            assertThat(answer.announced).isEqualTo(announced < 0 ? -1 : answer.bytes().length);
            assertThat(calls.decrypt(key, CONTEXT, answer.bytes())).isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME, 100_000})
    void encrypt_message_opensWithTheEncryptionSdk(int size) {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(size));
        assertThat(TestMessages.open(TestMessages.kmsKeyring(calls.kms(), key), message))
                .isEqualTo(plaintext(size));
    }

    @Test
    void encrypt_ofTheSameTwice_differsThroughout() {
        byte[] one = calls.encrypt(key, CONTEXT, plaintext(100));
        byte[] other = calls.encrypt(key, CONTEXT, plaintext(100));
        assertThat(calls.describe(one).messageId())
                .isNotEqualTo(calls.describe(other).messageId());
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void encrypt_withTheKeyInEachForm_usesIt() {
        String id = key.substring(key.indexOf("key/") + 4);
        String alias = "alias/" + id;
        calls.kms().createAlias(r -> r.aliasName(alias).targetKeyId(key));
        String aliasArn = key.substring(0, key.indexOf("key/")) + alias;
        for (String form : new String[] {key, id, alias, aliasArn}) {
            calls.records();
            byte[] message = calls.encrypt(form, CONTEXT, plaintext(10));
            assertThat(calls.describe(message).keyArns()).containsExactly(key);
            JsonNode record = calls.records().getFirst();
            assertThat(record.at("/requestParameters/keyId").asString()).isEqualTo(form);
            assertThat(record.at("/resources/0/ARN").asString()).isEqualTo(key);
        }
    }

    @Test
    void encrypt_withAnArnOfAnotherRegion_usesThatKey() {
        String elsewhere = calls.newKey("ap-northeast-1");
        byte[] message = calls.encrypt(elsewhere, CONTEXT, plaintext(10));
        assertThat(calls.describe(message).keyArns()).containsExactly(elsewhere);
        assertThat(calls.decrypt(message)).isEqualTo(plaintext(10));
    }

    @Test
    void encrypt_success_leavesARecordOfIt() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(1000));
        assertThat(calls.records()).singleElement().satisfies(record -> {
            assertThat(record.at("/eventSource").asString()).isEqualTo("envelope.sealkeep.internal");
            assertThat(record.at("/eventName").asString()).isEqualTo("EnvelopeEncrypt");
            assertThat(record.at("/errorCode").isMissingNode()).isTrue();
            assertThat(record.at("/userIdentity/invokedBy").isMissingNode()).isTrue();
            assertThat(record.at("/requestParameters/encryptionContext/tenant").asString())
                    .isEqualTo("t-1");
            assertThat(record.at("/responseElements").isNull()).isTrue();
            assertThat(record.at("/additionalEventData/bytesIn").asInt()).isEqualTo(1000);
            assertThat(record.at("/additionalEventData/bytesOut").asInt()).isEqualTo(message.length);
            assertThat(record.at("/additionalEventData/messageId").asString()).hasSize(44);
            assertThat(record.at("/readOnly").asBoolean()).isTrue();
        });
    }

    @Test
    void encrypt_withAKeyThatKmsRefuses_readsNothingAndSaysWhy() {
        String disabled = calls.newKey();
        calls.kms().disableKey(r -> r.keyId(disabled));
        refuses(disabled, DisabledException.class, "DisabledException");
        refuses("alias/none", NotFoundException.class, "NotFoundException");
        refuses(key.replaceAll(".$", "") + "0123456789", NotFoundException.class, "NotFoundException");
    }

    private static void refuses(String keyId, Class<? extends KmsException> type, String code) {
        EnvelopeInput input = input(keyId, CONTEXT, plaintext(10));
        Answer answer = new Answer();
        assertThatExceptionOfType(type)
                .isThrownBy(() -> calls.encrypt(input, answer))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
        assertThat(answer.isBegun).isFalse();
        assertThat(input.body().count()).isZero();
        assertThat(calls.records())
                .singleElement()
                .satisfies(
                        record -> assertThat(record.at("/errorCode").asString()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME, FRAME + 1, HELD, 3 * HELD})
    void encrypt_ofASourceThatBreaksOff_leavesNoMessage(int size) {
        for (long announced : new long[] {-1, size + 100L}) {
            InputStream source = new SequenceInputStream(new ByteArrayInputStream(plaintext(size)), broken());
            Answer answer = new Answer();
            calls.records();
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> calls.encrypt(input(key, CONTEXT, source, announced), answer))
                    .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ClientDisconnected"));
            assertThat(calls.records()).singleElement().satisfies(record -> {
                assertThat(record.at("/errorCode").asString()).isEqualTo("ClientDisconnected");
                assertThat(record.at("/additionalEventData/bytesIn").asInt()).isEqualTo(size);
                assertThat(record.at("/additionalEventData/bytesOut").asInt()).isEqualTo(answer.bytes().length);
            });
            assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decrypt(answer.bytes()));
        }
    }

    /** Should a server take a connection that breaks off for the body's end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, HELD, 3 * HELD})
    void encrypt_ofABodyShorterThanAnnounced_leavesNoMessage(int size) {
        Answer answer = new Answer();
        InputStream source = new ByteArrayInputStream(plaintext(size));
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.encrypt(input(key, CONTEXT, source, size + 1L), answer))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ClientDisconnected"));
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decrypt(answer.bytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, HELD, 3 * HELD})
    void encrypt_withoutARecord_withholdsTheEnd(int size) {
        calls.trail.refuse(event -> event.eventName().equals("EnvelopeEncrypt"));
        Answer answer = new Answer();
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.encrypt(input(key, CONTEXT, plaintext(size)), answer))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
        assertThat(calls.trail.takeRefused()).hasSize(1);
        assertThat(answer.isBegun).isEqualTo(size >= HELD);
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decrypt(answer.bytes()));
    }

    @Test
    void encrypt_record_isMadeBeforeTheEndIsGiven() {
        Answer answer = new Answer();
        int[] given = {-1};
        calls.trail.before(() -> given[0] = answer.bytes().length);
        calls.encrypt(input(key, CONTEXT, plaintext(3 * HELD)), answer);
        assertThat(given[0]).isPositive().isLessThanOrEqualTo(answer.bytes().length - 1);
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decrypt(Arrays.copyOf(answer.bytes(), given[0])));
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("broken by the test");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new EOFException("broken by the test");
            }
        };
    }
}
