package io.planshare.charging.judge;

import java.util.ArrayDeque;
import java.util.Arrays;

/** The largest flow through a small graph, by augmenting along shortest paths. */
final class Flow {

    private final long[][] capacity;

    Flow(int nodes) {
        capacity = new long[nodes][nodes];
    }

    void edge(int from, int to, long units) {
        capacity[from][to] = units;
    }

    /** Uses the graph up. */
    long largest(int source, int sink) {
        long flow = 0;
        var before = new int[capacity.length];
        while (reaches(source, sink, before)) {
            long part = Long.MAX_VALUE;
            for (int to = sink; to != source; to = before[to])
                part = Math.min(part, capacity[before[to]][to]);
            for (int to = sink; to != source; to = before[to]) {
                capacity[before[to]][to] -= part;
                capacity[to][before[to]] += part;
            }
            flow += part;
        }
        return flow;
    }

    private boolean reaches(int source, int sink, int[] before) {
        Arrays.fill(before, -1);
        before[source] = source;
        var next = new ArrayDeque<Integer>();
        next.add(source);
        while (!next.isEmpty() && before[sink] < 0) {
            int from = next.remove();
            for (int to = 0; to < capacity.length; to++) {
                if (before[to] < 0 && capacity[from][to] > 0) {
                    before[to] = from;
                    next.add(to);
                }
            }
        }
        return before[sink] >= 0;
    }
}
