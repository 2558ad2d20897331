// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.EnvelopeCalls.FRAME;
import static io.sealkeep.envelope.EnvelopeCalls.input;
import static io.sealkeep.envelope.TestMessages.COMMITTING;
import static io.sealkeep.envelope.TestMessages.NOT_COMMITTING;
import static io.sealkeep.envelope.TestMessages.SIGNED;
import static io.sealkeep.envelope.TestMessages.aesKeyring;
import static io.sealkeep.envelope.TestMessages.kmsKeyring;
import static io.sealkeep.envelope.TestMessages.message;
import static io.sealkeep.envelope.TestMessages.plaintext;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.envelope.EnvelopeCalls.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import tools.jackson.databind.JsonNode;

class EnvelopeDecryptTest {

    private static final Map<String, String> CONTEXT = Map.of("tenant", "t-1", "größe", "XL");
    private static final int HELD = HeldBackOutput.HELD;
    private static final int FRAME_OVERHEAD = 32;

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
    @ValueSource(ints = {16, FRAME, 4096, 65_536})
    void decrypt_ofAMessageOfTheEncryptionSdk_opensIt(int frameSize) {
        for (int size : new int[] {0, 1, frameSize - 1, frameSize, frameSize + 1, 3 * frameSize + 5}) {
            byte[] message = message(kmsKeyring(calls.kms(), key), COMMITTING, frameSize, plaintext(size), CONTEXT);
            assertThat(calls.decrypt(message)).isEqualTo(plaintext(size));
            assertThat(calls.decryptWhole(message)).isEqualTo(plaintext(size));
        }
    }

