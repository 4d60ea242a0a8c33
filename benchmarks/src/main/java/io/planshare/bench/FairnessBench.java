package io.planshare.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.planshare.bench.TracedPool.Fared;
import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.model.Interval;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * How fairly one pool is shared and what is stranded in it, on recorded traffic: limits that move beside static equal ones
 * and none, each on the same flows, decided by the ledger's own rules without a database (spec S7 (5)).
 *
 * <p>The trace becomes pools so: whoever was seen on at least five days (others only passed by), in the order of the
 * trace's own numbers, is cut into families of 5 and fleets of 20; the rest is left out. A pool holds 60 % of what its
 * members wanted, for the time of the trace. As the trace is a sample of few minutes a day, each of its octets stands for
 * 1,024: families then want gigaoctets a month, for which the policies' defaults are made. Quotas are of 10 MiB.
 */
public final class FairnessBench {

    static final int DAYS_MIN = 5;
    private static final long SCALE = 1024;
    private static final double HELD = 0.60;
    private static final int SECONDS_OF_DAY = 86_400;

    /** A way to limit members. */
    enum Way {
        STRICT, OVERSUBSCRIBED, STATIC, NONE;

        LimitPolicy policy() {
            return switch (this) {
                case STRICT -> LimitPolicy.of(LimitMode.STRICT, UnitType.OCTET);
                case OVERSUBSCRIBED -> new LimitPolicy(LimitMode.OVERSUBSCRIBED, 150, LimitPolicy.OPTIONAL,
                        LimitPolicy.of(LimitMode.STRICT, UnitType.OCTET).minInterval(), 2, Units.of(1 << 20));
                case STATIC, NONE -> LimitPolicy.of(LimitMode.OPEN, UnitType.OCTET);
            };
        }

        @Nullable
        Long limit(long total, int members) {
            return this == STATIC ? total / members : null;
        }
    }

    /** How all pools of one size fared with one way to limit. */
    record Line(String city, int size, Way way, List<Fared> atExhaustion, List<Fared> atEnd, long exhausted) {

        double median(List<Fared> pools, ToDoubleFunction<Fared> what) {
            var sorted = pools.stream().mapToDouble(what).sorted().toArray();
            return sorted[sorted.length / 2];
        }

        double worstJain() {
            return atExhaustion.stream().mapToDouble(Fared::jain).min().orElseThrow();
        }

        double worstStranded() {
            return atEnd.stream().mapToDouble(Fared::stranded).max().orElseThrow();
        }

        /** Of all units of all pools. */
        double stranded() {
            return atEnd.stream().mapToDouble(pool -> pool.stranded() * pool.total()).sum()
                    / atEnd.stream().mapToDouble(Fared::total).sum();
        }

        void print(PrintStream out) {
            out.printf(Locale.ROOT,
                    "%-8s %2d pools of %2d, %-14s %2d exhausted; Jain then: median %.3f, worst %.3f; at the end: %.3f; "
                            + "stranded: %.2f %%, worst %.2f %%%n",
                    city, atEnd.size(), size, way, exhausted, median(atExhaustion, Fared::jain), worstJain(),
                    median(atEnd, Fared::jain), 100 * stranded(), 100 * worstStranded());
        }
    }

    private FairnessBench() {}

    public static void main(String[] args) {
        Bench.run(() -> {
            var directory = Path.of(args.length == 0 ? "../shared/theft-data/bupt-xdr" : args[0]);
            if (!Files.isDirectory(directory)) {
                System.out.println("Skipped: there is no trace in " + directory);
                return;
            }
            run(directory, System.out);
        });
    }

    static List<Line> run(Path directory, PrintStream out) throws IOException {
        var lines = new ArrayList<Line>();
        try (var files = Files.list(directory)) {
            for (var file : files.filter(f -> f.toString().endsWith(".csv.gz")).sorted().toList()) {
                var flows = TracedFlow.read(file);
                var city = file.getFileName().toString().replace(".csv.gz", "");
                for (int size : List.of(5, 20))
                    for (var way : Way.values()) {
                        lines.add(play(city, flows, size, way));
                        lines.getLast().print(out);
                    }
            }
        }
        return lines;
    }

    static Line play(String city, List<TracedFlow> flows, int size, Way way) {
        var atExhaustion = new ArrayList<Fared>();
        var atEnd = new ArrayList<Fared>();
        long exhausted = 0;
        for (var devices : pools(flows, size)) {
            var pool = play(flows.stream().filter(flow -> devices.contains(flow.device())).toList(), devices, way);
            atExhaustion.add(pool.faredAtExhaustion());
            atEnd.add(pool.fared());
            if (pool.isExhausted()) exhausted++;
        }
        return new Line(city, size, way, atExhaustion, atEnd, exhausted);
    }

    private static TracedPool play(List<TracedFlow> flows, Set<Integer> devices, Way way) {
        long wanted = flows.stream().mapToLong(flow -> flow.octets() * SCALE).sum();
        long total = (long) (wanted * HELD);
        var validity = new Interval(flows.getFirst().at(), flows.getLast().at().plusSeconds(1));
        var pool = new TracedPool(way.policy(), total, validity, List.copyOf(devices),
                way.limit(total, devices.size()));
        flows.forEach(flow -> pool.flow(flow.device(), flow.octets() * SCALE, flow.at()));
        pool.end(flows.getLast().at().plusSeconds(1));
        return pool;
    }

    private static List<Set<Integer>> pools(List<TracedFlow> flows, int size) {
        var seen = flows.stream().collect(Collectors.groupingBy(TracedFlow::device,
                Collectors.mapping(flow -> day(flow.at()), Collectors.toSet())));
        var regular = seen.entrySet().stream().filter(e -> e.getValue().size() >= DAYS_MIN)
                .map(Map.Entry::getKey).sorted(Comparator.naturalOrder()).toList();
        var pools = new ArrayList<Set<Integer>>();
        for (int i = 0; i + size <= regular.size(); i += size)
            pools.add(new TreeSet<>(regular.subList(i, i + size)));
        return pools;
    }

    private static long day(Instant at) {
        return at.getEpochSecond() / SECONDS_OF_DAY;
    }
}
