package io.planshare.quota.deduction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Access;
import io.planshare.quota.deduction.CloseInput.Account;
import io.planshare.quota.deduction.CloseInput.Part;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

/**
 * The close of a sharing group's cycles (spec S6 (3), design section 3): from where real time put the use, as little of it
 * as possible is left beyond all accounts. The order of the queue decides whose excess is left, never how much. Nobody's
 * excess rises but by a recall: an owner who comes first never has more than if he had shared nothing. Pure and
 * deterministic.
 */
final class Close {

    /** Use that moves. @param from null: it was excess. @param to null: it becomes excess, as its owner calls it back */
    record Move(UUID recordId, @Nullable ProviderAccountId from, @Nullable ProviderAccountId to, Units units) {}

    /** What of a record still is to be deducted, in the order in which it is: highest first. */
    record QueueItem(int position, UUID recordId, SubscriptionId payer, Units units, boolean entitled) {}

    /** @param excess what is left beyond all accounts, by payer */
    record Result(List<Move> moves, Map<SubscriptionId, Units> excess, Units recalled) {
        Units totalExcess() {
            return excess.values().stream().reduce(Units.ZERO, Units::plus);
        }
    }

    /** Eligible accounts, and the live one it already lies on: from there it may only go to what ends. */
    private record Kind(SubscriptionId payer, List<Integer> eligible, int home) {}

    private record Excess(Use use, Kinds kind) {}

    /** One kind of use: its node and the records of it, by their parts. */
    static final class Kinds {
        final AccountId account;
        final FlowGraph.Cell cell;
        final List<Account> accounts;
        final List<RecordPart> parts = new ArrayList<>();
        int priority;

        private Kinds(AccountId account, FlowGraph.Cell cell, List<Account> accounts) {
            this.account = account;
            this.cell = cell;
            this.accounts = accounts;
        }
    }

    /** @param place among the kind's accounts; -1 for excess */
    record RecordPart(Use use, int place, long units) {}

    private final List<Account> accounts;
    private final FlowGraph graph = new FlowGraph();
    private final List<FlowGraph.Account> nodes = new ArrayList<>();
    private final Map<Kind, Kinds> kinds = new LinkedHashMap<>();
    private final Map<SubscriptionId, Integer> payers = new HashMap<>();
    private final List<SubscriptionId> payersByNumber = new ArrayList<>();
    private final Map<FlowGraph.Access, Access> terms = new HashMap<>();
    private final List<Excess> excesses = new ArrayList<>();
    private final Map<List<Object>, FlowGraph.Recallable> recallables = new HashMap<>();
    private final EligibleAccounts eligible;
    private final Owners owners;

    private Close(CloseInput input) {
        this.accounts = input.accounts().stream().sorted(preference()).toList();
        this.eligible = new EligibleAccounts(accounts);
        this.owners = new Owners(accounts, nodes, kinds.values());
        accounts.forEach(account -> nodes.add(graph.account(account.ended(), account.spare().count())));
        input.uses().stream().sorted(comparing(Use::occurredAt).thenComparing(Use::recordId)).forEach(this::add);
    }

    static Result compute(CloseInput input) {
        return new Close(input).run();
    }

    /** The to-be-deducted queue: what is beyond all accounts before the close, in the order in which it is served. */
    static List<QueueItem> queue(CloseInput input) {
        var close = new Close(input);
        var queue = close.queue();
        return IntStream.range(0, queue.size()).mapToObj(i -> queue.get(i).item(i + 1)).toList();
    }

    /** What ends goes first; then smallest audience first, as ever. */
    private static Comparator<Account> preference() {
        return comparing((Account it) -> !it.ended()).thenComparing(it -> it.access().size())
                .thenComparing(it -> it.ratingGroups().isEmpty() ? Integer.MAX_VALUE : it.ratingGroups().size())
                .thenComparing(it -> it.id().value());
    }

    private void add(Use use) {
        var all = eligible.of(use);
        var byHome = new TreeMap<Integer, List<Part>>();
        for (var part : use.parts()) {
            var place = eligible.indexOf(part.accountId());
            // Use on an account that is not looked at, or that would not pay for it any more, stays where it is.
            if (place < 0 || !all.contains(place)) continue;
            byHome.computeIfAbsent(accounts.get(place).ended() ? -1 : place, _ -> new ArrayList<>()).add(part);
        }
        if (use.excess().isPositive()) byHome.computeIfAbsent(-1, _ -> new ArrayList<>());
        byHome.forEach((home, parts) -> {
            var kind = kind(use, all, home);
            for (var part : parts)
                place(kind, use, part);
            if (home == -1 && use.excess().isPositive()) {
                kind.cell.excess += use.excess().count();
                kind.parts.add(new RecordPart(use, -1, use.excess().count()));
                excesses.add(new Excess(use, kind));
            }
        });
    }

