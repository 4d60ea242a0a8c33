package io.planshare.charging.lane;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.planshare.charging.payer.HistoryClient;
import io.planshare.charging.session.Asked;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingOutcome.TryLater;
import io.planshare.charging.session.ChargingRequest;
import io.planshare.charging.session.ChargingSessions;
import io.planshare.charging.session.Step;
import io.planshare.kit.outbox.Outbox;

/** The way into charging: a request waits in a lane until it is decided and durable. */
@Service
public class Lanes implements DisposableBean {

    private static final Duration SOON = Duration.ofSeconds(1);
    /** A repeat that races its original fails once on a unique key, and then finds the original's answer. */
    private static final int ATTEMPTS = 3;
    private static final int NEIGHBOURS_MOST = 500_000;

    private final List<Lane<Asked, Step>> lanes;
    /**
     * The lane of each session and subscriber whose accounts are known: those who share decide together, and so wait for each
     * other's locks less and need fewer commits.
     */
    private final Cache<String, Integer> sharingGroups = Caffeine.newBuilder().maximumSize(NEIGHBOURS_MOST).build();
    private final HistoryClient history;
    private final Outbox outbox;
    private final Duration patience;

    Lanes(ChargingSessions sessions, HistoryClient history, Outbox outbox, LaneSettings settings,
            MeterRegistry metrics) {
        this.history = history;
        this.outbox = outbox;
        this.patience = settings.patience();
        var pace = new Pace(settings.rateMax());
        this.lanes = IntStream.range(0, settings.count()).mapToObj(
                i -> new Lane<>("charging-lane-" + i, settings.queueMax(), settings.batchMax(), pace,
                        sessions::decide))
                .toList();
        Gauge.builder("planshare.charging.waiting", () -> lanes.stream().mapToInt(Lane::waiting).sum())
                .description("requests that wait to be decided").register(metrics);
    }

    /** Whether a request about this session would be refused at once: then it need not even be read. */
    public boolean areFullFor(ChargingDataRef session) {
        return lane(session.toString()).isFull();
    }

    /** Blocks until the request is decided and durable, or can not be decided now. */
    public ChargingOutcome submit(ChargingRequest request) {
        return submit(Asked.of(request, outbox.traceparent()));
    }

    public ChargingOutcome submit(Asked asked) {
        return switch (step(asked, ATTEMPTS)) {
            case Step.Done(var outcome, _) -> outcome;
            case Step.AskEnrollment(var device, var questions) -> history.whoPaid(device, questions)
                    .map(older -> decideKnowing(asked.knowing(older)))
                    .orElseGet(() -> new TryLater("enrollment could not be asked who paid", SOON));
        };
    }

    private ChargingOutcome decideKnowing(Asked asked) {
        return switch (step(asked, ATTEMPTS)) {
            case Step.Done(var outcome, _) -> outcome;
            case Step.AskEnrollment _ -> new TryLater("the payer map changed meanwhile", SOON);
        };
    }

    /** Where the others are that share an account with it, as far as is known. */
    private Lane<Asked, Step> lane(String neighbour) {
        return lanes.get(Objects.requireNonNullElseGet(sharingGroups.getIfPresent(neighbour), () -> place(neighbour)));
    }

    private void remember(Asked asked, Step step) {
        if (!(step instanceof Step.Done(Answered(var ref, _, _, _), var widest)) || widest == null) return;
        var lane = place(widest);
        for (var neighbour : List.of(asked.neighbour(), ref.toString())) {
            if (!lane.equals(sharingGroups.getIfPresent(neighbour))) sharingGroups.put(neighbour, lane);
        }
    }

    private Integer place(Object key) {
        return Math.floorMod(key.hashCode(), lanes.size());
    }

    private Step step(Asked asked, int attempts) {
        var answer = new CompletableFuture<Step>();
        if (!lane(asked.neighbour()).offer(new Lane.Waiting<>(asked, asked.serial(), answer))) {
            return new Step.Done(TryLater.TOO_MANY);
        }
        try {
            var step = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            remember(asked, step);
            return step;
        } catch (TimeoutException _) {
            answer.cancel(false);
            return new Step.Done(new TryLater("no decision in time", SOON));
        } catch (InterruptedException _) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            return new Step.Done(new TryLater("the service is stopping", SOON));
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            var passing = cause instanceof DuplicateKeyException || cause instanceof TransientDataAccessException;
            if (passing && attempts > 1) return step(asked, attempts - 1);
            throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        for (var lane : lanes)
            lane.close();
    }
}
