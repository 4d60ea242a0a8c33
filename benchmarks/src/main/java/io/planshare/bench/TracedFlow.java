package io.planshare.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * One data flow of a recorded trace: a line of {@code device,ts,dur_s,lac,ci,tac,rat,up_bytes,down_bytes,…}.
 *
 * @param octets up and down together
 */
record TracedFlow(int device, Instant at, long octets) {

    private static final int UP = 7;
    private static final int DOWN = 8;

    /** All flows of a packed file, in time order. */
    static List<TracedFlow> read(Path file) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)),
                StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(TracedFlow::parse).sorted(Comparator.comparing(TracedFlow::at)).toList();
        }
    }

    static TracedFlow parse(String line) {
        var fields = line.split(",", DOWN + 2);
        return new TracedFlow(Integer.parseInt(fields[0]), LocalDateTime.parse(fields[1]).toInstant(ZoneOffset.UTC),
                octets(fields[UP]) + octets(fields[DOWN]));
    }

    private static long octets(String field) {
        return field.isEmpty() ? 0 : Long.parseLong(field);
    }
}
