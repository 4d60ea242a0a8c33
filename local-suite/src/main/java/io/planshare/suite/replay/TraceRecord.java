package io.planshare.suite.replay;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * One data record of the operator's file.
 *
 * @param line in the file, the heading being line 1: with the file it is the record's identity, for files hold equal lines
 * @param tac first digits of the equipment's identity, empty when the operator did not tell
 * @param octets up and down together
 */
record TraceRecord(long line, String device, Instant at, String tac, long octets, int port, String host) {

    static final String HEADING = "device,ts,dur_s,lac,ci,tac,rat,up_bytes,down_bytes,dport,dst24,host,app";

    private static final int COLUMNS = 13;

    /** @throws IllegalArgumentException says what is wrong with the line */
    static TraceRecord parse(long line, String text) {
        var columns = text.split(",", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("has " + columns.length + " columns, not " + COLUMNS);
        }
        if (columns[0].isBlank()) throw new IllegalArgumentException("names no device");
        var port = number("dport", columns[9]);
        if (port > 65_535) throw new IllegalArgumentException("dport is no port");
        var octets = Math.addExact(number("up_bytes", columns[7]), number("down_bytes", columns[8]));
        return new TraceRecord(line, columns[0], time(columns[1]), columns[5], octets, (int) port, columns[11]);
    }

    private static Instant time(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("ts is no time");
        }
    }

    private static long number(String column, String text) {
        try {
            var number = Long.parseLong(text);
            if (number >= 0) return number;
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(column + " is no number from 0 to 2^63-1");
    }
}
