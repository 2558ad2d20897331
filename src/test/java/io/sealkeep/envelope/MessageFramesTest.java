// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.TestMessages.COMMITTING;
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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

class MessageFramesTest {

    private static final int FRAME = 512;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 5 * FRAME + 7})
    void read_ofAWholeMessage_passesItOn(int size) throws IOException {
        for (CryptoAlgorithm suite : new CryptoAlgorithm[] {COMMITTING, SIGNED}) {
            byte[] message = message(aesKeyring("test"), suite, FRAME, plaintext(size), Map.of("a", "b"));
            for (int step : new int[] {1, 3, FRAME, 4096}) {
                assertThat(frames(message, step).readAllBytes()).isEqualTo(message);
            }
        }
    }

    /** As implementations in other languages end a message whose plaintext fills its frames. */
    @Test
    void read_ofALastFrameThatIsFull_passesItOn() throws IOException {
        byte[] empty = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(0), Map.of());
        byte[] full = Arrays.copyOf(empty, empty.length + FRAME);
        ByteBuffer.wrap(full).putInt(empty.length - 16 - 4, FRAME);
        assertThat(frames(full, 100).readAllBytes()).isEqualTo(full);
    }

    @Test
    void read_ofACutMessage_failsWhereverTheCutIs() throws IOException {
        for (CryptoAlgorithm suite : new CryptoAlgorithm[] {COMMITTING, SIGNED}) {
            byte[] message = message(aesKeyring("test"), suite, FRAME, plaintext(2 * FRAME + 5), Map.of());
            int header = MessageHeader.read(new ByteArrayInputStream(message)).length();
            for (int length = header; length < message.length; length++) {
                InputStream cut = frames(Arrays.copyOf(message, length), 100);
                assertThatExceptionOfType(InvalidCiphertextException.class)
                        .as("%s cut at %d of %d", suite, length, message.length)
                        .isThrownBy(cut::readAllBytes);
            }
        }
    }

    @Test
    void read_withBytesAfterTheEnd_fails() throws IOException {
        for (CryptoAlgorithm suite : new CryptoAlgorithm[] {COMMITTING, SIGNED}) {
            byte[] message = message(aesKeyring("test"), suite, FRAME, plaintext(FRAME), Map.of());
            for (int more : new int[] {1, 32, 40, 5000}) {
                for (int step : new int[] {1, message.length, 100_000}) {
                    InputStream longer = frames(Arrays.copyOf(message, message.length + more), step);
                    assertThatExceptionOfType(InvalidCiphertextException.class).isThrownBy(longer::readAllBytes);
                }
            }
        }
    }

    @Test
    void read_withALastFrameLargerThanAFrame_fails() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(7), Map.of());
        int length = message.length - 16 - 7 - 4;
        ByteBuffer.wrap(message).putInt(length, FRAME + 1);
        assertThatExceptionOfType(InvalidCiphertextException.class).isThrownBy(frames(message, 4096)::readAllBytes);
        ByteBuffer.wrap(message).putInt(length, -1);
        assertThatExceptionOfType(InvalidCiphertextException.class).isThrownBy(frames(message, 4096)::readAllBytes);
    }

    /** The number is not what is authenticated: the reader's own count is. */
    @Test
    void read_withAnotherSequenceNumber_fails() throws IOException {
        byte[] message = message(aesKeyring("test"), COMMITTING, FRAME, plaintext(FRAME + 3), Map.of());
        int first = MessageHeader.read(new ByteArrayInputStream(message)).length();
        int last = first + FRAME + 32 + 4;
        for (int at : new int[] {first, last}) {
            byte[] edited = message.clone();
            ByteBuffer.wrap(edited).putInt(at, ByteBuffer.wrap(message).getInt(at) + 1);
            assertThatExceptionOfType(InvalidCiphertextException.class).isThrownBy(frames(edited, 4096)::readAllBytes);
        }
    }

    /** Returns the frames of a message that comes in pieces of {@code step} bytes. */
    private static MessageFrames frames(byte[] message, int step) throws IOException {
        MessageHeader header = MessageHeader.read(new ByteArrayInputStream(message));
        return new MessageFrames(header, new ByteArrayInputStream(message) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, step));
            }
        });
    }
}
