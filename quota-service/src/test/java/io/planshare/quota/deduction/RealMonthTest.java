package io.planshare.quota.deduction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Access;
import io.planshare.quota.deduction.CloseInput.Account;
import io.planshare.quota.deduction.CloseInput.Part;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator's month on 200 accounts in families of five that lend each other their packages: what is left beyond all
 * packages, and who pays it, if each only has its own package, after real time, after the close, and at the least.
 *
 * <p>Devices are dealt to accounts in the order of the trace's numbers. A package is 30 to 130 % of what its account
 * wanted; of ten three are private, four are lent to one of the family and three to all of it. Units are kibioctets.
 */
@EnabledIf("isThere")
class RealMonthTest {

    private static final Path TRACE = Path.of("../../shared/theft-data/bupt-xdr");
    private static final int ACCOUNTS = 200;
    private static final int FAMILY = 5;
    private static final long SEED = 20_261_126;

    private final List<AccountId> owners = new ArrayList<>();
    private final List<SubscriptionId> payers = new ArrayList<>();
    private final List<ProviderAccountId> packages = new ArrayList<>();
    private final long[] wanted = new long[ACCOUNTS];
    private final long[] sizes = new long[ACCOUNTS];
    private final List<List<Integer>> users = new ArrayList<>();

    static boolean isThere() {
        return Boolean.getBoolean("planshare.proof") && Files.isDirectory(TRACE);
    }

    private record Flow(int device, Instant at, long kibioctets) {}

    @ParameterizedTest
    @ValueSource(strings = {"beijing", "shanghai"})
    void F2_a_real_month_leaves_the_least_excess_that_any_order_could(String city) throws IOException {
        var flows = flows(TRACE.resolve(city + ".csv.gz"));
        var devices = flows.stream().map(Flow::device).distinct().sorted().toList();
        Map<Integer, Integer> accountOf = new HashMap<>();
        for (int i = 0; i < devices.size(); i++)
            accountOf.put(devices.get(i), i * ACCOUNTS / devices.size());
        flows.forEach(flow -> wanted[requireNonNull(accountOf.get(flow.device))] += flow.kibioctets);
        share(new Random(SEED));

        var validity = new Interval(flows.getFirst().at.truncatedTo(ChronoUnit.DAYS),
                flows.getLast().at.plus(Duration.ofDays(1)));
        var spare = sizes.clone();
        var uses = inRealTime(flows, accountOf, spare);
        var input = input(validity, spare, uses);
        var closed = Close.compute(input);

        var alone = IntStream.range(0, ACCOUNTS).mapToLong(i -> Math.max(0, wanted[i] - sizes[i])).toArray();
        var before = new long[ACCOUNTS];
        uses.forEach(use -> before[payers.indexOf(use.payer())] += use.excess().count());
        var after = new long[ACCOUNTS];
        closed.excess().forEach((payer, units) -> after[payers.indexOf(payer)] = units.count());
        long least = IntStream.range(0, ACCOUNTS / FAMILY).mapToLong(it -> MinCut.leastExcess(family(input, it))).sum();
        System.out.printf(Locale.ROOT, "%s: %,d KiB wanted by %d accounts, packages of %,d KiB%n", city, sum(wanted),
                ACCOUNTS, sum(sizes));
        print("own package only", alone, alone);
        print("real time", before, alone);
        print("after the close", after, alone);
        System.out.printf(Locale.ROOT, "  %-18s %,10d KiB beyond all packages%n", "least by min-cut", least);

        assertThat(sum(after)).isEqualTo(least).isLessThanOrEqualTo(sum(before)).isLessThan(sum(alone));
    }

    private static void print(String what, long[] excess, long[] alone) {
        var most = IntStream.range(0, ACCOUNTS).boxed().sorted(Comparator.comparing(i -> -excess[i])).limit(3)
                .map(i -> "no. %d %,d".formatted(i, excess[i])).toList();
        System.out.printf(Locale.ROOT,
                "  %-18s %,10d KiB beyond all packages, paid by %d; most by %s; %d pay less than with their own only, %d more%n",
                what, sum(excess), IntStream.range(0, ACCOUNTS).filter(i -> excess[i] > 0).count(), most,
                IntStream.range(0, ACCOUNTS).filter(i -> excess[i] < alone[i]).count(),
                IntStream.range(0, ACCOUNTS).filter(i -> excess[i] > alone[i]).count());
    }

