package io.planshare.charging.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;

/** A judge that knows nothing of walks: the largest flow from node 0 to node 1, by shortest augmenting paths. */
final class MaxFlow {

    private final long[][] capacity;

    MaxFlow(int nodes) {
        capacity = new long[nodes][nodes];
    }

    void edge(int from, int to, long units) {
        capacity[from][to] += units;
    }

    long value() {
        long flow = 0;
        while (true) {
            var before = new int[capacity.length];
            Arrays.fill(before, -1);
            var queue = new ArrayDeque<Integer>();
            queue.add(0);
            before[0] = 0;
            while (!queue.isEmpty() && before[1] < 0) {
                int node = queue.remove();
                for (int next = 0; next < capacity.length; next++) {
                    if (before[next] < 0 && capacity[node][next] > 0) {
                        before[next] = node;
                        queue.add(next);
                    }
                }
            }
            if (before[1] < 0) return flow;
            long units = Long.MAX_VALUE;
            for (int node = 1; node != 0; node = before[node])
                units = Math.min(units, capacity[before[node]][node]);
            for (int node = 1; node != 0; node = before[node]) {
                capacity[before[node]][node] -= units;
                capacity[node][before[node]] += units;
            }
            flow += units;
        }
    }
}
