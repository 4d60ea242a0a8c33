package io.planshare.suite.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTest {

    private static final String GOOD = "7,2026-01-02T10:00:00,5,1,2,350001,1,100,23,443,198.51.100,qq.com,";

    @TempDir
    private Path directory;

    private Trace trace(String... lines) throws IOException {
        var file = directory.resolve("trace.csv");
        Files.writeString(file, TraceRecord.HEADING + "\n" + String.join("\n", lines) + "\n");
        return Trace.read(file);
    }

    @Test
    void each_broken_line_is_named_with_its_number_and_the_rest_is_read() throws IOException {
        var trace = trace(GOOD, "rubbish", GOOD.replace("100,23", "-1,23"),
                GOOD.replace("2026-01-02T10", "2026-13-02T10"),
                GOOD.replace(",443,", ",70000,"), GOOD.replaceFirst("7,", ","),
                GOOD.replace("100,23", "9223372036854775807,1"),
                GOOD);
        assertThat(trace.records()).extracting(TraceRecord::line).containsExactly(2L, 9L);
        assertThat(trace.broken()).extracting(Trace.BrokenLine::line).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(trace.octets()).isEqualTo(246);
    }

    @Test
    void a_file_that_ends_in_the_middle_is_told_and_what_came_before_is_read() throws IOException {
        var whole = directory.resolve("whole.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write((TraceRecord.HEADING + "\n" + (GOOD + "\n").repeat(2_000))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        var bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 12));
        assertThat(Trace.read(whole).broken()).singleElement()
                .satisfies(broken -> assertThat(broken.reason()).contains("middle"));
    }

    @Test
    void records_come_in_time_order_and_equal_lines_stay_two() throws IOException {
        var trace = trace(GOOD, GOOD.replace("10:00:00", "09:00:00"), GOOD);
        assertThat(trace.records()).extracting(TraceRecord::line).containsExactly(3L, 2L, 4L);
    }

    @Test
    void times_move_by_whole_weeks_and_end_in_the_week_before_now() throws IOException {
        var trace = trace(GOOD);
        var now = Instant.parse("2026-11-23T09:59:59Z");
        var shift = trace.shiftTo(now);
        assertThat(shift.toDays() % 7).isZero();
        assertThat(trace.records().getLast().at().plus(shift)).isBetween(now.minus(Duration.ofDays(7)), now);
    }

    @Test
    void ids_follow_from_the_file_alone() throws IOException {
        assertThat(trace(GOOD).id("x")).isEqualTo(trace(GOOD).id("x")).isNotEqualTo(trace(GOOD, GOOD).id("x"));
    }
}