    @Test
    void decrypt_ofASignedMessage_opensItInTheWholeFormAlone() {
        byte[] message = message(kmsKeyring(calls.kms(), key), SIGNED, FRAME, plaintext(2000), CONTEXT);
        assertThat(calls.decryptWhole(message)).isEqualTo(plaintext(2000));
        refuses(message, "InvalidCiphertextException", "signed");
        for (int cut = message.length - 120; cut < message.length; cut++) {
            byte[] part = Arrays.copyOf(message, cut);
            assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decryptWhole(part));
        }
        for (int at = message.length - 110; at < message.length; at++) {
            byte[] edited = message.clone();
            edited[at] ^= 1;
            assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decryptWhole(edited));
        }
    }

    /** Whoever may make data keys can put any public key into the header, and bind the data key to it. */
    @Test
    void decrypt_ofASignedMessageWhosePublicKeyIsNone_doesNotOpen() {
        String bogus = "A".repeat(68);
        AtomicReference<String> publicKey = new AtomicReference<>();
        byte[] message =
                message(kmsKeyring(withPublicKey(bogus, publicKey), key), SIGNED, FRAME, plaintext(9), Map.of());
        String crafted = new String(message, ISO_8859_1).replace(publicKey.get(), bogus);

        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decryptWhole(crafted.getBytes(ISO_8859_1)))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException"))
                .withMessageContaining("does not open");
    }

    /** Returns KMS which binds each data key to another public key than the one in its context, and tells that. */
    private static KmsClient withPublicKey(String bogus, AtomicReference<String> original) {
        return (KmsClient) Proxy.newProxyInstance(
                KmsClient.class.getClassLoader(), new Class<?>[] {KmsClient.class}, (proxy, method, arguments) -> {
                    GenerateDataKeyRequest request = (GenerateDataKeyRequest) arguments[0];
                    Map<String, String> context = new HashMap<>(request.encryptionContext());
                    original.set(context.put("aws-crypto-public-key", bogus));
                    return calls.kms()
                            .generateDataKey(request.toBuilder()
                                    .encryptionContext(context)
                                    .build());
                });
    }

    @Test
    void decrypt_ofAMessageCutAnywhere_givesNothing() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(2 * FRAME + 9));
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            givesNothing(cut, length);
            givesNothing(cut, -1);
        }
    }

    @Test
    void decrypt_ofAMessageCutAtAFrame_givesNoMoreThanWholeFramesAndNoEnd() {
        byte[] plaintext = plaintext(3 * HELD + 100);
        byte[] message = calls.encrypt(key, CONTEXT, plaintext);
        for (int cut : cuts(message, plaintext.length)) {
            Answer answer = new Answer();
            ByteArrayInputStream part = new ByteArrayInputStream(message, 0, cut);
            assertThatExceptionOfType(KmsException.class)
                    .as("cut at %d of %d", cut, message.length)
                    .isThrownBy(() -> calls.decrypt(input(null, Map.of(), part, -1), answer))
                    .satisfies(
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException"));
            byte[] given = answer.bytes();
            assertThat(given.length).isLessThanOrEqualTo(plaintext.length - HELD);
            assertThat(given).isEqualTo(Arrays.copyOf(plaintext, given.length));
        }
    }

    /** Header, and of the first, a middle and the last two frames: edges, inside sequence number, IV, content, tag. */
    private static Set<Integer> cuts(byte[] message, int size) {
        int header = calls.describe(message).length();
        int frame = FRAME + FRAME_OVERHEAD;
        int last = size / FRAME;
        Set<Integer> cuts = new LinkedHashSet<>(Set.of(0, 1, header - 1, header, header + 1));
        for (int index : new int[] {0, last / 2, last - 1, last}) {
            int start = header + index * frame;
            for (int offset : new int[] {-17, -16, -15, -1, 0, 1, 3, 4, 5, 15, 16, 17, 23, 24, 25}) {
                cuts.add(start + offset);
            }
        }
        cuts.add(message.length - 1);
        cuts.add(message.length - 16);
        cuts.add(message.length - 17);
        return cuts;
    }

    @Test
    void decrypt_ofAMessageWithAnyByteEdited_givesNothing() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(FRAME + 9));
        for (int at = 0; at < message.length; at++) {
            for (int edit : new int[] {0x01, 0x80}) {
                byte[] edited = message.clone();
                edited[at] ^= (byte) edit;
                givesNothing(edited, edited.length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, FRAME_OVERHEAD, FRAME_OVERHEAD + 8, FRAME + FRAME_OVERHEAD, 10_000})
    void decrypt_ofAMessageWithMoreAfterIt_givesNothing(int more) {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(2 * FRAME));
        byte[] longer = Arrays.copyOf(message, message.length + more);
        givesNothing(longer, longer.length);
        givesNothing(longer, -1);
    }

    @Test
    void decrypt_ofTwoMessagesInARow_givesNothing() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(50));
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(message);
        two.writeBytes(message);
        givesNothing(two.toByteArray(), two.size());
        givesNothing(two.toByteArray(), -1);
    }

    @Test
    void decrypt_ofFramesSwappedDroppedOrRepeated_givesNothing() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(3 * FRAME + 9));
        int header = calls.describe(message).length();
        givesNothing(frames(message, header, 1, 0, 2), -1);
        givesNothing(frames(message, header, 0, 2), -1);
        givesNothing(frames(message, header, 0, 0, 1, 2), -1);
        givesNothing(frames(message, header), -1);
        assertThat(calls.decrypt(frames(message, header, 0, 1, 2))).isEqualTo(plaintext(3 * FRAME + 9));
    }

    /** Returns the message with these of its frames, in this order, and its own last frame. */
    private static byte[] frames(byte[] message, int header, int... order) {
        int frame = FRAME + FRAME_OVERHEAD;
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(message, 0, header);
        for (int index : order) {
            result.write(message, header + index * frame, frame);
        }
        int last = header + 3 * frame;
        result.write(message, last, message.length - last);
        return result.toByteArray();
    }

    @Test
    void decrypt_withPairsOfTheContext_opensTheMessage() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(10));
        for (Map<String, String> pairs : List.of(Map.<String, String>of(), Map.of("tenant", "t-1"), CONTEXT)) {
            assertThat(calls.decrypt(null, pairs, message)).isEqualTo(plaintext(10));
        }
    }

    @Test
    void decrypt_withAnotherContext_isRefusedBeforeKmsIsAsked() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(10));
        for (Map<String, String> pairs : List.of(
                Map.of("tenant", "t-2"),
                Map.of("Tenant", "t-1"),
                Map.of("other", "t-1"),
                Map.of("tenant", "t-1", "x", "y"))) {
            refuses(message, null, pairs, "InvalidCiphertextException", "encryption context");
        }
    }

    @Test
    void decrypt_withTheKeyInEachForm_opensTheMessage() {
        String id = key.substring(key.indexOf("key/") + 4);
        String alias = "alias/decrypt-" + id;
        calls.kms().createAlias(r -> r.aliasName(alias).targetKeyId(key));
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(10));
        String aliasArn = key.substring(0, key.indexOf("key/")) + alias;
        for (String form : new String[] {key, id, alias, aliasArn}) {
            assertThat(calls.decrypt(form, CONTEXT, message)).isEqualTo(plaintext(10));
        }
    }

    @Test
    void decrypt_withAnotherKey_isRefused() {
        String other = calls.newKey();
        String id = other.substring(other.indexOf("key/") + 4);
        String alias = "alias/other-" + id;
        calls.kms().createAlias(r -> r.aliasName(alias).targetKeyId(other));
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(10));
        String aliasArn = other.substring(0, other.indexOf("key/")) + alias;
        for (String form : new String[] {other, id, alias, aliasArn, "anything"}) {
            refuses(message, form, Map.of(), "IncorrectKeyException", null);
        }
        refuses(message, "alias/none", Map.of(), "NotFoundException", null);
    }

    @Test
    void decrypt_withAKeyOfAnotherRegion_findsItByItsArn() {
        String elsewhere = calls.newKey("ap-northeast-1");
        byte[] message = calls.encrypt(elsewhere, CONTEXT, plaintext(10));
        assertThat(calls.decrypt(message)).isEqualTo(plaintext(10));
        assertThat(calls.decrypt(elsewhere, CONTEXT, message)).isEqualTo(plaintext(10));
        // A name without a region is one of the caller's region, and so another key.
        String id = elsewhere.substring(elsewhere.indexOf("key/") + 4);
        refuses(message, id, Map.of(), "IncorrectKeyException", null);
    }

    @Test
    void decrypt_ofAMessageUnderSeveralKeys_usesTheFirstThatWorks() {
        String first = calls.newKey();
        String second = calls.newKey("ap-northeast-1");
        byte[] message =
                message(kmsKeyring(calls.everywhere(), first, second), COMMITTING, FRAME, plaintext(10), CONTEXT);
        assertThat(calls.decrypt(message)).isEqualTo(plaintext(10));
        assertThat(resource()).isEqualTo(first);
        calls.kms().disableKey(r -> r.keyId(first));
        assertThat(calls.decrypt(message)).isEqualTo(plaintext(10));
        assertThat(resource()).isEqualTo(second);
        refuses(message, first, Map.of(), "DisabledException", null);
        calls.kms("ap-northeast-1").disableKey(r -> r.keyId(second));
        refuses(message, null, Map.of(), "DisabledException", first);
    }

    private static String resource() {
        return calls.records().getLast().at("/resources/0/ARN").asString();
    }

    @Test
    void decrypt_ofAMessageUnderADisabledKey_saysSo() {
        String disabled = calls.newKey();
        byte[] message = calls.encrypt(disabled, CONTEXT, plaintext(10));
        calls.kms().disableKey(r -> r.keyId(disabled));
        refuses(message, null, Map.of(), "DisabledException", disabled);
        calls.kms().enableKey(r -> r.keyId(disabled));
        assertThat(calls.decrypt(message)).isEqualTo(plaintext(10));
    }

    @Test
    void decrypt_ofAMessageUnderAKeyThatIsNotHere_namesIt(@TempDir Path elsewhere) {
        try (EnvelopeCalls other = new EnvelopeCalls(elsewhere)) {
            String foreign = other.newKey();
            byte[] message = other.encrypt(foreign, CONTEXT, plaintext(10));
            refuses(message, null, Map.of(), "InvalidCiphertextException", foreign);
        }
    }

    @Test
    void decrypt_ofAMessageThatDoesNotCommit_isRefused() {
        byte[] message = message(kmsKeyring(calls.kms(), key), NOT_COMMITTING, FRAME, plaintext(10), CONTEXT);
        refuses(message, "InvalidCiphertextException", "commit");
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> calls.decryptWhole(message));
    }

    @Test
    void decrypt_ofAMessageWithoutFrames_isRefused() {
        byte[] message = message(kmsKeyring(calls.kms(), key), COMMITTING, 0, plaintext(10), CONTEXT);
        refuses(message, "InvalidCiphertextException", "no frames");
    }

    @Test
    void decrypt_ofFramesLargerThanAccepted_isRefused() {
        byte[] message = message(kmsKeyring(calls.kms(), key), COMMITTING, 65_552, plaintext(10), CONTEXT);
        refuses(message, "InvalidCiphertextException", "max-frame-size");
    }

    /** Nothing of that size may be allocated: the test's heap would not do. */
    @Test
    void decrypt_ofAHeaderThatClaimsHugeFrames_isRefused() {
        byte[] message = message(kmsKeyring(calls.kms(), key), COMMITTING, FRAME, plaintext(10), CONTEXT);
        int frameLength = calls.describe(message).length() - 16 - 32 - 4;
        assertThat(ByteBuffer.wrap(message).getInt(frameLength)).isEqualTo(FRAME);
        for (int claimed : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 65_537}) {
            ByteBuffer.wrap(message).putInt(frameLength, claimed);
            refuses(message, "InvalidCiphertextException", null);
        }
    }

    @Test
    void decrypt_ofMoreDataKeysThanAccepted_isRefusedBeforeKmsIsAsked() {
        byte[] message =
                message(kmsKeyring(calls.kms(), key, key, key, key), COMMITTING, FRAME, plaintext(10), CONTEXT);
        refuses(message, "InvalidCiphertextException", "max-encrypted-data-keys");
        byte[] fewer = message(kmsKeyring(calls.kms(), key, key, key), COMMITTING, FRAME, plaintext(10), CONTEXT);
        assertThat(calls.decrypt(fewer)).isEqualTo(plaintext(10));
    }

    @Test
    void decrypt_ofAMessageUnderNoKmsKey_isRefused() {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(10), CONTEXT);
        refuses(message, "InvalidCiphertextException", "no KMS key");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, HELD, 3 * HELD})
    void decrypt_withoutARecord_withholdsTheEnd(int size) {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(size));
        calls.trail.refuse(event -> event.eventName().equals("EnvelopeDecrypt"));
        Answer answer = new Answer();
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decrypt(input(null, Map.of(), message), answer))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
        assertThat(calls.trail.takeRefused()).hasSize(1);
        assertThat(answer.isBegun).isEqualTo(size > HELD);
        assertThat(answer.bytes().length).isEqualTo(Math.max(size - HELD, 0));
    }

    @Test
    void decrypt_refusalWithoutARecord_is503() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(10));
        calls.trail.refuse(event -> event.eventName().equals("EnvelopeDecrypt"));
        message[message.length - 1] ^= 1;
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decrypt(message))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
    }

    @Test
    void decrypt_record_isMadeBeforeTheEndIsGiven() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(3 * HELD));
        Answer answer = new Answer();
        int[] given = {-1};
        calls.trail.before(() -> given[0] = answer.bytes().length);
        calls.decrypt(input(null, Map.of(), message), answer);
        assertThat(given[0]).isEqualTo(2 * HELD);
        assertThat(answer.bytes()).hasSize(3 * HELD);
    }

    @Test
    void decrypt_thatBreaksOff_isRecordedAsTheFailureItIs() {
        byte[] message = calls.encrypt(key, CONTEXT, plaintext(3 * HELD));
        calls.records();
        message[message.length - 1] ^= 1;
        Answer answer = new Answer();
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decrypt(input(null, Map.of(), message), answer));
        assertThat(calls.records()).singleElement().satisfies(record -> {
            assertThat(record.at("/eventName").asString()).isEqualTo("EnvelopeDecrypt");
            assertThat(record.at("/errorCode").asString()).isEqualTo("InvalidCiphertextException");
            assertThat(record.at("/resources/0/ARN").asString()).isEqualTo(key);
            assertThat(record.at("/additionalEventData/bytesIn").asInt()).isEqualTo(message.length);
            assertThat(record.at("/additionalEventData/bytesOut").asInt()).isEqualTo(answer.bytes().length);
        });
    }

    @Test
    void describe_ofAnyMessage_tellsItsHeaderAndLeavesARecord() {
        byte[] message = message(aesKeyring("test"), NOT_COMMITTING, FRAME, plaintext(10), CONTEXT);
        MessageDescription description = MessageDescription.of(calls.describe(message));
        assertThat(description.algorithmSuite()).isEqualTo(NOT_COMMITTING.name());
        assertThat(description.committing()).isFalse();
        assertThat(description.encryptionContext()).isEqualTo(CONTEXT);
        assertThat(description.encryptedDataKeys())
                .containsExactly(new MessageDescription.EncryptedDataKey("test", null));
        assertThat(calls.records())
                .singleElement()
                .satisfies(
                        record -> assertThat(record.at("/eventName").asString()).isEqualTo("EnvelopeDescribe"));
    }

    /** What goes wrong after a key was used says nothing about how, and the answer is not begun. */
    private static void givesNothing(byte[] message, int announced) {
        Answer answer = new Answer();
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() ->
                        calls.decrypt(input(null, Map.of(), new ByteArrayInputStream(message), announced), answer))
                .satisfies(e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException");
                    assertThat(e.statusCode()).isEqualTo(400);
                });
        assertThat(answer.isBegun).isFalse();
    }

    private static void refuses(byte[] message, String code, @Nullable String says) {
        refuses(message, null, Map.of(), code, says);
    }

    private static void refuses(
            byte[] message, @Nullable String keyId, Map<String, String> context, String code, @Nullable String says) {
        Answer answer = new Answer();
        calls.records();
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> calls.decrypt(input(keyId, context, message), answer))
                .satisfies(e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                    if (says != null) {
                        assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                    }
                });
        assertThat(answer.isBegun).isFalse();
        JsonNode record = calls.records().getLast();
        assertThat(record.at("/errorCode").asString()).isEqualTo(code);
    }
}
