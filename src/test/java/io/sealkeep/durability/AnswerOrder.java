// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a trace of the whole service in which order things reached the disk and the network: for every answer, whether its
 * record, and for a change its transaction, had been forced before the answer was given to the kernel.
 *
 * <p>Covered is an answer if the write that holds the record with its request id ended before a force of the same file started, and
 * that force ended before the answer's write started. One thread; takes calls in the order in which they ended.
 */
final class AnswerOrder {

    /** What a trace must hold. */
    static final List<String> CALLS =
            List.of("write", "writev", "pwrite64", "pwritev", "sendto", "sendmsg", "sendfile", "fsync", "fdatasync");

    /** Enough for the largest group of records that so few callers make. */
    static final int BYTES = 256 * 1024;

    private static final Pattern RECORDED = Pattern.compile("\\\\\"requestID\\\\\":\\\\\"([0-9a-f-]{36})\\\\\"");
    private static final Pattern ANSWERED =
            Pattern.compile("x-amzn-RequestId: ?([0-9a-f-]{36})", Pattern.CASE_INSENSITIVE);

    /** A write of something that is waited for, and the end of the first force that covers it. */
    private static final class Written {
        final String file;
        final long ended;
        long forced = Long.MAX_VALUE;

        Written(String file, long ended) {
            this.file = file;
            this.ended = ended;
        }
    }

    private final Map<String, Written> records = new HashMap<>();
    private final Map<String, Written> changes = new HashMap<>();
    private final Map<String, List<Written>> unforced = new HashMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private final List<String> notUnderstood = new ArrayList<>();

    void add(SystemCall call) {
        switch (call.name()) {
            case "fsync", "fdatasync" -> forced(call);
            case "write", "pwrite64", "sendto" -> written(call);
            default -> {
                if (call.arguments().contains("x-amzn-RequestId")
                        || call.arguments().contains("requestID")) {
                    notUnderstood.add(call.name());
                }
            }
        }
    }

    private void forced(SystemCall call) {
        String file = SystemCall.file(call.arguments());
        List<Written> waiting = unforced.get(file);
        if (waiting == null || !call.succeeded()) {
            return;
        }
        waiting.removeIf(written -> {
            boolean covered = written.ended < call.started();
            if (covered) {
                written.forced = Math.min(written.forced, call.ended());
            }
            return covered;
        });
    }

    private void written(SystemCall call) {
        String arguments = call.arguments();
        String file = SystemCall.file(arguments.substring(0, arguments.indexOf(',')));
        if (file.endsWith(".jsonl")) {
            collect(call, file, records);
        } else if (file.endsWith("sealkeep.db-wal")) {
            collect(call, file, changes);
        } else if (file.startsWith("socket:") || file.startsWith("TCP")) {
            Matcher answer = ANSWERED.matcher(arguments);
            while (answer.find()) {
                answers.merge(answer.group(1), call.started(), Math::min);
            }
        }
    }

    /** Of a record that is written again, as a page of the log is, the first time counts. */
    private void collect(SystemCall call, String file, Map<String, Written> into) {
        if (call.arguments().contains("\"...")) {
            notUnderstood.add("a write of which strace printed only a part");
        }
        Matcher record = RECORDED.matcher(call.arguments());
        while (record.find()) {
            Written written = new Written(file, call.ended());
            if (into.putIfAbsent(record.group(1), written) == null) {
                unforced.computeIfAbsent(file, name -> new ArrayList<>()).add(written);
            }
        }
    }

    /** Returns the request ids of all answers. */
    Iterable<String> answers() {
        return answers.keySet();
    }

    int count() {
        return answers.size();
    }

    /**
     * Returns what is wrong with the answer to a request, or null if it left after everything that it needs was forced.
     *
     * @param change whether the request changed something
     */
    @Nullable
    String problem(String requestId, boolean change) {
        Long answered = answers.get(requestId);
        if (answered == null) {
            return requestId + " has no answer in the trace";
        }
        String problem = problem("record", records.get(requestId), answered);
        if (problem == null && change) {
            problem = problem("change", changes.get(requestId), answered);
        }
        return problem == null ? null : requestId + ": " + problem;
    }

    private static @Nullable String problem(String what, @Nullable Written written, long answered) {
        if (written == null) {
            return "its " + what + " was never written";
        }
        if (written.forced < answered) {
            return null;
        }
        return "answered at " + answered + ", its " + what + " was written by " + written.ended + " to " + written.file
                + (written.forced == Long.MAX_VALUE ? " and never forced" : " and forced by " + written.forced);
    }

    /** Returns calls that this does not know how to judge; there must be none. */
    List<String> notUnderstood() {
        return notUnderstood;
    }
}
