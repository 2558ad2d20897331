// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.TestMessages.COMMITTING;
import static io.sealkeep.envelope.TestMessages.NOT_COMMITTING;
import static io.sealkeep.envelope.TestMessages.SIGNED;
import static io.sealkeep.envelope.TestMessages.aesKeyring;
import static io.sealkeep.envelope.TestMessages.message;
import static io.sealkeep.envelope.TestMessages.plaintext;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

class MessageHeaderTest {

    private static final int FRAME = 512;

    @Test
    void read_ofAMessageOfEachSuite_tellsWhatItHolds() throws IOException {
        for (CryptoAlgorithm suite : new CryptoAlgorithm[] {COMMITTING, SIGNED, NOT_COMMITTING}) {
            byte[] message = message(aesKeyring("test"), suite, FRAME, plaintext(3000), Map.of("tenant", "größe"));
            MessageHeader header = MessageHeader.read(new ByteArrayInputStream(message));
            assertThat(header.suite()).isEqualTo(suite);
            assertThat(header.isSigned()).isEqualTo(suite == SIGNED);
            assertThat(header.isFramed()).isTrue();
            assertThat(header.frameSize()).isEqualTo(FRAME);
            assertThat(header.encryptionContext()).containsEntry("tenant", "größe");
            assertThat(header.encryptedDataKeys()).hasSize(1);
            assertThat(header.keyArns()).isEmpty();
        }
    }

    @Test
    void followedBy_theRest_isTheWholeMessage() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(9000), Map.of());
        InputStream stream = new ByteArrayInputStream(message);
        MessageHeader header = MessageHeader.read(stream);
        assertThat(stream.available()).isPositive();
        assertThat(header.followedBy(stream).readAllBytes()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 5 * FRAME + 7})
    void lengths_areThoseOfTheEncryptionSdk(int size) throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(size), Map.of("a", "b"));
        MessageHeader header = MessageHeader.read(new ByteArrayInputStream(message));
        assertThat(header.plaintextLength(message.length)).hasValue(size);
        assertThat(header.messageLength(size)).isEqualTo(message.length);
    }

    @Test
    void plaintextLength_ofAnImpossibleSize_isEmpty() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(FRAME), Map.of());
        MessageHeader header = MessageHeader.read(new ByteArrayInputStream(message));
        assertThat(header.plaintextLength(header.length())).isEmpty();
        assertThat(header.plaintextLength(header.length() + 39L)).isEmpty();
        long lastFrameFull = header.length() + 40L + FRAME;
        assertThat(header.plaintextLength(lastFrameFull)).hasValue(FRAME);
        assertThat(header.plaintextLength(lastFrameFull + 1)).isEmpty();
        assertThat(header.plaintextLength(lastFrameFull + 31)).isEmpty();
        assertThat(header.plaintextLength(lastFrameFull + 32)).hasValue(FRAME);
        assertThat(header.plaintextLength(0)).isEmpty();
    }

    @Test
    void read_ofACutHeader_failsWhereverTheCutIs() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(5), Map.of("a", "b"));
        int length = MessageHeader.read(new ByteArrayInputStream(message)).length();
        for (int cut = 0; cut < length; cut++) {
            refuses(Arrays.copyOf(message, cut));
        }
        assertThat(MessageHeader.read(new ByteArrayInputStream(message, 0, length))
                        .length())
                .isEqualTo(length);
    }

    @Test
    void read_ofAContextAsLargeAsTheFormatAllows_isNoTrouble() throws IOException {
        Map<String, String> context = Map.of("a", "x".repeat(16_000), "b", "y".repeat(16_000));
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(5), context);
        assertThat(MessageHeader.read(new ByteArrayInputStream(message)).encryptionContext())
                .isEqualTo(context);
    }

    /** 65,535 data keys of 65,535 bytes thrice, in a stream that never ends. */
    @Test
    void read_ofAnEndlessHeader_stopsEarly() {
        byte[] start = HexFormat.of().parseHex("020478" + "00".repeat(32) + "0000" + "ffff");
        CountedBody endless = new CountedBody(
                new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
                    @Override
                    public int read() {
                        return 0xFF;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        Arrays.fill(buffer, offset, offset + length, (byte) 0xFF);
                        return length;
                    }
                }),
                -1);
        assertThatExceptionOfType(InvalidCiphertextException.class).isThrownBy(() -> MessageHeader.read(endless));
        assertThat(endless.count()).isLessThanOrEqualTo(128 * 1024);
    }

    @Test
    void read_ofAnyBytes_givesAHeaderOrRefuses() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(5), Map.of("a", "b", "c", "d"));
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = message.clone();
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                MessageHeader.read(new ByteArrayInputStream(bytes));
            } catch (InvalidCiphertextException e) {
                assertThat(e.awsErrorDetails().errorMessage()).isNotEmpty();
            }
        }
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = (byte) random.nextInt(1, 3);
                bytes[1] = 0x04;
                bytes[2] = 0x78;
            }
            refuses(bytes);
        }
    }

    private static void refuses(byte[] bytes) {
        assertThatExceptionOfType(InvalidCiphertextException.class)
                .as("%d bytes", bytes.length)
                .isThrownBy(() -> MessageHeader.read(new ByteArrayInputStream(bytes)));
    }
}
