// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of {@link AnswerOrderIT} on traces as small as they can be. */
class AnswerOrderTest {

    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final String RECORD =
            "7 pwrite64(9</h/trail/1.jsonl>, \"{\\\"requestID\\\":\\\"" + ID + "\\\"}\", 50, 0";
    private static final String CHANGE =
            "6 pwrite64(5</h/sealkeep.db-wal>, \"\\0\\1{\\\"requestID\\\":\\\"" + ID + "\\\"}\", 50, 0) = 50";
    private static final String FORCE = "7 fdatasync(9</h/trail/1.jsonl>";
    private static final String ANSWER =
            "8 write(20<socket:[1]>, \"HTTP/1.1 200 \\r\\nx-amzn-RequestId: " + ID + "\\r\\n\", 60";

    @TempDir
    private Path directory;

    @Test
    void answer_afterTheForce_isInOrder() throws IOException {
        assertThat(read(RECORD + ") = 50", FORCE + ") = 0", ANSWER + ") = 60").problem(ID, false))
                .isNull();
    }

    @Test
    void answer_beforeTheForceEnds_isNoticed() throws IOException {
        assertThat(read(
                                RECORD + ") = 50",
                                FORCE + " <unfinished ...>",
                                ANSWER + ") = 60",
                                "7 <... fdatasync resumed>) = 0")
                        .problem(ID, false))
                .contains("forced by 4");
    }

    @Test
    void force_thatStartsBeforeTheWriteEnds_coversNothing() throws IOException {
        assertThat(read(
                                RECORD + " <unfinished ...>",
                                "6 fdatasync(9</h/trail/1.jsonl> <unfinished ...>",
                                "7 <... pwrite64 resumed>) = 50",
                                "6 <... fdatasync resumed>) = 0",
                                ANSWER + ") = 60")
                        .problem(ID, false))
                .contains("never forced");
    }

    @Test
    void force_ofAnotherFileOrFailedOrFeigned_coversNothing() throws IOException {
        for (String force : List.of(
                "7 fdatasync(9</h/trail/2.jsonl>) = 0",
                FORCE + ") = -1 EIO (Input/output error)",
                FORCE + ") = 0 (INJECTED)")) {
            assertThat(read(RECORD + ") = 50", force, ANSWER + ") = 60").problem(ID, false))
                    .contains("never forced");
        }
    }

    @Test
    void answer_withoutARecord_isNoticed() throws IOException {
        assertThat(read(FORCE + ") = 0", ANSWER + ") = 60").problem(ID, false)).contains("never written");
    }

    @Test
    void change_needsItsTransactionForcedToo() throws IOException {
        String force = "6 fdatasync(5</h/sealkeep.db-wal>) = 0";
        assertThat(read(CHANGE, force, RECORD + ") = 50", FORCE + ") = 0", ANSWER + ") = 60")
                        .problem(ID, true))
                .isNull();
        assertThat(read(CHANGE, RECORD + ") = 50", FORCE + ") = 0", ANSWER + ") = 60", force)
                        .problem(ID, true))
                .contains("its change")
                .contains("forced by 5");
    }

    @Test
    void write_thatIsNotPrintedWhole_isNotPassedOver() throws IOException {
        assertThat(read("7 pwrite64(9</h/trail/1.jsonl>, \"{\"..., 50000, 0) = 50000")
                        .notUnderstood())
                .isNotEmpty();
    }

    private AnswerOrder read(String... lines) throws IOException {
        Path trace = Files.write(directory.resolve("trace"), List.of(lines));
        AnswerOrder order = new AnswerOrder();
        SystemTrace.read(trace, order::add);
        return order;
    }
}
