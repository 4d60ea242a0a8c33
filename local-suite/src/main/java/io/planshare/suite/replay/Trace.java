package io.planshare.suite.replay;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * A file of data records, in time order, and the lines of it that are none.
 *
 * @param hash of the file as it lies there: its name for us
 */
record Trace(String hash, List<TraceRecord> records, List<BrokenLine> broken) {

    record BrokenLine(long line, String reason) {}

    static Trace read(Path file) throws IOException {
        var content = Files.readAllBytes(file);
        var records = new ArrayList<TraceRecord>();
        var broken = new ArrayList<BrokenLine>();
        try (var lines = new BufferedReader(new InputStreamReader(unpacked(content), StandardCharsets.UTF_8))) {
            long line = 0;
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (line == 1 && text.equals(TraceRecord.HEADING)) continue;
                try {
                    records.add(TraceRecord.parse(line, text));
                } catch (IllegalArgumentException | ArithmeticException wrong) {
                    broken.add(new BrokenLine(line, String.valueOf(wrong.getMessage())));
                }
            }
        } catch (IOException truncated) {
            broken.add(new BrokenLine(records.size() + broken.size() + 2L,
                    "the file ends in the middle: " + truncated.getMessage()));
        }
        records.sort(Comparator.comparing(TraceRecord::at).thenComparing(TraceRecord::line));
        return new Trace(hash(content), List.copyOf(records), List.copyOf(broken));
    }

    /** The devices in the order in which they appear. */
    List<String> devices() {
        return records.stream().sorted(Comparator.comparingLong(TraceRecord::line)).map(TraceRecord::device).distinct()
                .toList();
    }

    long octets() {
        return records.stream().mapToLong(TraceRecord::octets).sum();
    }

    /** Whole weeks, so that weekdays stay what they were and the file ends in the week before now. */
    Duration shiftTo(Instant now) {
        var weeks = Duration.between(records.getLast().at(), now).toDays() / 7;
        return Duration.ofDays(7 * Math.max(0, weeks));
    }

    /** An id of ours for something of this file: the same each time it is played. */
    UUID id(String what) {
        return UUID.nameUUIDFromBytes((hash + ":" + what).getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream unpacked(byte[] content) throws IOException {
        var raw = new ByteArrayInputStream(content);
        var packed = content.length > 1 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
        return packed ? new GZIPInputStream(raw) : raw;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