    private void share(Random random) {
        for (int i = 0; i < ACCOUNTS; i++) {
            owners.add(new AccountId(new UUID(1, i)));
            payers.add(new SubscriptionId(new UUID(2, i)));
            packages.add(new ProviderAccountId(new UUID(3, i)));
            sizes[i] = wanted[i] * (30 + random.nextInt(101)) / 100;
            int family = i / FAMILY * FAMILY;
            int own = i;
            int other = family + (i - family + 1 + random.nextInt(FAMILY - 1)) % FAMILY;
            int kind = random.nextInt(10);
            users.add(kind < 3
                    ? List.of(own)
                    : kind < 7
                            ? List.of(own, other)
                            : IntStream.range(family, family + FAMILY).boxed().toList());
        }
    }

    /** As charging walks: what fewest may use goes first. One record for each account and day. */
    private List<Use> inRealTime(List<Flow> flows, Map<Integer, Integer> accountOf, long[] spare) {
        record Key(int account, Instant day) {}
        var parts = new TreeMap<Key, Map<Integer, Long>>(comparing(Key::account).thenComparing(Key::day));
        for (var flow : flows) {
            int account = requireNonNull(accountOf.get(flow.device));
            var of = parts.computeIfAbsent(new Key(account, flow.at.truncatedTo(ChronoUnit.DAYS)),
                    _ -> new TreeMap<>());
            long rest = flow.kibioctets;
            for (int from : walk(account)) {
                long units = Math.min(rest, spare[from]);
                spare[from] -= units;
                rest -= units;
                if (units > 0) of.merge(from, units, Long::sum);
            }
            of.merge(-1, rest, Long::sum);
        }
        var uses = new ArrayList<Use>();
        parts.forEach((key, of) -> uses.add(new Use(new UUID(4, uses.size()), payers.get(key.account),
                owners.get(key.account), 10, UnitType.OCTET, key.day.plus(Duration.ofHours(12)),
                of.entrySet().stream().filter(it -> it.getKey() >= 0)
                        .map(it -> new Part(packages.get(it.getKey()), Units.of(it.getValue()))).toList(),
                Units.of(of.getOrDefault(-1, 0L)))));
        return uses;
    }

    private List<Integer> walk(int account) {
        return IntStream.range(0, ACCOUNTS).filter(i -> users.get(i).contains(account)).boxed()
                .sorted(comparing((Integer i) -> users.get(i).size()).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private CloseInput input(Interval validity, long[] spare, List<Use> uses) {
        return new CloseInput(IntStream.range(0, ACCOUNTS).mapToObj(i -> {
            var access = new HashMap<SubscriptionId, Access>();
            users.get(i).forEach(user -> access.put(payers.get(user),
                    new Access(owners.get(user), Units.MAX, null, 0, Units.ZERO)));
            return new Account(packages.get(i), owners.get(i), UnitType.OCTET, Set.of(), validity, true,
                    Units.of(spare[i]), false, access);
        }).toList(), uses);
    }

    /** Families share with nobody else. */
    private CloseInput family(CloseInput input, int number) {
        var members = owners.subList(number * FAMILY, (number + 1) * FAMILY);
        return new CloseInput(input.accounts().stream().filter(it -> members.contains(it.owner())).toList(),
                input.uses().stream().filter(it -> members.contains(it.account())).toList());
    }

    private static long sum(long[] units) {
        return IntStream.range(0, units.length).mapToLong(i -> units[i]).sum();
    }

    private static List<Flow> flows(Path file) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)),
                StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split(",", 10))
                    .map(it -> new Flow(Integer.parseInt(it[0]), LocalDateTime.parse(it[1]).toInstant(ZoneOffset.UTC),
                            (octets(it[7]) + octets(it[8]) + 1_023) / 1_024))
                    .sorted(comparing(Flow::at)).toList();
        }
    }

    private static long octets(String field) {
        return field.isEmpty() ? 0 : Long.parseLong(field);
    }
}
