package io.planshare.agent.meter;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.agent.disk.WholeFile;
import io.planshare.agent.meter.ThresholdRequests.Answer;
import io.planshare.model.DeviceId;
import io.planshare.transfer.TransferRequest.Direction;

/**
 * Meters the SIM slots of one device: octets are taken before they are transferred, and there are no more than the server left
 * it. They are on the disk before they are used, so that neither a crash nor a restart frees any.
 */
public final class SimMeter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);
    private static final Duration PAUSE_MOST = Duration.ofSeconds(60);
    private static final Duration PACE_MOST = Duration.ofSeconds(1);

    /** An access token with the scope {@code sim-group:report}. */
    @FunctionalInterface
    public interface Token {
        String value() throws IOException, InterruptedException;
    }

    private final DeviceId device;
    private final Map<String, String> cards;
    private final Duration reportEvery;
    private final DeviceKey key;
    private final ThresholdRequests requests;
    private final WholeFile file;
    private final Clock clock;
    private final Object asking = new Object();
    /** Counted and then not used: the next octets of the card are these. */
    private final Map<String, Long> credits = new HashMap<>();
    /** When a slowed card's last octets are through. */
    private final Map<String, Instant> paced = new HashMap<>();
    private MeterState state;
    private Instant askAgain = Instant.EPOCH;
    private Instant reportNext = Instant.EPOCH;
    private Duration pause = PAUSE_LEAST;

    /**
     * @param directory the device's own
     * @param server quota-service; null: nobody answers
     * @throws IOException if the key or what was counted cannot be read
     */
    public SimMeter(DeviceId device, Path directory, SimSlots slots, @Nullable URI server, Token token, Clock clock)
            throws IOException {
        this.device = device;
        this.cards = slots.cards().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().value()));
        this.reportEvery = Duration.ofSeconds(slots.reportEvery());
        this.clock = clock;
        Files.createDirectories(directory);
        key = DeviceKey.of(device, slots.key());
        requests = new ThresholdRequests(server, device, token);
        var place = directory.resolve("meter.json");
        file = new WholeFile(place);
        state = Files.exists(place) ? JSON.readValue(place.toFile(), MeterState.class) : MeterState.NEW;
        keep(state.holding(Set.copyOf(cards.values()), clock.instant()));
    }

    /**
     * Counts octets that are about to be transferred. Does not wait.
     *
     * @return how many may be, up to as many as wanted; 0 if the slot stops for now. All for a connection without a card
     */
    public long take(String connection, Direction direction, long wanted) {
        return take(connection, direction, wanted, 1);
    }

    /**
     * Counts octets of which fewer than some are of no use.
     *
     * @return how many may be, from {@code least} to {@code wanted}; 0, and none is counted, if there is room for fewer
     */
    public synchronized long take(String connection, Direction direction, long wanted, long least) {
        var card = cards.get(connection);
        if (card == null) return wanted;
        var now = clock.instant();
        var taken = isPaced(card, now) ? 0 : Math.min(wanted, room(card, now));
        if (taken < least) return 0;
        pace(card, taken, now);
        var credited = Math.min(taken, credits.getOrDefault(card, 0L));
        var counted = taken - credited;
        credits.merge(card, -credited, Long::sum);
        if (counted > 0) {
            keep(direction == Direction.DOWNLOAD
                    ? state.counted(card, counted, 0)
                    : state.counted(card, 0, counted));
        }
        return taken;
    }

    /** Of what was taken, so many octets were not transferred. Counters never go back, so they are used up by what comes next. */
    public synchronized void unused(String connection, long octets) {
        var card = cards.get(connection);
        if (card != null) credits.merge(card, octets, Long::sum);
    }

    /**
     * Octets that may be taken at once, now or, where the card is slowed down, within a second; 0 if the slot stops for now.
     * None is counted. No limit for a connection without a card.
     */
    public synchronized long room(String connection) {
        var card = cards.get(connection);
        return card == null ? Long.MAX_VALUE : room(card, clock.instant());
    }

    private long room(String card, Instant now) {
        var leave = state.leave();
        if (leave.isStopped(card)) return 0;
        long left = leave.room(card, state.used(), now);
        long credit = credits.getOrDefault(card, 0L);
        return Math.min(left > Long.MAX_VALUE - credit ? Long.MAX_VALUE : left + credit, leave.aSecond(card));
    }

    /** Whether the last octets of a slowed card still take their time. A clock that was set back does not stop it. */
    private boolean isPaced(String card, Instant now) {
        var until = state.leave().isThrottled(card) ? paced.get(card) : null;
        return until != null && now.isBefore(until) && !until.isAfter(now.plus(PACE_MOST));
    }

    private void pace(String card, long taken, Instant now) {
        var leave = state.leave();
        if (leave.isThrottled(card)) {
            paced.put(card, now.plusMillis(PACE_MOST.toMillis() * taken / leave.aSecond(card)));
        }
    }

    /** Reports and asks if it is time to; to be called every second or so. */
    public void look() throws InterruptedException {
        synchronized (asking) {
            if (isTime() && report() instanceof Answer.OldSequence(var last)) {
                skipTo(last);
                report();
            }
        }
    }

    private synchronized boolean isTime() {
        var now = clock.instant();
        return !now.isBefore(reportNext) || state.leave().isDue(state.used(), now) && !now.isBefore(askAgain);
    }

    private synchronized void skipTo(long sequence) {
        keep(state.numbered(Math.max(state.sequence(), sequence)));
    }

    private Answer report() throws InterruptedException {
        var sent = numbered();
        var reported = List.copyOf(sent.counters().keySet());
        var answer = requests.ask(key.signed(payload(sent, reported)), reported);
        answered(sent, answer);
        return answer;
    }

    /** Each report has a number of its own: of one without an answer nobody knows whether it was counted. */
    private synchronized MeterState numbered() {
        keep(state.numbered(state.sequence() + 1));
        return state;
    }

    private synchronized void answered(MeterState sent, Answer answer) {
        var now = clock.instant();
        reportNext = now.plus(reportEvery);
        switch (answer) {
            case Answer.Told(var leave) -> {
                // What went through since then is what the new threshold has less.
                var since = state.used() - sent.used();
                var gone = new HashSet<>(sent.counters().keySet());
                gone.removeAll(cards.values());
                keep(state.told(leave, since).answered(sent.sequence()).without(gone, sent.counters()));
            }
            case Answer.Unanswered() -> keep(state.told(state.leave().unanswered(state.used(), now), state.used()));
            case Answer.Refused() -> {
            }
            case Answer.OldSequence(_) -> {
            }
        }
        // Whoever is given nothing asks less and less often.
        pause = state.leave().isDue(state.used(), now) ? least(pause.multipliedBy(2), PAUSE_MOST) : PAUSE_LEAST;
        askAgain = now.plus(pause);
    }

    private String payload(MeterState sent, List<String> reported) {
        var body = JSON.createObjectNode().put("deviceId", device.toString()).put("sequence", sent.sequence())
                .put("answered", sent.answered());
        var slots = body.putArray("slots");
        var now = clock.instant();
        for (var card : reported) {
            var counter = sent.counters().get(card);
            if (counter == null) continue;
            slots.addObject().put("iccid", card).put("counterBits", Long.SIZE).put("rxOctets", counter.rxOctets())
                    .put("txOctets", counter.txOctets()).put("from", counter.from().toString())
                    .put("to", now.toString());
        }
        return JSON.writeValueAsString(body);
    }

    private void keep(MeterState next) {
        if (next.equals(state)) return;
        state = next;
        file.replace(JSON.writeValueAsBytes(next));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
