package io.planshare.suite.replay;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** One line that fills up: redrawn on a terminal, written now and then into a file. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final long REDRAW_MILLIS = 200;
    private static final long WRITE_MILLIS = 5_000;

    private final String what;
    private final long total;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong drawn = new AtomicLong(System.nanoTime());

    Progress(String what, long total) {
        this.what = what;
        this.total = Math.max(1, total);
        var console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    void step() {
        done.incrementAndGet();
        var last = drawn.get();
        var wait = Duration.ofMillis(terminal ? REDRAW_MILLIS : WRITE_MILLIS).toNanos();
        if (System.nanoTime() - last > wait && drawn.compareAndSet(last, System.nanoTime())) draw();
    }

    double perSecond() {
        return done.get() / seconds();
    }

    double seconds() {
        return Math.max(1e-9, (System.nanoTime() - began) / 1e9);
    }

    @Override
    public void close() {
        draw();
        if (terminal) System.out.println();
    }

    private void draw() {
        int filled = (int) (WIDTH * Math.min(total, done.get()) / total);
        var line = String.format(Locale.ROOT, "  %-28s %s%s %,9d of %,d  %,7.0f/s", what, "█".repeat(filled),
                "░".repeat(WIDTH - filled), done.get(), total, perSecond());
        if (terminal) {
            System.out.print("\r" + line);
            System.out.flush();
        } else {
            System.out.println(line);
        }
    }
}
