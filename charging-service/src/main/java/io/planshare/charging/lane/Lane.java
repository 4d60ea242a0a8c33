package io.planshare.charging.lane;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker and what waits for it. Takes all that waits, hands it over as one batch in which every serial occurs once, and
 * answers each. A batch that fails is halved until the culprit stands alone. What nobody waits for any more is dropped: its
 * sender asks again, perhaps elsewhere, and must not find it decided later.
 */
final class Lane<Q, A> {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** Somebody who waits. */
    record Waiting<Q, A>(Q request, String serial, CompletableFuture<A> answer) {}

    private final BlockingQueue<Waiting<Q, A>> queue;
    private final int batchMax;
    private final Pace pace;
    private final Function<List<Q>, List<A>> decide;
    private final Thread worker;
    private volatile boolean closing;

    Lane(String name, int queueMax, int batchMax, Pace pace, Function<List<Q>, List<A>> decide) {
        this.queue = new LinkedBlockingDeque<>(queueMax);
        this.batchMax = batchMax;
        this.pace = pace;
        this.decide = decide;
        this.worker = Thread.ofPlatform().name(name).start(this::run);
    }

    /** False when the queue is full. */
    boolean offer(Waiting<Q, A> waiting) {
        return !closing && queue.offer(waiting);
    }

    boolean isFull() {
        return closing || queue.remainingCapacity() == 0;
    }

    int waiting() {
        return queue.size();
    }

    /** Decides what waits and takes no more. */
    void close() throws InterruptedException {
        closing = true;
        worker.interrupt();
        worker.join(5_000);
    }

    private void run() {
        var held = new ArrayList<Waiting<Q, A>>();
        while (!closing || !queue.isEmpty() || !held.isEmpty()) {
            try {
                if (held.isEmpty() && !closing) held.add(queue.take());
                queue.drainTo(held, batchMax - held.size());
                held.removeIf(waiting -> waiting.answer().isDone());
                var batch = firstOfEachSerial(held);
                if (batch.isEmpty()) continue;
                pace.await(batch.size());
                decide(batch);
            } catch (InterruptedException _) {
                // close() woke us: the loop's condition says what is left to do
            }
        }
    }

    /** Takes the first waiting of each serial out of the held ones; the others come next time, in their order. */
    private List<Waiting<Q, A>> firstOfEachSerial(List<Waiting<Q, A>> held) {
        var seen = new HashSet<String>();
        var batch = new ArrayList<Waiting<Q, A>>();
        held.removeIf(waiting -> seen.add(waiting.serial()) && batch.add(waiting));
        return batch;
    }

    private void decide(List<Waiting<Q, A>> taken) {
        // The throttle, or the half before, may have outlasted their patience.
        var batch = taken.stream().filter(waiting -> !waiting.answer().isDone()).toList();
        if (batch.isEmpty()) return;
        try {
            var answers = decide.apply(batch.stream().map(Waiting::request).toList());
            for (int i = 0; i < batch.size(); i++)
                batch.get(i).answer().complete(answers.get(i));
        } catch (RuntimeException | Error failure) {
            if (batch.size() == 1) {
                batch.getFirst().answer().completeExceptionally(failure);
            } else {
                log.warn("A batch of {} failed ({}); its halves are tried", batch.size(),
                        failure.getClass().getSimpleName());
                decide(batch.subList(0, batch.size() / 2));
                decide(batch.subList(batch.size() / 2, batch.size()));
            }
        }
    }
}
