package io.planshare.charging.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A month of an operator's data records, its devices put into pools of twenty by their number, each pool with six tenths of what
 * its devices used: what is stranded and how fair it is, with limits that move and with equal ones that do not.
 */
class RealTraceTest {

    private static final Path TRACE = Path.of("../../shared/theft-data/bupt-xdr/shanghai.csv.gz").toAbsolutePath()
            .normalize();
    private static final double SCARCITY = 0.6;

    private record Use(int device, Instant at, long octets) {}

    /** What became of one pool: the part of its units that nobody got though somebody asked, and Jain's index. */
    private record Result(double stranded, double jain) {}

    /** Fractions of one percent in large pools; in small ones a single device may take all before others even begin. */
    @ParameterizedTest
    @ValueSource(ints = {20, 200})
    void G5_on_a_real_trace_moving_limits_strand_a_tenth_of_what_equal_ones_do(int size) throws IOException {
        assumeTrue(Files.exists(TRACE), "the trace is not here");
        var pools = pools(size);
        var results = new HashMap<LimitMode, List<Result>>();
        for (var mode : LimitMode.values()) {
            results.put(mode, pools.stream().map(uses -> play(mode, uses, size)).toList());
            System.out.printf("%d pools of %d devices, %s: stranded %.2f %% (worst %.2f %%), Jain %.3f (worst %.3f)%n",
                    pools.size(), size, mode == LimitMode.OPEN ? "equal limits that stand still" : mode,
                    100 * mean(results, mode, Result::stranded), 100 * worst(results, mode, Result::stranded, true),
                    mean(results, mode, Result::jain), worst(results, mode, Result::jain, false));
        }
        assertThat(mean(results, LimitMode.STRICT, Result::stranded))
                .isLessThanOrEqualTo(mean(results, LimitMode.OPEN, Result::stranded) / 10);
    }

    private static double mean(Map<LimitMode, List<Result>> results, LimitMode mode,
            java.util.function.ToDoubleFunction<Result> figure) {
        return results.getOrDefault(mode, List.of()).stream().mapToDouble(figure).average().orElseThrow();
    }

    private static double worst(Map<LimitMode, List<Result>> results, LimitMode mode,
            java.util.function.ToDoubleFunction<Result> figure, boolean highest) {
        var all = results.getOrDefault(mode, List.of()).stream().mapToDouble(figure).summaryStatistics();
        return highest ? all.getMax() : all.getMin();
    }

    private static List<List<Use>> pools(int size) throws IOException {
        var byDevice = new TreeMap<Integer, List<Use>>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(TRACE))))) {
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> {
                var use = new Use(Integer.parseInt(cells[0]), LocalDateTime.parse(cells[1]).toInstant(ZoneOffset.UTC),
                        Long.parseLong(cells[7]) + Long.parseLong(cells[8]));
                byDevice.computeIfAbsent(use.device(), _ -> new ArrayList<>()).add(use);
            });
        }
        var devices = List.copyOf(byDevice.values());
        var pools = new ArrayList<List<Use>>();
        for (int i = 0; i + size <= devices.size(); i += size) {
            pools.add(devices.subList(i, i + size).stream().flatMap(List::stream)
                    .sorted(Comparator.comparing(Use::at)).toList());
        }
        return pools;
    }

    private static Result play(LimitMode mode, List<Use> uses, int size) {
        long total = (long) (SCARCITY * uses.stream().mapToLong(Use::octets).sum());
        var begin = uses.getFirst().at();
        var month = new Interval(begin, uses.getLast().at().plusSeconds(1));
        var pool = new MovingPool(new LimitPolicy(mode, mode == LimitMode.OVERSUBSCRIBED ? 150 : 100,
                LimitPolicy.OPTIONAL, Duration.ofSeconds(60), 2, Units.ZERO), total, month);
        var wanted = new HashMap<SubscriptionId, Long>();
        var members = new HashMap<Integer, SubscriptionId>();
        for (var device : uses.stream().map(Use::device).collect(Collectors.toSet())) {
            members.put(device, pool.join(0, null, 1, mode == LimitMode.OPEN ? total / size : null, begin));
        }
        for (var use : uses) {
            var who = Objects.requireNonNull(members.get(use.device()));
            wanted.merge(who, use.octets(), Long::sum);
            pool.draw(who, use.octets(), use.at());
        }
        return new Result((double) (total - pool.account().balance().consumed().count()) / total,
                jain(pool, wanted, total / size));
    }

    /** Over min(1, consumed / min(wanted, fair share)), of those who wanted anything. */
    private static double jain(MovingPool pool, Map<SubscriptionId, Long> wanted, long fair) {
        var ratios = wanted.entrySet().stream().filter(it -> it.getValue() > 0)
                .mapToDouble(it -> Math.min(1, pool.consumer(it.getKey()).consumed().count()
                        / Math.min(it.getValue(), (double) fair)))
                .toArray();
        double sum = 0;
        double squares = 0;
        for (var ratio : ratios) {
            sum += ratio;
            squares += ratio * ratio;
        }
        return sum * sum / (ratios.length * squares);
    }
}
