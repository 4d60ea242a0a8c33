package io.planshare.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Sends requests over several connections for a while, as fast as they are answered or at a given rate. */
final class Load {

    private Load() {}

    /** Each connection sends its next request as soon as the last is answered. */
    static Measured asFastAsAnswered(URI server, List<? extends Call> connections, Duration lasting)
            throws InterruptedException {
        return run(server, connections, lasting, 0);
    }

    /** Latencies count from when a request was due: a server that stalls is not spared the requests that wait meanwhile. */
    static Measured atRate(URI server, List<? extends Call> connections, Duration lasting, double perSecond)
            throws InterruptedException {
        return run(server, connections, lasting, connections.size() / perSecond * 1e9);
    }

    private static Measured run(URI server, List<? extends Call> calls, Duration lasting, double gapNanos)
            throws InterruptedException {
        var begin = System.nanoTime();
        var until = begin + lasting.toNanos();
        var work = new ArrayList<Callable<One>>();
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            var first = begin + (long) (gapNanos * i / calls.size());
            work.add(() -> connection(server, call, first, until, gapNanos));
        }
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            var statuses = new HashMap<Integer, Long>();
            var nanos = new ArrayList<long[]>();
            for (var done : threads.invokeAll(work)) {
                var one = done.get();
                nanos.add(one.nanos());
                one.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
            }
            var all = nanos.stream().flatMapToLong(Arrays::stream).toArray();
            return new Measured(Duration.ofNanos(System.nanoTime() - begin), all, statuses);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private record One(long[] nanos, Map<Integer, Long> statuses) {}

    private static One connection(URI server, Call call, long first, long until, double gapNanos) throws IOException {
        var nanos = new long[1024];
        int count = 0;
        var statuses = new HashMap<Integer, Long>();
        try (var connection = new Connection(server)) {
            for (long due = first; due < until; due = first + (long) (count * gapNanos)) {
                if (gapNanos == 0) due = System.nanoTime();
                else
                    waitUntil(due);
                if (due >= until) break;
                var status = connection.send(call.next());
                if (count == nanos.length) nanos = Arrays.copyOf(nanos, 2 * count);
                nanos[count++] = System.nanoTime() - due;
                statuses.merge(status, 1L, Long::sum);
                call.answered(status, connection.body());
            }
        }
        return new One(Arrays.copyOf(nanos, count), statuses);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime())
            LockSupport.parkNanos(left);
    }
}
