package io.planshare.bench;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.planshare.charging.ledger.Balance;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.Hold;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * What one decision of the pure ledger (release, debit, reserve) costs as the members whose rows were read grow: the rule
 * alone, without database, HTTP or events. Printed as ratios to the smallest pool of the same run.
 */
public final class LedgerBench {

    private static final int WARM_UP = 2_000;

    private LedgerBench() {}

    public static void main(String[] args) {
        run(args.length == 0 ? 20_000 : Integer.parseInt(args[0]), List.of(10, 100, 1_000, 10_000), System.out);
    }

    /** @return nanoseconds of a decision, in the order of the members given */
    static List<Double> run(int decisions, List<Integer> members, PrintStream out) {
        var costs = new ArrayList<Double>();
        for (int size : members) {
            decide(size, WARM_UP);
            costs.add(decide(size, decisions));
            out.printf(Locale.ROOT, "%,7d members read: %,8.0f decisions/s, ratio to %d members %.2f%n", size,
                    1e9 / costs.getLast(), members.getFirst(), costs.getFirst() / costs.getLast());
        }
        return costs;
    }

    private static double decide(int members, int decisions) {
        var owner = AccountId.next();
        var pool = new ProviderAccount(ProviderAccountId.next(), owner, null, UnitType.OCTET, Set.of(),
                new Interval(Instant.EPOCH, null), ProviderAccount.Status.ACTIVE, Units.ZERO, members,
                Balance.of(Units.of(1_000_000_000_000L)));
        var consumers = new ArrayList<ConsumerAccount>();
        var draws = new ArrayList<Draw>();
        for (int i = 0; i < members; i++) {
            var subscription = SubscriptionId.next();
            consumers.add(new ConsumerAccount(pool.id(), subscription, null, Units.ZERO, Units.ZERO));
            draws.add(new Draw(subscription, owner, 10, UnitType.OCTET, Instant.EPOCH));
        }
        var ledger = new Ledger(List.of(pool), consumers, List.of(), Map.of(), true);
        var session = UUID.randomUUID();
        long began = System.nanoTime();
        for (int i = 0; i < decisions; i++) {
            var purpose = new Hold.Purpose(session, i % members);
            ledger.release(purpose);
            ledger.debit(draws.get(i % members), Units.of(500));
            ledger.reserve(purpose, draws.get(i % members), Units.of(1_000));
        }
        return (System.nanoTime() - began) / (double) decisions;
    }
}
