package io.planshare.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.planshare.kit.testing.Tokens;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench charging}: durable, individually decided Nchf updates over HTTP with a token, on one pool and on
 * many; service, PostgreSQL, broker, relay and generator on this machine. What counts are the ratios of one run.
 */
public final class ChargingBench {

    private static final int CONNECTIONS = 256;
    private static final int SESSIONS = 1_024;
    /** The compilers are busy for about so long; a service runs for weeks. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private final PrintStream out;
    private final Duration lasting;

    private ChargingBench(PrintStream out, Duration lasting) {
        this.out = out;
        this.lasting = lasting;
    }

    public static void main(String[] args) {
        var seconds = args.length == 0 ? 15 : Integer.parseInt(args[0]);
        Bench.run(() -> new ChargingBench(System.out, Duration.ofSeconds(seconds)).run());
    }

    void run() throws Exception {
        var directory = Files.createTempDirectory("planshare-bench");
        try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                var statements = Statements.of(platform);
                var charging = ServiceProcess.charging(platform, Map.of())) {
            var hot = Pools.seed(charging.database(), 1, 1_000);
            measure("warm-up, one pool", charging, hot, "update", WARM_UP);
            measure("warm-up, no-op", charging, hot, "no-op", WARM_UP.dividedBy(3));
            var naive = NaiveRow.perSecond(charging.database(), lasting);
            naive.ifPresentOrElse(rate -> out.printf(Locale.ROOT, "%-34s %,8.0f/s%n", "naive hot row (pgbench)", rate),
                    () -> out.println("naive hot row: left out, no pgbench here"));
            var noOp = measure("no-op endpoint", charging, hot, "no-op", lasting);
            statements.reset();
            var one = measure("one pool, 1,000 members", charging, hot, "update", lasting);
            statements.print(out, one.nanos().length);
            out.printf("  events drained after %.1f s%n", charging.database().drained().toMillis() / 1e3);
            var half = paced("one pool at half of that", charging, hot, one.perSecond() / 2);
            var flushes = Flushes.of(directory);
            out.printf(Locale.ROOT,
                    "  a lone flush of 32 KiB here         p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms%n",
                    flushes.millis(0.5), flushes.millis(0.99), flushes.millis(0.999), flushes.millis(1));
            var many = measure("1,000 pools", charging, Pools.seed(charging.database(), 1_000, 1), "update", lasting);
            var ten = measure("one pool, 10 members", charging, Pools.seed(charging.database(), 1, 10), "update",
                    lasting);
            var huge = measure("one pool, 100,000 members", charging, Pools.seed(charging.database(), 1, 100_000),
                    "update", lasting);
            var moving = Pools.seed(charging.database(), 1, 100_000).moveLimits(charging.database());
            var moved = measure("the same, their limits moving", charging, moving, "update", lasting);
            out.printf("  limits of all moved %d times meanwhile%n", moving.adjustments(charging.database()));
            out.println();
            naive.ifPresent(rate -> ratio("one pool : naive hot row", one.perSecond() / rate, "5", "10"));
            ratio("one pool : no-op", one.perSecond() / noOp.perSecond(), "0.25", "0.5");
            ratio("p99 at half load, ms", half.millis(0.99), "≤ 20", "≤ 10");
            ratio("one pool : 1,000 pools", one.perSecond() / many.perSecond(), "0.9", "1.0");
            ratio("100,000 : 10 members", huge.perSecond() / ten.perSecond(), "0.95", "1.0");
            out.printf(Locale.ROOT, "%-34s %8.2f   no bar%n", "100,000 limits moving : standing",
                    moved.perSecond() / huge.perSecond());
        }
    }

    private Measured measure(String what, ServiceProcess charging, Pools pools, String suffix, Duration lasting)
            throws Exception {
        var sessions = sessions(charging, pools, suffix);
        var postmaster = ProcessorTime.postmaster(charging.database());
        var before = ProcessorTime.now(charging.process(), postmaster);
        var measured = Load.asFastAsAnswered(charging.url(), sessions, lasting);
        out.printf("%-34s %s; %s%n", what, measured,
                ProcessorTime.now(charging.process(), postmaster).since(before, measured.nanos().length));
        return measured;
    }

    private Measured paced(String what, ServiceProcess charging, Pools pools, double rate) throws Exception {
        var measured = Load.atRate(charging.url(), sessions(charging, pools, "update"), lasting, rate);
        out.printf("%-34s %s%n", what, measured);
        return measured;
    }

    private static List<ChargingCalls> sessions(ServiceProcess charging, Pools pools, String suffix)
            throws Exception {
        return pools.open(charging.url(), SESSIONS, CONNECTIONS, suffix, Tokens.bearer("nchf-convergedcharging"));
    }

    private void ratio(String what, double measured, String bar, String aim) {
        out.printf(Locale.ROOT, "%-34s %8.2f   bar %s, aim %s%n", what, measured, bar, aim);
    }
}