    private Kinds kind(Use use, List<Integer> all, int home) {
        var open = home == -1
                ? all
                : all.stream().filter(it -> it == home || accounts.get(it).ended()).toList();
        return kinds.computeIfAbsent(new Kind(use.payer(), open, home), _ -> {
            var payer = payers.computeIfAbsent(use.payer(), it -> {
                payersByNumber.add(it);
                return payersByNumber.size() - 1;
            });
            var accesses = open.stream().map(it -> access(it, payer, use.payer())).toList();
            var kind = new Kinds(use.account(), graph.cell(payer, accesses), open.stream().map(accounts::get).toList());
            kind.priority = kind.accounts.stream()
                    .mapToInt(it -> requireNonNull(it.access().get(use.payer())).priority()).max()
                    .orElse(0);
            return kind;
        });
    }

    private FlowGraph.Access access(int account, int number, SubscriptionId payer) {
        var given = requireNonNull(accounts.get(account).access().get(payer));
        var recallable = recallables.computeIfAbsent(List.of(account, given.account()),
                _ -> new FlowGraph.Recallable(given.recallable().count()));
        var access = graph.access(nodes.get(account), number, given.left().count(), recallable);
        terms.put(access, given);
        return access;
    }

    private void place(Kinds kind, Use use, Part part) {
        for (int place = 0; place < kind.accounts.size(); place++) {
            if (!kind.accounts.get(place).id().equals(part.accountId())) continue;
            // Where it lies already counts in its limit: only what moves changes what the limit leaves.
            kind.cell.places.get(place).units += part.units().count();
            kind.parts.add(new RecordPart(use, place, part.units().count()));
        }
    }

    private Result run() {
        var queue = queue();
        serve(queue, true);
        graph.reconsider();
        serve(queue, false);
        long recalled = recallAll();
        var moves = new ArrayList<Move>();
        var excess = new TreeMap<SubscriptionId, Units>(comparing(SubscriptionId::value));
        kinds.forEach((kind, it) -> {
            moves.addAll(Moves.of(it));
            if (it.cell.excess > 0) excess.merge(kind.payer(), Units.of(it.cell.excess), Units::plus);
        });
        return new Result(List.copyOf(moves), excess, Units.of(recalled));
    }

    private void serve(List<Item> queue, boolean endedOnly) {
        for (var item : queue) {
            if (item.left > 0) item.left -= graph.push(item.kind.cell, item.left, endedOnly);
        }
    }

    /** Something to be deducted; what an owner was promised stands before all else. */
    private static final class Item {
        final Use use;
        final Kinds kind;
        final boolean entitled;
        final long units;
        long left;

        Item(Excess excess, boolean entitled, long units) {
            this.use = excess.use();
            this.kind = excess.kind();
            this.entitled = entitled;
            this.units = units;
            this.left = units;
        }

        QueueItem item(int position) {
            return new QueueItem(position, use.recordId(), use.payer(), Units.of(units), entitled);
        }
    }

    private List<Item> queue() {
        var promised = new HashMap<AccountId, Long>();
        owners.whoComeFirst().forEach(owner -> promised.put(owner, owners.lacking(owner)));
        var items = new ArrayList<Item>();
        for (var excess : excesses) {
            var units = excess.use().excess().count();
            var first = Math.min(units, owners.hasNothingOfHisOwn(excess.kind())
                    ? 0
                    : promised.getOrDefault(excess.use().account(), 0L));
            if (first > 0) {
                promised.merge(excess.use().account(), -first, Long::sum);
                items.add(new Item(excess, true, first));
            }
            if (units > first) items.add(new Item(excess, false, units - first));
        }
        var remaining = new HashMap<Kinds, Long>();
        kinds.values().forEach(kind -> remaining.put(kind, kind.accounts.stream().mapToLong(it -> it.spare().count())
                .reduce(0, Close::plus)));
        items.sort(comparing((Item it) -> !it.entitled).thenComparing(it -> -it.kind.priority)
                .thenComparing(it -> it.kind.accounts.size()).thenComparing(it -> remaining.get(it.kind))
                .thenComparing(it -> it.use.occurredAt()).thenComparing(it -> it.use.recordId()));
        return items;
    }

    private static long plus(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** Who is called back from may come first himself elsewhere, so until nobody lacks anything: fewer lie on others' each time. */
    private long recallAll() {
        graph.reconsider();
        long all = 0;
        long units;
        do {
            units = 0;
            for (var owner : owners.whoComeFirst())
                units += recall(owner);
            all += units;
        } while (units > 0);
        return all;
    }

    private long recall(AccountId owner) {
        var cells = owners.kinds(owner).stream().map(it -> it.cell).toList();
        return graph.recall(cells, owners.nodes(owner),
                comparingLong((FlowGraph.Access it) -> requireNonNull(terms.get(it)).priority())
                        .thenComparing(it -> payersByNumber.get(it.payer).value(), Comparator.reverseOrder()),
                owners.lacking(owner));
    }
}
