package io.planshare.charging.offline;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a body, one after another and never all at once. Blank ones are none; one that is too long is cut, and
 * says so.
 */
final class RecordLines {

    static final int LINE_OCTETS_MAX = 16 * 1024;

    /** @param cut its end was dropped */
    record Line(byte[] octets, boolean cut) {}

    private final InputStream body;
    private final byte[] buffer = new byte[64 * 1024];
    private byte[] line = new byte[1024];
    private int position;
    private int end;

    RecordLines(InputStream body) {
        this.body = body;
    }

    /** Empty at the end of the body. */
    Optional<Line> next() throws IOException {
        while (true) {
            var line = read();
            if (line.isEmpty() || !isBlank(line.get().octets())) return line;
        }
    }

    private Optional<Line> read() throws IOException {
        int length = 0;
        var cut = false;
        while (position < end || fill()) {
            int stop = position;
            while (stop < end && buffer[stop] != '\n')
                stop++;
            int taken = Math.min(stop - position, LINE_OCTETS_MAX - length);
            cut |= taken < stop - position;
            if (length + taken > line.length) line = Arrays.copyOf(line, Math.max(length + taken, line.length * 2));
            System.arraycopy(buffer, position, line, length, taken);
            length += taken;
            var whole = stop < end;
            position = whole ? stop + 1 : stop;
            if (whole) return Optional.of(new Line(Arrays.copyOf(line, length), cut));
        }
        return length == 0 && !cut ? Optional.empty() : Optional.of(new Line(Arrays.copyOf(line, length), cut));
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, body.read(buffer));
        return end > 0;
    }

    private static boolean isBlank(byte[] octets) {
        for (byte octet : octets) {
            if (octet != ' ' && octet != '\t' && octet != '\r') return false;
        }
        return true;
    }
}
