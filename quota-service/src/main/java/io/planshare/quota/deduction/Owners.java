package io.planshare.quota.deduction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.planshare.model.AccountId;
import io.planshare.quota.deduction.Close.Kinds;
import io.planshare.quota.deduction.CloseInput.Account;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

/** Owners who come first in what they share, and what they lack by having shared it. */
final class Owners {

    private final List<Account> accounts;
    private final List<FlowGraph.Account> nodes;
    private final Collection<Kinds> kinds;

    /** @param nodes of the accounts, in their order; like {@code kinds} they may still grow */
    Owners(List<Account> accounts, List<FlowGraph.Account> nodes, Collection<Kinds> kinds) {
        this.accounts = accounts;
        this.nodes = nodes;
        this.kinds = kinds;
    }

    List<AccountId> whoComeFirst() {
        return accounts.stream().filter(it -> it.ended() && it.ownerFirst()).map(Account::owner).distinct()
                .sorted(comparing(AccountId::value)).toList();
    }

    /** His use. */
    List<Kinds> kinds(AccountId owner) {
        return kinds.stream().filter(it -> it.account.equals(owner)).toList();
    }

    /** What he comes first in. */
    Set<FlowGraph.Account> nodes(AccountId owner) {
        return IntStream.range(0, accounts.size()).filter(it -> isFirst(accounts.get(it), owner))
                .mapToObj(nodes::get).collect(toSet());
    }

    boolean hasNothingOfHisOwn(Kinds kind) {
        return kind.accounts.stream().noneMatch(it -> isFirst(it, kind.account));
    }

    /**
     * How much more an owner has beyond all accounts than if he had shared nothing of what he comes first in. What lies on
     * units that live on is covered either way.
     */
    long lacking(AccountId owner) {
        var alone = new FlowGraph();
        var own = new HashMap<FlowGraph.Account, FlowGraph.Account>();
        for (var node : nodes) {
            if (!isFirst(accounts.get(node.index), owner)) continue;
            var holds = node.accesses.stream().flatMap(it -> it.places.stream()).mapToLong(it -> it.units).sum();
            own.put(node, alone.account(true, node.spare + holds));
        }
        long demand = 0;
        long excess = 0;
        var kindsAlone = new ArrayList<FlowGraph.Cell>();
        for (var kind : kinds(owner)) {
            var units = kind.cell.excess + kind.cell.places.stream().filter(it -> it.access.account.ended)
                    .mapToLong(it -> it.units).sum();
            demand += units;
            excess += kind.cell.excess;
            var cell = alone.cell(kind.cell.payer, kind.cell.places.stream().map(it -> it.access)
                    .filter(it -> own.containsKey(it.account))
                    .map(it -> alone.access(requireNonNull(own.get(it.account)), it.payer, FlowGraph.UNLIMITED,
                            new FlowGraph.Recallable(0)))
                    .toList());
            cell.excess = units;
            kindsAlone.add(cell);
        }
        long covered = 0;
        for (var cell : kindsAlone)
            covered += alone.push(cell, cell.excess, true);
        return Math.max(0, excess - (demand - covered));
    }

    private static boolean isFirst(Account account, AccountId owner) {
        return account.ended() && account.ownerFirst() && account.owner().equals(owner);
    }
}
