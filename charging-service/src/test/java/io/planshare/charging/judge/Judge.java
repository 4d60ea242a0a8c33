package io.planshare.charging.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.planshare.charging.judge.History.Account;
import io.planshare.charging.judge.History.Decision;
import io.planshare.charging.judge.History.Grant;

/**
 * Puts the decisions of a history in an order that agrees with all versions, goes through them with a model of its own, and
 * tells what can not be. Where clocks alone say when something was, the history has the benefit of the doubt.
 */
public final class Judge {

    /** What it finds. */
    public enum Fault {
        /** Acknowledged, and nothing of it is stored; or stored units are fewer than reported. */
        LOST,
        /** More units are stored than were reported. */
        CHARGED_TWICE,
        /** More is held and used than there is, or than a limit allows. */
        OVERSPENT,
        /** Less was granted than wished though the rest could have been. */
        REFUSED_THOUGH_GRANTABLE,
        /** No order agrees with the versions. */
        NO_ORDER
    }

    /**
     * The verdict.
     *
     * @param faults what can not be
     * @param refused grants that fell short
     * @param bound refusals while a limit bound somebody: nothing is promised about them
     */
    public record Verdict(List<String> faults, int decisions, int refused, int bound) {
        public boolean finds(Fault fault) {
            return faults.stream().anyMatch(it -> it.startsWith(fault.name()));
        }
    }

    private final History history;
    private final List<String> faults = new ArrayList<>();
    private final Map<UUID, Map<UUID, Long>> consumed = new HashMap<>();
    private final Map<UUID, Map<Long, Long>> holds = new HashMap<>();
    private final Map<UUID, UUID> payers = new HashMap<>();
    private int refused;
    private int bound;

    private Judge(History history) {
        this.history = history;
    }

    public static Verdict of(History history) {
        return new Judge(history).judge();
    }

    private Verdict judge() {
        checkReports();
        var order = order();
        if (order.size() < history.decisions().size()) fault(Fault.NO_ORDER, "after " + order.size() + " decisions");
        order.forEach(this::replay);
        return new Verdict(List.copyOf(faults), order.size(), refused, bound);
    }

    private void fault(Fault fault, String where) {
        faults.add(fault + ": " + where);
    }

    private void checkReports() {
        var stored = new HashSet<String>();
        history.decisions().forEach(decision -> stored.add(decision.hash()));
        var reported = new HashMap<UUID, Long>();
        history.heard().forEach((hash, heard) -> {
            if (!stored.contains(hash)) fault(Fault.LOST, "the answer to " + hash);
            reported.merge(heard.session(), heard.used().values().stream().mapToLong(Long::longValue).sum(), Long::sum);
        });
        reported.forEach((session, units) -> {
            long there = history.metered().getOrDefault(session, 0L);
            if (there < units) fault(Fault.LOST, units - there + " units of session " + session);
            if (there > units) fault(Fault.CHARGED_TWICE, there - units + " units of session " + session);
        });
    }

    /** A decision comes after whatever made the versions that it saw or replaced, and before what replaced those. */
    private List<Decision> order() {
        var writers = new HashMap<UUID, TreeMap<Long, Decision>>();
        history.decisions().forEach(decision -> decision.made().forEach(
                (account, version) -> writers.computeIfAbsent(account, _ -> new TreeMap<>()).put(version, decision)));
        var after = new IdentityHashMap<Decision, Set<Decision>>();
        var waitsFor = new IdentityHashMap<Decision, Integer>();
        for (var line : writers.values()) {
            Decision before = null;
            for (var writer : line.values()) {
                if (before != null) link(before, writer, after, waitsFor);
                before = writer;
            }
        }
        for (var decision : history.decisions()) {
            for (var grant : decision.grants()) {
                grant.seen().forEach((account, version) -> {
                    if (decision.made().containsKey(account)) return;
                    var line = writers.getOrDefault(account, new TreeMap<>());
                    var earlier = line.floorEntry(version);
                    var later = line.higherEntry(version);
                    if (earlier != null) link(earlier.getValue(), decision, after, waitsFor);
                    if (later != null) link(decision, later.getValue(), after, waitsFor);
                });
            }
        }
        return sorted(after, waitsFor);
    }

    private static void link(Decision before, Decision then, Map<Decision, Set<Decision>> after,
            Map<Decision, Integer> waitsFor) {
        if (before != then && after
                .computeIfAbsent(before, _ -> Collections.newSetFromMap(new IdentityHashMap<>())).add(then)) {
            waitsFor.merge(then, 1, Integer::sum);
        }
    }

    private List<Decision> sorted(Map<Decision, Set<Decision>> after, Map<Decision, Integer> waitsFor) {
        var ready = new PriorityQueue<>(Comparator.comparing(Decision::decidedAt).thenComparing(Decision::hash));
        history.decisions().stream().filter(it -> !waitsFor.containsKey(it)).forEach(ready::add);
        var order = new ArrayList<Decision>();
        while (!ready.isEmpty()) {
            var next = ready.remove();
            order.add(next);
            for (var then : after.getOrDefault(next, Set.of())) {
                if (waitsFor.merge(then, -1, Integer::sum) == 0) ready.add(then);
            }
        }
        return order;
    }

