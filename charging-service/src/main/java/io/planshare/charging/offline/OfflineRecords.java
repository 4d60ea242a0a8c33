package io.planshare.charging.offline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.CannotCreateTransactionException;

import io.planshare.charging.offline.OfflineChunk.Numbered;
import io.planshare.charging.offline.OfflineChunk.Ready;
import io.planshare.charging.offline.RecordReader.Read;
import io.planshare.charging.payer.HistoryClient;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers.Question;
import io.planshare.charging.payer.Resolutions;
import io.planshare.charging.session.DirectCharges;
import io.planshare.model.DeviceId;

/**
 * Charges files of use as they arrive, a chunk in each transaction. Chunks that fail are halved until the culprit stands alone;
 * what was charged stays charged, and is told as repeated when the file comes again.
 */
@Service
class OfflineRecords {

    private static final Logger LOG = LoggerFactory.getLogger(OfflineRecords.class);
    /** Somebody else charges the same ids, or took locks the other way round: once more, then halves. */
    private static final int ATTEMPTS = 3;
    private static final Duration TURN = Duration.ofSeconds(10);

    private final OfflineSettings settings;
    private final RecordReader reader;
    private final Resolutions resolutions;
    private final HistoryClient history;
    private final DirectCharges charges;
    private final Clock clock;
    private final Semaphore calls;
    private final Semaphore turns;

    OfflineRecords(OfflineSettings settings, RecordReader reader, Resolutions resolutions, HistoryClient history,
            DirectCharges charges, Clock clock) {
        this.settings = settings;
        this.reader = reader;
        this.resolutions = resolutions;
        this.history = history;
        this.charges = charges;
        this.clock = clock;
        this.calls = new Semaphore(settings.callsMax());
        this.turns = new Semaphore(settings.chunksMax(), true);
    }

    OfflineOutcome charge(String source, RecordLines lines) throws IOException {
        if (!calls.tryAcquire()) return new OfflineOutcome.Busy();
        try {
            return new Call(source).charge(lines);
        } finally {
            calls.release();
        }
    }

    /** One call on its way. */
    private final class Call {
        private final String source;
        private final Tally tally = new Tally();
        private final Instant askUntil = clock.instant().plus(settings.askFor());
        private List<Numbered> waiting = new ArrayList<>();

        Call(String source) {
            this.source = source;
        }

        OfflineOutcome charge(RecordLines lines) throws IOException {
            int index = 0;
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                if (index == settings.recordsMax()) {
                    tally.refused(Refusal.of(index, null, Refusal.Reason.TOO_MANY, "at most " + index
                            + " records in a call; nothing from here on was read", null));
                    break;
                }
                switch (reader.read(index++, line.get())) {
                    case Read.Good(var record) -> waiting.add(record);
                    case Read.Broken(var refusal) -> tally.refused(refusal);
                }
                if (waiting.size() == settings.chunk()) chargeWaiting();
            }
            chargeWaiting();
            return new OfflineOutcome.Done(tally.answer());
        }

        private void chargeWaiting() {
            var chunk = waiting;
            waiting = new ArrayList<>();
            if (!chunk.isEmpty()) chargeInTurn(chunk);
        }

        private void chargeInTurn(List<Numbered> chunk) {
            var ours = false;
            try {
                ours = turns.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
                if (ours) charge(chunk, ATTEMPTS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                if (ours) turns.release();
            }
            if (!ours) chunk.forEach(it -> refuse(it, Refusal.Reason.TRY_LATER, "too many files are charged now"));
        }

        private void charge(List<Numbered> chunk, int attempts) {
            try {
                chargeOnce(chunk);
            } catch (TransientDataAccessException | DuplicateKeyException again) {
                if (attempts > 1) {
                    charge(chunk, attempts - 1);
                } else {
                    chargeHalves(chunk, again);
                }
            } catch (CannotCreateTransactionException | NonTransientDataAccessResourceException away) {
                if (tally.nothingDone()) throw away;
                LOG.warn("The database does not answer; {} records of {} are told to come again: {}", chunk.size(),
                        source, away.toString());
                chunk.forEach(it -> refuse(it, Refusal.Reason.TRY_LATER, "the database does not answer"));
            } catch (RuntimeException failure) {
                chargeHalves(chunk, failure);
            }
        }

        private void chargeHalves(List<Numbered> chunk, RuntimeException failure) {
            if (chunk.size() == 1) {
                LOG.error("Record {} of {} could not be charged and is refused; it may be sent again",
                        chunk.getFirst().record().id(), source, failure);
                refuse(chunk.getFirst(), Refusal.Reason.FAILED, "something went wrong on our side");
                return;
            }
            LOG.warn("A chunk of {} failed ({}); its halves are tried", chunk.size(),
                    failure.getClass().getSimpleName());
            charge(chunk.subList(0, chunk.size() / 2), ATTEMPTS);
            charge(chunk.subList(chunk.size() / 2, chunk.size()), ATTEMPTS);
        }

        /** Counts nothing unless all of it goes through. */
        private void chargeOnce(List<Numbered> numbered) {
            var mine = new Tally();
            var known = charges.known(numbered.stream().map(it -> it.record().id()).toList());
            var chunk = new OfflineChunk(source, numbered, known, mine);
            var facts = resolutions.about(
                    chunk.fresh().stream().map(it -> it.record().subscriptionId()).collect(Collectors.toSet()),
                    chunk.fresh().stream().flatMap(it -> Stream.ofNullable(it.record().deviceId()))
                            .collect(Collectors.toSet()));
            var ready = chunk.ready(facts, whoPaid(chunk.unanswered(facts)));
            if (!ready.isEmpty()) mine.charged(charges.charge(ready.stream().map(Ready::use).toList()));
            tally.add(mine);
        }

        private Map<DeviceId, Map<Question, Payer>> whoPaid(Map<DeviceId, Set<Question>> questions) {
            var answers = new HashMap<DeviceId, Map<Question, Payer>>();
            questions.forEach((device, asked) -> {
                if (clock.instant().isBefore(askUntil)) {
                    history.whoPaid(device, asked).ifPresent(told -> answers.put(device, told));
                }
            });
            return answers;
        }

        private void refuse(Numbered numbered, Refusal.Reason reason, String message) {
            tally.refused(Refusal.of(numbered.index(), numbered.record().id(), reason, message, null));
        }
    }
}
