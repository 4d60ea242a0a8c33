package io.planshare.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the person at the keyboard sees: short lines, with colour where a terminal shows it. */
final class Console {
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String BOLD = "1";
    private static final String DIM = "2";

    private final PrintStream out;
    private final boolean colour;

    Console(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Colour unless the output goes to a file or {@code NO_COLOR} is set. */
    static Console standard() {
        var terminal = System.console();
        return new Console(System.out,
                terminal != null && terminal.isTerminal() && System.getenv("NO_COLOR") == null);
    }

    synchronized void line(String text) {
        out.println(text);
    }

    void bold(String text) {
        line(painted(BOLD, text));
    }

    void dim(String text) {
        line(painted(DIM, text));
    }

    /** A step that is done, and how long it took. */
    void done(String what, Duration took) {
        line("  " + painted(GREEN, "✓") + " " + padded(what, 26) + painted(DIM, seconds(took)));
    }

    void failed(String what) {
        line("  " + painted(RED, "✗") + " " + what);
    }

    /** Columns as wide as their widest cell. */
    void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            var text = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                text.append(' ').append(padded(row.get(column), widths[column])).append(' ');
            }
            line(text.toString().stripTrailing());
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private String painted(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
