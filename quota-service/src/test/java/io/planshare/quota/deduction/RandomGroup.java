package io.planshare.quota.deduction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

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

import static java.util.Objects.requireNonNull;

/** A sharing group as chance will have it, and what real time makes of its use in some order of arrival. */
final class RandomGroup {

    static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final long CYCLE = 30 * 86_400L;

    /** Use before anybody decided about it. */
    record Demand(UUID id, int payer, long ratingGroup, Instant at, long units) {}

    /** What a package is before anybody used it. */
    record Pool(ProviderAccountId id, AccountId owner, Set<Long> ratingGroups, Interval validity, boolean ended,
            long units, boolean ownerFirst, Map<Integer, Access> members) {}

    final List<AccountId> accounts = new ArrayList<>();
    final List<SubscriptionId> payers = new ArrayList<>();
    final List<Pool> pools = new ArrayList<>();
    final List<Demand> demands = new ArrayList<>();
    private final Random random;

    RandomGroup(Random random, boolean ownerFirst, boolean bounds) {
        this.random = random;
        int people = 1 + random.nextInt(5);
        for (int i = 0; i < people; i++) {
            accounts.add(new AccountId(id()));
            payers.add(new SubscriptionId(id()));
        }
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++)
            pools.add(pool(ownerFirst, bounds));
        int uses = 1 + random.nextInt(9);
        for (int i = 0; i < uses; i++) {
            demands.add(new Demand(id(), random.nextInt(people), 10L * (1 + random.nextInt(2)),
                    BEGIN.plusSeconds(random.nextLong(CYCLE)), 1 + random.nextInt(20)));
        }
    }

    private Pool pool(boolean ownerFirst, boolean bounds) {
        int owner = random.nextInt(payers.size());
        var members = new HashMap<Integer, Access>();
        members.put(owner, new Access(accounts.get(owner), Units.MAX, null, 0, Units.ZERO));
        for (int payer = 0; payer < payers.size(); payer++) {
            if (payer == owner || random.nextInt(3) > 0) continue;
            var cap = bounds && random.nextInt(3) == 0 ? Units.of(random.nextInt(15)) : Units.MAX;
            var leftAt = bounds && random.nextInt(6) == 0 ? BEGIN.plusSeconds(random.nextLong(CYCLE)) : null;
            members.put(payer, new Access(accounts.get(payer), cap, leftAt, random.nextInt(3), Units.MAX));
        }
        var live = bounds && random.nextInt(4) == 0;
        var from = live ? BEGIN.plusSeconds(random.nextLong(CYCLE)) : BEGIN;
        return new Pool(new ProviderAccountId(id()), accounts.get(owner),
                bounds && random.nextInt(3) == 0 ? Set.of(10L) : Set.of(),
                new Interval(from, from.plusSeconds(CYCLE)), !live, random.nextInt(30), ownerFirst, members);
    }

    /** Chance decides the order of arrival and which account is taken from first: every start is as good as another. */
    CloseInput afterRealTime(Random order) {
        var arrivals = new ArrayList<>(demands);
        Collections.shuffle(arrivals, order);
        var spare = new HashMap<ProviderAccountId, Long>();
        pools.forEach(pool -> spare.put(pool.id(), pool.units()));
        var used = new HashMap<List<Object>, Long>();
        var uses = new ArrayList<Use>();
        for (var demand : arrivals) {
            var walk = new ArrayList<>(pools.stream().filter(pool -> pays(pool, demand)).toList());
            Collections.shuffle(walk, order);
            long left = demand.units();
            var parts = new ArrayList<Part>();
            for (var pool : walk) {
                var key = List.<Object>of(pool.id(), demand.payer());
                var limit = requireNonNull(pool.members().get(demand.payer())).left().count();
                var units = Math.min(left, Math.min(requireNonNull(spare.get(pool.id())),
                        limit - used.getOrDefault(key, 0L)));
                if (units <= 0) continue;
                parts.add(new Part(pool.id(), Units.of(units)));
                spare.merge(pool.id(), -units, Long::sum);
                used.merge(key, units, Long::sum);
                left -= units;
            }
            uses.add(new Use(demand.id(), payers.get(demand.payer()), accounts.get(demand.payer()),
                    demand.ratingGroup(), UnitType.OCTET, demand.at(), parts, Units.of(left)));
        }
        var states = pools.stream().map(pool -> account(pool, requireNonNull(spare.get(pool.id())),
                used)).toList();
        return new CloseInput(states, uses);
    }

    private Account account(Pool pool, long spare, Map<List<Object>, Long> used) {
        var access = new LinkedHashMap<SubscriptionId, Access>();
        pool.members().forEach((payer, terms) -> {
            var left = terms.left().equals(Units.MAX)
                    ? Units.MAX
                    : terms.left().minus(Units.of(used.getOrDefault(List.<Object>of(pool.id(), payer), 0L)));
            access.put(payers.get(payer), new Access(terms.account(), left, terms.leftAt(), terms.priority(),
                    terms.recallable()));
        });
        return new Account(pool.id(), pool.owner(), UnitType.OCTET, pool.ratingGroups(), pool.validity(), pool.ended(),
                Units.of(spare), pool.ownerFirst(), access);
    }

    static boolean pays(Pool pool, Demand demand) {
        var terms = pool.members().get(demand.payer());
        return terms != null && pool.validity().contains(demand.at())
                && (terms.leftAt() == null || demand.at().isBefore(terms.leftAt()))
                && (pool.ratingGroups().isEmpty() || pool.ratingGroups().contains(demand.ratingGroup()));
    }

    /** The same group, as if nobody had shared anything. */
    RandomGroup unshared() {
        var alone = new RandomGroup(this);
        pools.forEach(pool -> {
            var members = new HashMap<>(pool.members());
            members.keySet().retainAll(new HashSet<>(List.of(accounts.indexOf(pool.owner()))));
            alone.pools.add(new Pool(pool.id(), pool.owner(), pool.ratingGroups(), pool.validity(), pool.ended(),
                    pool.units(), pool.ownerFirst(), members));
        });
        return alone;
    }

    private RandomGroup(RandomGroup other) {
        this.random = other.random;
        this.accounts.addAll(other.accounts);
        this.payers.addAll(other.payers);
        this.demands.addAll(other.demands);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