    private void replay(Decision decision) {
        var heard = history.heard().get(decision.hash());
        if (heard == null) {
            fault(Fault.CHARGED_TWICE, "nobody sent " + decision.hash());
            return;
        }
        payers.put(heard.session(), heard.payer());
        var mine = holds.computeIfAbsent(heard.session(), _ -> new HashMap<>());
        for (var ratingGroup : heard.ratingGroups()) {
            mine.remove(ratingGroup);
            decision.debits().stream().filter(debit -> debit.ratingGroup() == ratingGroup)
                    .forEach(debit -> consumed.computeIfAbsent(debit.account(), _ -> new HashMap<>())
                            .merge(heard.payer(), debit.units(), Long::sum));
            decision.grants().stream().filter(grant -> grant.ratingGroup() == ratingGroup)
                    .forEach(grant -> judge(grant, decision, heard, mine));
        }
        if (heard.releases()) holds.remove(heard.session());
        if (decision.grants().isEmpty()) checkRoom(decision, heard);
    }

    private void judge(Grant grant, Decision decision, History.Heard heard, Map<Long, Long> mine) {
        if (grant.granted() < grant.wished()) {
            refused++;
            var tried = demands(decision, heard, false);
            long held = sum(tried);
            tried.merge(heard.payer(), grant.granted() + 1, Long::sum);
            if (placed(tried, decision, heard, false) == held + grant.granted() + 1) {
                if (limitBinds(tried, decision, heard)) bound++;
                else
                    fault(Fault.REFUSED_THOUGH_GRANTABLE, decision.hash() + " got " + grant.granted());
            }
        }
        if (grant.granted() > 0) mine.put(grant.ratingGroup(), grant.granted());
        checkRoom(decision, heard);
    }

    private void checkRoom(Decision decision, History.Heard heard) {
        var demands = demands(decision, heard, true);
        if (placed(demands, decision, heard, true) < sum(demands)) fault(Fault.OVERSPENT, "after " + decision.hash());
    }

    /** Whether some limit leaves somebody less than both he asks for and the account has: else limits explain nothing. */
    private boolean limitBinds(Map<UUID, Long> demands, Decision decision, History.Heard heard) {
        return history.accounts().stream().anyMatch(account -> {
            var used = consumed.getOrDefault(account.id(), Map.of());
            long free = free(account, decision, heard, false);
            return demands.entrySet().stream().filter(demand -> account.limits().containsKey(demand.getKey()))
                    .anyMatch(demand -> limit(account, demand.getKey(), decision, heard, false)
                            - used.getOrDefault(demand.getKey(), 0L) < Math.min(demand.getValue(), free));
        });
    }

    private long free(Account account, Decision decision, History.Heard heard, boolean generous) {
        return granted(account, decision, heard, generous) - consumed.getOrDefault(account.id(), Map.of()).values()
                .stream().mapToLong(Long::longValue).sum();
    }

    /** What each payer's sessions hold; of those that expired about now as few or as many as may be. */
    private Map<UUID, Long> demands(Decision decision, History.Heard heard, boolean few) {
        var gone = new HashSet<UUID>();
        for (var change : history.changes()) {
            if (change instanceof History.Change.Expired(_, _, var session)
                    && (few ? change.mayHaveBegun(heard.at()) : change.isOver(decision.decidedAt()))) {
                gone.add(session);
            }
        }
        var demands = new LinkedHashMap<UUID, Long>();
        holds.forEach((session, groups) -> {
            if (gone.contains(session)) return;
            long held = groups.values().stream().mapToLong(Long::longValue).sum();
            if (held > 0) demands.merge(Objects.requireNonNull(payers.get(session)), held, Long::sum);
        });
        return demands;
    }

    private static long sum(Map<UUID, Long> demands) {
        return demands.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How much of what is held finds a place beside what is used. */
    private long placed(Map<UUID, Long> demands, Decision decision, History.Heard heard, boolean generous) {
        var who = List.copyOf(demands.keySet());
        int source = who.size() + history.accounts().size();
        int sink = source + 1;
        var flow = new Flow(sink + 1);
        for (int i = 0; i < who.size(); i++)
            flow.edge(source, i, demands.getOrDefault(who.get(i), 0L));
        for (int a = 0; a < history.accounts().size(); a++) {
            var account = history.accounts().get(a);
            var used = consumed.getOrDefault(account.id(), Map.of());
            long free = free(account, decision, heard, generous);
            if (free < 0 && generous) fault(Fault.OVERSPENT, "account " + account.id() + " by " + -free);
            flow.edge(who.size() + a, sink, Math.max(0, free));
            for (int i = 0; i < who.size(); i++) {
                if (!account.limits().containsKey(who.get(i))) continue;
                long left = limit(account, who.get(i), decision, heard, generous) - used.getOrDefault(who.get(i), 0L);
                if (left < 0 && generous) fault(Fault.OVERSPENT, "a limit in " + account.id() + " by " + -left);
                flow.edge(i, who.size() + a, Math.max(0, left));
            }
        }
        return flow.largest(source, sink);
    }

    private long granted(Account account, Decision decision, History.Heard heard, boolean generous) {
        long units = account.granted();
        for (var change : history.changes()) {
            if (change instanceof History.Change.ToppedUp(_, _, var id, var more) && id.equals(account.id())
                    && (generous ? change.mayHaveBegun(heard.at()) : change.isOver(decision.decidedAt()))) {
                units += more;
            }
        }
        return units;
    }

    /** The limit that was surely in force, or the most generous of those that may have been. */
    private long limit(Account account, UUID payer, Decision decision, History.Heard heard, boolean generous) {
        long limit = account.limits().getOrDefault(payer, 0L);
        long best = limit;
        for (var change : history.changes()) {
            if (!(change instanceof History.Change.Limited(_, _, var id, var whose, var next))
                    || !id.equals(account.id())
                    || !whose.equals(payer))
                continue;
            if (change.isOver(decision.decidedAt())) {
                limit = next;
                best = next;
            } else if (change.mayHaveBegun(heard.at())) {
                best = generous ? Math.max(best, next) : Math.min(best, next);
            }
        }
        return best;
    }
}
