package io.planshare.quota.deduction;

import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * The least total excess, by somebody else's algorithm: what does not flow from the use, through what each payer may draw,
 * into the units. Use on an account that lives on may stay there or move to what ends.
 */
final class MinCut {

    private MinCut() {}

    static long leastExcess(CloseInput input) {
        var graph = new SimpleDirectedWeightedGraph<String, DefaultWeightedEdge>(DefaultWeightedEdge.class);
        graph.addVertex("source");
        graph.addVertex("sink");
        for (var account : input.accounts()) {
            long here = 0;
            for (var use : input.uses()) {
                for (var part : use.parts())
                    here += part.accountId().equals(account.id()) ? part.units().count() : 0;
            }
            edge(graph, account.id().toString(), "sink", account.spare().count() + here);
            account.access().forEach((payer, access) -> {
                long drawn = input.uses().stream().filter(it -> it.payer().equals(payer)).flatMap(
                        it -> it.parts().stream()).filter(it -> it.accountId().equals(account.id()))
                        .mapToLong(it -> it.units().count()).sum();
                edge(graph, account.id() + " " + payer, account.id().toString(),
                        Math.min(1_000_000, access.left().count()) + drawn);
            });
        }
        long demand = 0;
        for (var use : input.uses()) {
            long free = use.excess().count();
            for (var part : use.parts()) {
                var home = input.accounts().stream().filter(it -> it.id().equals(part.accountId())).findFirst()
                        .orElseThrow();
                if (home.ended()) {
                    free += part.units().count();
                } else {
                    demand += part.units().count();
                    var node = use.recordId() + " " + home.id();
                    edge(graph, "source", node, part.units().count());
                    for (var account : input.accounts()) {
                        if (pays(account, use) && (account.ended() || account.id().equals(home.id()))) {
                            edge(graph, node, account.id() + " " + use.payer(), 1_000_000);
                        }
                    }
                }
            }
            demand += free;
            edge(graph, "source", use.recordId().toString(), free);
            for (var account : input.accounts()) {
                if (pays(account, use))
                    edge(graph, use.recordId().toString(), account.id() + " " + use.payer(),
                            1_000_000);
            }
        }
        return demand - Math.round(new PushRelabelMFImpl<>(graph).calculateMaximumFlow("source", "sink"));
    }

    /** Read from the spec anew, so that what the rule itself leaves out is seen. */
    private static boolean pays(CloseInput.Account account, CloseInput.Use use) {
        var access = account.access().get(use.payer());
        var at = use.occurredAt();
        var end = account.validity().to();
        if (access == null || account.unit() != use.unit()) return false;
        if (at.isBefore(account.validity().from()) || end != null && !at.isBefore(end)) return false;
        if (access.leftAt() != null && !at.isBefore(access.leftAt())) return false;
        return account.ratingGroups().isEmpty() || account.ratingGroups().contains(use.ratingGroup());
    }

    private static void edge(SimpleDirectedWeightedGraph<String, DefaultWeightedEdge> graph, String from, String to,
            long units) {
        graph.addVertex(from);
        graph.addVertex(to);
        graph.setEdgeWeight(graph.addEdge(from, to), units);
    }
}
