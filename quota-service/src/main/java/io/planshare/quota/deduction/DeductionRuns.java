package io.planshare.quota.deduction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.quota.deduction.DeductionRun.Mode;
import io.planshare.quota.deduction.DeductionRun.State;
import io.planshare.quota.pack.SharedPackage;
import io.planshare.quota.pack.Sharings;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

/**
 * Closes of sharing groups' cycles, one step in one transaction: charging is asked, answers, the moves are computed outside
 * of any transaction from what is stored, proposed, and posted by charging. Killed anywhere, it goes on from the last step
 * to the same moves.
 */
@Service
class DeductionRuns {

    private static final Logger log = LoggerFactory.getLogger(DeductionRuns.class);
    private static final int BATCH = 100;
    private static final int ROUNDS_MAX = 5;
    /** So long after its end charging books use on a cycle. */
    private static final Duration BOOKABLE = Duration.ofDays(92);
    /** So long charging's news of use may be on its way before charging is asked anew. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final RunStore runs;
    private final UseStore uses;
    private final Proposals proposals;
    private final Computing computing;
    private final Sharings sharings;
    private final Outbox outbox;
    private final DeductionSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DeductionRuns(RunStore runs, UseStore uses, Proposals proposals, Computing computing, Sharings sharings,
            Outbox outbox, DeductionSettings settings, PlatformTransactionManager transactions, Clock clock) {
        this.runs = runs;
        this.uses = uses;
        this.proposals = proposals;
        this.computing = computing;
        this.sharings = sharings;
        this.outbox = outbox;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.quota.close.look-every:PT5S}")
    void closeDue() {
        var now = now();
        runs.due(now.minus(settings.grace()), BATCH).forEach(cycle -> alone(cycle, () -> close(cycle, now)));
        runs.late(now.minus(settings.lateFor()), BATCH).forEach(cycle -> alone(cycle, () -> close(cycle, now)));
        runs.unanswered(now, settings.patience(), settings.patienceForAMove())
                .forEach(run -> alone(run, () -> again(run, now)));
    }

    @Scheduled(fixedDelayString = "${planshare.quota.close.compute-every:PT0.5S}", scheduler = CloseThread.NAME)
    void computePrepared() {
        runs.in(State.PREPARED, BATCH).forEach(run -> alone(run, () -> computing.inTurn(() -> compute(run))));
    }

    /** Closes all cycles of an account's sharing group that have ended, without waiting for late use. */
    @Transactional
    Optional<DeductionRun> closeNow(AccountId account) {
        var now = now();
        var group = sharings.inForce(List.of(account), now);
        var ended = runs.ended(ids(group), now.minus(BOOKABLE), now, now);
        return ended.isEmpty() ? Optional.empty() : Optional.of(open(group, ended, Mode.CYCLE_CLOSE, now));
    }

    /** What a close would do if the group's cycles of now ended at once. Nothing moves. */
    @Transactional
    Optional<DeductionRun> whatIf(AccountId account) {
        var now = now();
        var group = sharings.inForce(List.of(account), now);
        var current = runs.current(ids(group), now);
        return current.isEmpty() ? Optional.empty() : Optional.of(open(group, current, Mode.WHAT_IF, now));
    }

    void prepared(ClosePrepared prepared) {
        runs.prepared(prepared);
    }

    void posted(ClosePosted answer) {
        runs.find(answer.runId()).filter(run -> run.round() == answer.round()).ifPresent(run -> {
            if (answer.posted()) {
                if (runs.move(run, State.PROPOSED, State.POSTED, answer.postedAt())) closed(run);
            } else if (run.round() < ROUNDS_MAX) {
                again(run, now());
            } else {
                log.warn("Deduction run {} is given up after {} rounds; another one is opened later", run.id(),
                        run.round());
                runs.move(run, State.PROPOSED, State.GIVEN_UP, now());
            }
        });
    }

    Optional<DeductionRun> find(UUID id) {
        return runs.find(id);
    }

    private void close(PackageActivated cycle, Instant now) {
        var accounts = Stream.concat(Stream.of(cycle.accountId()), cycle.members().stream().map(
                PackageMember::accountId)).toList();
        var end = requireNonNull(cycle.cycle().to());
        if (!uses.anythingBeyond(accounts, cycle.cycle().from(), end)) {
            // Whatever there is to find comes later than this.
            runs.closed(List.of(cycle.providerAccountId()), cycle.cycle().from());
            return;
        }
        var group = sharings.inForce(accounts, now);
        open(group, runs.ended(ids(group), cycle.cycle().from(), end, now), Mode.CYCLE_CLOSE, now);
    }

    /** The one that is open already if there is one: then these cycles' turn comes after it. */
    private DeductionRun open(Collection<SharedPackage> group, List<PackageActivated> cycles, Mode mode, Instant now) {
        var groupId = group.stream().flatMap(SharedPackage::accounts).min(comparing(AccountId::value)).orElseThrow();
        var from = cycles.stream().map(it -> it.cycle().from()).min(naturalOrder()).orElseThrow();
        var to = cycles.stream().map(it -> it.cycle().to()).map(it -> it == null || it.isAfter(now) ? now : it)
                .max(naturalOrder()).orElseThrow();
        var run = DeductionRun.requested(groupId, mode, from, to,
                cycles.stream().map(PackageActivated::providerAccountId).toList(), now);
        return requireNonNull(transaction.execute(_ -> {
            while (!runs.insert(run)) {
                var open = runs.open(groupId);
                // None: it was done in between.
                if (open.isPresent()) return open.get();
            }
            request(run);
            return run;
        }));
    }

    private void request(DeductionRun run) {
        outbox.publish(new CloseRequested(run.id(), run.round(), run.groupId(), run.from(), run.to(), run.ended()));
    }

    private void again(DeductionRun run, Instant now) {
        transaction.executeWithoutResult(_ -> {
            if (runs.again(run, now)) runs.find(run.id()).ifPresent(this::request);
        });
    }

    /** One that fails holds up no other. */
    private void alone(Object what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            log.warn("{} could not be closed; it is tried again", what, failure);
        }
    }

    private void compute(DeductionRun run) {
        var prepared = runs.prepared(run).orElseThrow();
        var whatIf = run.mode() == Mode.WHAT_IF;
        if (!whatIf && !proposals.isComplete(run, prepared)) {
            if (prepared.preparedAt().isBefore(now().minus(ON_ITS_WAY))) {
                again(run, now());
            }
            return;
        }
        var proposal = proposals.compute(run, prepared);
        var outcome = run.round() == 1
                ? proposal.outcome()
                : proposal.outcome().after(runs.posted(run, prepared));
        transaction.executeWithoutResult(_ -> {
            if (!runs.proposed(run, outcome)) return;
            if (whatIf) {
                runs.move(run, State.PROPOSED, State.COMPUTED, now());
            } else if (proposal.parts().isEmpty()) {
                runs.move(run, State.PROPOSED, State.POSTED, now());
                closed(run);
            } else {
                outbox.publishAll(proposal.told(run));
            }
        });
    }

    private void closed(DeductionRun run) {
        var at = runs.prepared(run).map(ClosePrepared::preparedAt).orElseThrow();
        runs.closed(run.ended(), at);
    }

    private static List<UUID> ids(Collection<SharedPackage> group) {
        return group.stream().map(it -> it.bought().id()).map(PackageId::value).toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
