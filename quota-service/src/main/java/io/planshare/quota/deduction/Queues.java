package io.planshare.quota.deduction;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * To-be-deducted queues of runs, each computed from its run's stored input. The last one is kept for its further pages as
 * long as there is memory for it.
 */
@Component
class Queues {

    /** For so long who asks waits for the computation before his. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    /** What is known of a run's queue. */
    sealed interface Queue {
        record Computed(List<Close.QueueItem> items) implements Queue {}

        /** The run's moves are not computed yet. */
        record NotYet() implements Queue {}

        /** Something else is being computed. */
        record Busy() implements Queue {}
    }

    private record Kept(UUID run, int round, Queue.Computed queue) {
        boolean isOf(DeductionRun other) {
            return run.equals(other.id()) && round == other.round();
        }
    }

    private final RunStore runs;
    private final Proposals proposals;
    private final Computing computing;
    private volatile SoftReference<Kept> last = new SoftReference<>(null);

    Queues(RunStore runs, Proposals proposals, Computing computing) {
        this.runs = runs;
        this.proposals = proposals;
        this.computing = computing;
    }

    /** As the run's last round found it. */
    Queue of(DeductionRun run) {
        if (!run.isComputed()) return new Queue.NotYet();
        var kept = kept(run);
        return kept != null ? kept : computing.within(WAIT, () -> compute(run)).orElseGet(Queue.Busy::new);
    }

    private Queue compute(DeductionRun run) {
        // Who was before may have asked for the same.
        var kept = kept(run);
        if (kept != null) return kept;
        last.clear();
        var prepared = runs.prepared(run).orElseThrow();
        var queue = new Queue.Computed(List.copyOf(proposals.queue(run, prepared)));
        last = new SoftReference<>(new Kept(run.id(), run.round(), queue));
        return queue;
    }

    private Queue.@Nullable Computed kept(DeductionRun run) {
        var kept = last.get();
        return kept != null && kept.isOf(run) ? kept.queue : null;
    }
}
