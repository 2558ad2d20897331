// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a trail's files by itself and checks the chain by itself, so that a fault in the trail's own reader cannot hide one in its
 * writer. One thread.
 */
public final class TrailRecords {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HASH = ",\"hash\":\"";

    private final MessageDigest sha256;
    private final List<JsonNode> records = new ArrayList<>();
    private String head = "0".repeat(64);
    private long committed;
    private long seq;

    private TrailRecords() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns all records in their order.
     *
     * @throws IllegalStateException if anything in the files is not a whole, committed, unbroken trail
     */
    public static List<JsonNode> read(Path trail) throws IOException {
        TrailRecords reading = new TrailRecords();
        List<Path> segments;
        try (Stream<Path> files = Files.list(trail)) {
            segments = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            reading.readSegment(segment);
        }
        return reading.records;
    }

    private void readSegment(Path segment) throws IOException {
        String name = segment.getFileName().toString();
        require(Long.parseLong(name.substring(0, name.indexOf('.'))) == seq + 1, segment, "is misnamed");
        byte[] bytes = Files.readAllBytes(segment);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                readLine(segment, new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        require(start == bytes.length, segment, "ends in half a line");
        require(committed == seq, segment, "ends without a commit");
    }

    private void readLine(Path segment, String line) {
        int hashAt = line.lastIndexOf(HASH);
        require(hashAt > 0, segment, "holds a line without a hash");
        JsonNode parsed = JSON.readTree(line);
        String hash =
                HexFormat.of().formatHex(sha256.digest(line.substring(0, hashAt).getBytes(StandardCharsets.UTF_8)));
        require(parsed.path("hash").asString("").equals(hash), segment, "holds a changed line");
        require(parsed.path("prev").asString("").equals(head), segment, "holds a line out of order");
        head = hash;
        if (parsed.has("commit")) {
            require(parsed.path("commit").path("from").asLong(0) == committed + 1, segment, "commits a gap");
            require(parsed.path("commit").path("to").asLong(0) == seq, segment, "commits what is not there");
            committed = seq;
        } else {
            require(parsed.path("seq").asLong(0) == ++seq, segment, "skips a number");
            if (parsed.has("rec")) {
                records.add(parsed.path("rec"));
            }
        }
    }

    private static void require(boolean true_, Path segment, String what) {
        if (!true_) {
            throw new IllegalStateException(segment + " " + what);
        }
    }
}
