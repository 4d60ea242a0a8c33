package io.planshare.kit.idempotency;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import io.planshare.kit.audit.AuditTrail;
import io.planshare.kit.audit.AuditedRequest;
import io.planshare.kit.problem.Problem;

/**
 * Runs a write in one transaction with its audit entry and the memory of its key. The answer may go to the client only
 * after this: then it is durable, or nothing happened.
 */
final class Writes {

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final PlatformTransactionManager transactions;
    private final IdempotencyKeyStore keys;
    private final AuditTrail audit;
    private final Clock clock;
    /** Spares the database the repeats that arrive here while the first still runs. */
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    Writes(PlatformTransactionManager transactions, IdempotencyKeyStore keys, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    sealed interface Outcome {
        /** What the controller wrote stands. */
        record Answered() implements Outcome {}

        /** The answer that was given the first time. */
        record Replayed(StoredAnswer answer) implements Outcome {}

        /** The controller did not run, or not to its end. */
        record Refused(Problem problem) implements Outcome {}
    }

    Outcome run(Write write, @Nullable KeyedRequest request) throws ServletException, IOException {
        if (request == null) return once(write, null);
        if (!inFlight.add(request.scope())) return new Outcome.Refused(stillRunning());
        try {
            return once(write, request);
        } finally {
            inFlight.remove(request.scope());
        }
    }

    /** For a write that kept its own transactions. */
    void audit(AuditedRequest request, HttpServletResponse response) {
        if (Verdict.of(response.getStatus()) == Verdict.UNDECIDED) return;
        try {
            audit.record(request.answered(response));
        } catch (DataAccessException e) {
            LOG.error("A write was answered and its audit entry could not be written; it is only in this log: {}",
                    request.answered(response), e);
        }
    }

    private Outcome once(Write write, @Nullable KeyedRequest request) throws ServletException, IOException {
        var transaction = transactions.getTransaction(new DefaultTransactionDefinition());
        var mayCommit = false;
        try {
            if (request != null) {
                var known = recall(request, keys.tryLock(request));
                if (known != null) return known;
            }
            write.perform();
            mayCommit = keep(write, request, transaction);
        } finally {
            if (!mayCommit) transactions.rollback(transaction);
        }
        if (mayCommit) {
            transactions.commit(transaction);
            return new Outcome.Answered();
        }
        return write.verdict() == Verdict.REFUSED ? refusal(write, request) : new Outcome.Answered();
    }

    /** Adds to the running transaction what belongs to it; false if it cannot or must not be committed. */
    private boolean keep(Write write, @Nullable KeyedRequest request, TransactionStatus transaction) {
        return switch (write.verdict()) {
            case UNDECIDED -> false;
            case DONE -> {
                remember(write, request);
                yield true;
            }
            case REFUSED -> {
                if (write.failedByException() || transaction.isRollbackOnly()) yield false;
                try {
                    remember(write, request);
                    yield true;
                } catch (DataAccessException e) {
                    // The script went on after an error of the database, which takes nothing more: a new transaction.
                    yield false;
                }
            }
        };
    }

    /** A refusal that undid what the script had done is kept by itself. If that fails, the client asks again. */
    private Outcome refusal(Write write, @Nullable KeyedRequest request) {
        var transaction = transactions.getTransaction(new DefaultTransactionDefinition());
        var mayCommit = false;
        try {
            if (request != null) {
                keys.lock(request);
                var known = recall(request, true);
                if (known != null) return known;
            }
            remember(write, request);
            mayCommit = true;
        } finally {
            if (!mayCommit) transactions.rollback(transaction);
        }
        transactions.commit(transaction);
        return new Outcome.Answered();
    }

    private @Nullable Outcome recall(KeyedRequest request, boolean isOurs) {
        if (!isOurs) return new Outcome.Refused(stillRunning());
        return keys.find(request, clock.instant()).<Outcome>map(known -> request.sameAs(known.hash())
                ? new Outcome.Replayed(known.answer())
                : new Outcome.Refused(reused())).orElse(null);
    }

    private void remember(Write write, @Nullable KeyedRequest request) {
        audit.record(write.entry());
        if (request != null) keys.remember(request, write.answer(), clock.instant());
    }

    private static Problem stillRunning() {
        return Problem.of(409, "idempotency-key-in-flight", "The same request is being worked on.").retryAfter(SOON);
    }

    private static Problem reused() {
        return Problem.of(422, "idempotency-key-reused", "This Idempotency-Key belongs to another request of yours.")
                .at("#header/" + IdempotencyKey.HEADER, "was used with another body");
    }
}
