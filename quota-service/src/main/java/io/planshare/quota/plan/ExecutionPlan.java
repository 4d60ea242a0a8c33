package io.planshare.quota.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.planshare.event.QuotaEvent.PlannedInterval;
import io.planshare.event.QuotaEvent.PlannedOrder;
import io.planshare.event.QuotaEvent.PlannedPackage;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharedPackage;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.nullsLast;

/**
 * The order in which the use of each account of a sharing group is taken from packages. Smallest audience first, so that
 * what only few may use is used before what many may: where audiences are nested nobody ever lacks units that another could
 * have left to him. What expires first goes first only among equal audiences (design section 3).
 *
 * @param walks of each account, by its id
 * @param derivedFrom the policies behind it, by package
 * @param hash of what it was derived from: equal inputs, equal plan
 */
record ExecutionPlan(SortedMap<AccountId, Walks> walks, List<Source> derivedFrom, String hash) {

    /** A policy's version; 0 for a package that is private for lack of one. */
    record Source(PackageId packageId, String name, long policyVersion) {}

    /** The walks of one account, interval by interval. */
    record Walks(AccountId accountId, List<During> intervals) {
        Walks {
            intervals = List.copyOf(intervals);
        }

        List<PlannedInterval> planned() {
            return intervals.stream()
                    .map(it -> new PlannedInterval(it.interval(), it.orders().stream().map(Order::planned).toList()))
                    .toList();
        }
    }

    record During(Interval interval, List<Order> orders) {
        During {
            orders = List.copyOf(orders);
        }
    }

    /** @param ratingGroup null: for each that has no order of its own */
    record Order(@Nullable Long ratingGroup, List<Step> steps) {
        Order {
            steps = List.copyOf(steps);
        }

        PlannedOrder planned() {
            return new PlannedOrder(ratingGroup, steps.stream().map(Step::planned).toList());
        }
    }

    /** @param reason why it stands where it does, for people */
    record Step(PlannedPackage planned, String name, String reason) {}

    private static final Comparator<AccountId> BY_ID = comparing(AccountId::value);
    private static final int FOR_ALL = Integer.MAX_VALUE;

    /** Pure: the plan of all packages of a sharing group from an instant on. */
    static ExecutionPlan derive(Collection<SharedPackage> group, Instant from) {
        var sources = group.stream().sorted(comparing(it -> it.bought().id().value())).toList();
        var walks = new TreeMap<AccountId, Walks>(BY_ID);
        var accounts = new TreeSet<AccountId>(BY_ID);
        sources.forEach(shared -> shared.accounts().forEach(accounts::add));
        for (var account : accounts) {
            var usable = sources.stream().filter(shared -> shared.isUsableBy(account)).toList();
            walks.put(account, new Walks(account, intervals(account, usable, from)));
        }
        return new ExecutionPlan(walks, sources.stream()
                .map(it -> new Source(it.bought().id(), it.bought().name(), it.policy().version())).toList(),
                hash(sources));
    }

    /** The smallest of its accounts' ids names a sharing group. */
    static Optional<AccountId> groupId(Collection<SharedPackage> group) {
        return group.stream().flatMap(SharedPackage::accounts).min(BY_ID);
    }

    /** A new one wherever some package's cycle ends: then another may expire first. Equal neighbours are one. */
    private static List<During> intervals(AccountId account, List<SharedPackage> usable, Instant from) {
        var cuts = new TreeSet<Instant>();
        for (var shared : usable) {
            cycles(shared, from).stream().map(Interval::to).filter(end -> end != null).forEach(cuts::add);
            if (shared.bought().validity().from().isAfter(from)) cuts.add(shared.bought().validity().from());
        }
        var intervals = new ArrayList<During>();
        var begin = from;
        for (var cut : cuts) {
            add(intervals, new During(new Interval(begin, cut), orders(account, usable, begin)));
            begin = cut;
        }
        add(intervals, new During(new Interval(begin, null), orders(account, usable, begin)));
        return intervals;
    }

    private static void add(List<During> intervals, During next) {
        if (!intervals.isEmpty() && intervals.getLast().orders().equals(next.orders())) {
            var last = intervals.removeLast();
            intervals.add(new During(new Interval(last.interval().from(), next.interval().to()), last.orders()));
        } else {
            intervals.add(next);
        }
    }

