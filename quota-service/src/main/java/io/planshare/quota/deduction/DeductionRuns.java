package io.planshare.quota.deduction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
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
    private static final int MOVES_IN_A_PART = 500;
    private static final int ROUNDS_MAX = 5;
    /** So long charging's news of use may be on its way before charging is asked anew. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final RunStore runs;
    private final UseStore uses;
    private final Sharings sharings;
    private final Outbox outbox;
    private final DeductionSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DeductionRuns(RunStore runs, UseStore uses, Sharings sharings, Outbox outbox, DeductionSettings settings,
            PlatformTransactionManager transactions, Clock clock) {
        this.runs = runs;
        this.uses = uses;
        this.sharings = sharings;
        this.outbox = outbox;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.quota.close.look-every:PT5S}")
    void closeDue() {
        transaction.executeWithoutResult(_ -> {
            var now = now();
            runs.due(now.minus(settings.grace()), BATCH).forEach(cycle -> close(cycle, now));
            runs.late(now.minus(settings.lateFor()), BATCH).forEach(cycle -> close(cycle, now));
            runs.unanswered(now, settings.patience()).forEach(run -> again(run, now));
        });
    }

    @Scheduled(fixedDelayString = "${planshare.quota.close.compute-every:PT0.5S}")
    void computePrepared() {
        for (var run : runs.in(State.PREPARED, BATCH)) {
            try {
                compute(run);
            } catch (RuntimeException failure) {
                log.warn("Deduction run {} could not be computed; it is tried again", run.id(), failure);
            }
        }
    }

    /** Closes all cycles of an account's sharing group that have ended, without waiting for late use. */
    @Transactional
    Optional<DeductionRun> closeNow(AccountId account) {
        var now = now();
        var group = sharings.inForce(List.of(account), now);
        var ended = runs.ended(ids(group), Instant.EPOCH, now, now);
        return ended.isEmpty() ? Optional.empty() : Optional.of(open(group, ended, now));
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
            runs.closed(List.of(cycle.providerAccountId()), now);
            return;
        }
        var group = sharings.inForce(accounts, now);
        open(group, runs.ended(ids(group), cycle.cycle().from(), end, now), now);
    }

    private DeductionRun open(Collection<SharedPackage> group, List<PackageActivated> ended, Instant now) {
        var groupId = group.stream().flatMap(SharedPackage::accounts).min(comparing(AccountId::value)).orElseThrow();
        var from = ended.stream().map(it -> it.cycle().from()).min(naturalOrder()).orElseThrow();
        var to = ended.stream().map(it -> requireNonNull(it.cycle().to())).max(naturalOrder()).orElseThrow();
        var run = DeductionRun.requested(groupId, from, to,
                ended.stream().map(PackageActivated::providerAccountId).toList(), now);
        if (runs.insert(run)) request(run);
        return run;
    }

    private void request(DeductionRun run) {
        outbox.publish(new CloseRequested(run.id(), run.round(), run.groupId(), run.from(), run.to(), run.ended()));
    }

    private void again(DeductionRun run, Instant now) {
        if (runs.again(run, now)) runs.find(run.id()).ifPresent(this::request);
    }

    private void compute(DeductionRun run) {
        var prepared = runs.prepared(run.id()).orElseThrow();
        if (!isComplete(prepared)) {
            if (prepared.preparedAt().isBefore(now().minus(ON_ITS_WAY))) {
                transaction.executeWithoutResult(_ -> again(run, now()));
            }
            return;
        }
        var policies = policies(prepared, run);
        var input = input(run, prepared, policies);
        var result = Close.compute(input);
        var moves = result.moves().stream().map(move -> proposed(move, policies, prepared)).toList();
        var before = input.uses().stream().mapToLong(it -> it.excess().count()).sum();
        var outcome = new DeductionRun.Outcome(hash(input), hash(moves), before, result.totalExcess().count(),
                result.recalled().count(), moves.size());
        transaction.executeWithoutResult(_ -> {
            if (!runs.proposed(run, outcome)) return;
            if (moves.isEmpty()) {
                runs.move(run, State.PROPOSED, State.POSTED, now());
                closed(run);
            } else {
                outbox.publishAll(parts(run, outcome.movesHash(), moves));
            }
        });
    }

    /** What was computed from is exactly what is known now by the time charging looked. */
    private CloseInput input(DeductionRun run, ClosePrepared prepared, List<SharedPackage> policies) {
        var accounts = prepared.accounts().stream().flatMap(it -> it.consumers().stream())
                .map(it -> it.accountId()).distinct().toList();
        return CloseInputs.of(prepared.accounts(), policies,
                uses.uses(accounts, new UseStore.Span(run.from(), run.to(), prepared.preparedAt())));
    }

    private List<SharedPackage> policies(ClosePrepared prepared, DeductionRun run) {
        var ids = prepared.accounts().stream().map(CloseAccount::packageId).filter(it -> it != null).distinct()
                .toList();
        return sharings.packagesInForce(ids, run.to().minus(1, ChronoUnit.MICROS));
    }

    /** Whether all use that charging has taken from the ended accounts is known here. */
    private boolean isComplete(ClosePrepared prepared) {
        var ended = prepared.accounts().stream().filter(CloseAccount::ended).toList();
        var taken = uses.taken(ended.stream().map(CloseAccount::providerAccountId).toList(), prepared.preparedAt());
        return ended.stream()
                .allMatch(it -> taken.getOrDefault(it.providerAccountId(), 0L) == it.consumed().count());
    }

    private static ProposedMove proposed(Close.Move move, List<SharedPackage> policies, ClosePrepared prepared) {
        return new ProposedMove(move.recordId(), move.from(), move.to(), move.units(),
                move.to() == null ? owed(requireNonNull(move.from()), move.units(), policies, prepared) : null);
    }

    /** What somebody agreed to pay for units that their owner calls back. */
    private static @Nullable Money owed(ProviderAccountId from, Units units,
            List<SharedPackage> policies, ClosePrepared prepared) {
        var packageId = prepared.accounts().stream().filter(it -> it.providerAccountId().equals(from)).findFirst()
                .map(CloseAccount::packageId).orElseThrow();
        return policies.stream().filter(it -> it.bought().id().equals(packageId)).findFirst()
                .map(it -> it.policy().recallPrice()).map(price -> price.of(units)).orElse(null);
    }

    private static List<CloseProposed> parts(DeductionRun run, String hash, List<ProposedMove> moves) {
        var parts = new ArrayList<CloseProposed>();
        int count = (moves.size() + MOVES_IN_A_PART - 1) / MOVES_IN_A_PART;
        for (int part = 0; part < count; part++) {
            parts.add(new CloseProposed(run.id(), run.round(), run.groupId(), part + 1, count, hash, moves.subList(
                    part * MOVES_IN_A_PART, Math.min(moves.size(), (part + 1) * MOVES_IN_A_PART))));
        }
        return parts;
    }

    private void closed(DeductionRun run) {
        var at = runs.prepared(run.id()).map(ClosePrepared::preparedAt).orElseThrow();
        runs.closed(run.ended(), at);
    }

    private static List<UUID> ids(Collection<SharedPackage> group) {
        return group.stream().map(it -> it.bought().id()).map(PackageId::value).toList();
    }

    private static String hash(Object what) {
        try {
            var text = what instanceof CloseInput input ? canonical(input) : what.toString();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
                    text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Maps and sets have no order of their own. */
    private static String canonical(CloseInput input) {
        return input.accounts().stream().map(it -> it.id() + " " + it.spare() + " " + it.ended() + " "
                + it.access().entrySet().stream().map(Object::toString).sorted().toList()).sorted().toList()
                + "\n" + input.uses();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
