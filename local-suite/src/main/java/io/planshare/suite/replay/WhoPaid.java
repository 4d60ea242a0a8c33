package io.planshare.suite.replay;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;

import io.planshare.suite.replay.RatingGroup.Payer;

/** What the suite says of who paid, beside what the file says they should have. */
final class WhoPaid {

    /** Octets and records of one payer. */
    record Sum(long records, long metered, long paid, long uncovered) {
        static final Sum NONE = new Sum(0, 0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(records + other.records, metered + other.metered, paid + other.paid,
                    uncovered + other.uncovered);
        }
    }

    private final Map<Payer, Sum> charged = new EnumMap<>(Payer.class);
    private final Map<Payer, Sum> counted = new EnumMap<>(Payer.class);
    private Sum nobody = Sum.NONE;

    /** @param totals charging's answer: one item for each subscription that paid */
    WhoPaid(Trace trace, JsonNode totals, Map<UUID, Payer> players) {
        for (var item : totals.get("items")) {
            var sum = new Sum(item.get("records").longValue(), item.get("metered").longValue(),
                    item.get("covered").longValue() + item.get("overage").longValue(),
                    item.get("uncovered").longValue());
            var payer = item.get("payer").isNull()
                    ? null
                    : players.get(UUID.fromString(item.get("payer").stringValue()));
            if (payer == null) nobody = nobody.plus(sum);
            else
                charged.merge(payer, sum, Sum::plus);
        }
        trace.records().forEach(data -> counted.merge(RatingGroup.of(data).payer,
                new Sum(1, data.octets(), data.octets(), 0), Sum::plus));
    }

    /** Every payer was charged just what the file says, and nothing is left over. */
    boolean agrees() {
        return nobody.equals(Sum.NONE) && charged.equals(counted);
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n  %-20s %9s %17s %17s %11s   %s%n", "who paid", "records", "metered", "paid",
                "uncovered",
                "counted in the file");
        var all = nobody;
        for (var payer : Payer.values()) {
            var sum = charged.getOrDefault(payer, Sum.NONE);
            var expected = counted.getOrDefault(payer, Sum.NONE);
            all = all.plus(sum);
            row(out, payer.words, sum,
                    String.format(Locale.ROOT, "%,17d %s", expected.metered(), sum.equals(expected) ? "✓" : "✗"));
        }
        if (!nobody.equals(Sum.NONE)) row(out, "nobody", nobody, "                0 ✗");
        row(out, "together", all, "");
        out.printf(Locale.ROOT, "%n  attributed %d = metered %d octets, uncovered %d%n", all.paid(), all.metered(),
                all.uncovered());
    }

    private static void row(PrintStream out, String who, Sum sum, String check) {
        out.printf(Locale.ROOT, "  %-20s %,9d %,17d %,17d %,11d   %s%n", who, sum.records(), sum.metered(), sum.paid(),
                sum.uncovered(), check);
    }
}