    private static List<Interval> cycles(SharedPackage shared, Instant at) {
        return shared.bought().cyclesFrom(at);
    }

    private static List<Order> orders(AccountId account, List<SharedPackage> usable, Instant at) {
        var valid = usable.stream().filter(shared -> shared.bought().validity().contains(at)).toList();
        var ratingGroups = new TreeSet<Long>();
        valid.forEach(shared -> ratingGroups.addAll(shared.bought().ratingGroups()));
        var orders = new ArrayList<Order>();
        for (var ratingGroup : ratingGroups) {
            var paying = valid.stream().filter(shared -> shared.bought().paysFor(ratingGroup)).toList();
            orders.add(new Order(ratingGroup, steps(account, paying, at)));
        }
        var forAll = valid.stream().filter(shared -> shared.bought().ratingGroups().isEmpty()).toList();
        if (!forAll.isEmpty()) orders.add(new Order(null, steps(account, forAll, at)));
        return orders;
    }

    private static List<Step> steps(AccountId account, List<SharedPackage> paying, Instant at) {
        var criteria = criteria(account, at);
        var sorted = paying.stream().sorted(criteria.stream().map(Criterion::order).reduce(Comparator::thenComparing)
                .orElseThrow()).toList();
        var steps = new ArrayList<Step>();
        for (int place = 0; place < sorted.size(); place++) {
            var here = sorted.get(place);
            var next = place + 1 < sorted.size() ? sorted.get(place + 1) : null;
            steps.add(new Step(planned(account, here, at), here.bought().name(), reason(here, next, criteria)));
        }
        return steps;
    }

    private static PlannedPackage planned(AccountId account, SharedPackage shared, Instant at) {
        var borrower = shared.borrower(account);
        var isOwner = shared.owner().equals(account);
        return new PlannedPackage(shared.bought().id(), borrower.map(it -> it.limit()).orElse(null),
                borrower.map(it -> it.priority()).orElse(0), isOwner ? Units.ZERO : shared.policy().reserveAt(at),
                isOwner ? null : shared.policy().ownerReserveUntil());
    }

    /** Something that packages are ordered by, and how a person is told that one stands before another because of it. */
    private record Criterion(Comparator<SharedPackage> order, String because) {}

    private static List<Criterion> criteria(AccountId account, Instant at) {
        return List.of(
                new Criterion(comparingInt(SharedPackage::audience), "fewer accounts may use it"),
                new Criterion(comparingInt(ExecutionPlan::breadth), "it pays for fewer kinds of use"),
                new Criterion(comparing(it -> cycleEnd(it, at), nullsLast(naturalOrder())), "its cycle ends sooner"),
                new Criterion(comparingInt(it -> it.owner().equals(account) ? 0 : 1), "it is the account's own"),
                new Criterion(comparingInt(it -> it.policy().order()), "its policy puts it first"),
                new Criterion(comparing(it -> it.bought().purchasedAt(), nullsFirst(naturalOrder())),
                        "it was bought earlier"),
                new Criterion(comparing(it -> it.bought().id().value()), "of its id, all else being equal"));
    }

    private static String reason(SharedPackage here, @Nullable SharedPackage next, List<Criterion> criteria) {
        var audience = here.audience() == 1 ? "only its owner" : here.audience() + " accounts";
        if (next == null) return "Last, or alone: " + audience + " may use it.";
        var because = criteria.stream().filter(it -> it.order().compare(here, next) != 0).findFirst()
                .map(Criterion::because).orElse("of its id");
        return "Before " + next.bought().name() + " because " + because + " (" + audience + " may use it).";
    }

    private static int breadth(SharedPackage shared) {
        var groups = shared.bought().ratingGroups();
        return groups.isEmpty() ? FOR_ALL : groups.size();
    }

    private static @Nullable Instant cycleEnd(SharedPackage shared, Instant at) {
        return cycles(shared, at).getFirst().to();
    }

    private static String hash(List<SharedPackage> sources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var shared : sources) {
                digest.update((shared.bought() + "|" + shared.policy() + "|" + shared.borrowers() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
