package io.planshare.kit.problem;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What PostgreSQL, or its absence, means to the client: come back soon, rarely a conflict, never a failure to hide. */
final class DatabaseProblems {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProblems.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Serialization failure, deadlock, lock not available, query cancelled, transaction and idle timeouts. */
    private static final Set<String> LOST_A_RACE = Set.of("40001", "40P01", "55P03", "57014", "25P03", "25P04");
    /** Connection, resources, operator intervention (shutdown, cannot connect now). */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");
    /** Unique and exclusion: two requests wanted the same thing at once, and the script did not foresee it. */
    private static final Set<String> TAKEN = Set.of("23505", "23P01");
    /** NUL and characters that have no form in the database's encoding. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private DatabaseProblems() {}

    static Optional<Problem> find(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            // The pool's own first: it repeats the state of whatever kept it from a connection.
            if (cause instanceof SQLTransientException || cause instanceof SQLNonTransientConnectionException) {
                return Optional.of(away(cause));
            }
            if (cause instanceof SQLException sql) {
                // Without a state: the pool's, of a connection that it took away when it broke, as in a late rollback.
                return sql.getSQLState() == null ? Optional.of(away(sql)) : of(sql, sql.getSQLState());
            }
        }
        return e instanceof TransientDataAccessException || e instanceof DataAccessResourceFailureException
                || e instanceof CannotCreateTransactionException ? Optional.of(away(e)) : Optional.empty();
    }

    private static Optional<Problem> of(SQLException e, String state) {
        if (LOST_A_RACE.contains(state)) {
            return Optional.of(Problem.of(503, "busy", "Too many wanted the same thing at once; try again.")
                    .retryAfter(SOON));
        }
        if (AWAY.contains(state.substring(0, Math.min(2, state.length())))) return Optional.of(away(e));
        if (TAKEN.contains(state)) {
            LOG.warn("A constraint ended a race that no script foresaw; the client is told 409: {}", constraint(e));
            return Optional.of(Problem.of(409, "conflict", "Somebody else did the same at the same time."));
        }
        if (UNSTORABLE.contains(state)) {
            return Optional.of(Problem.of(400, "invalid-value", "A text holds a character that cannot be stored."));
        }
        return Optional.empty();
    }

    private static Problem away(Throwable e) {
        LOG.warn("No database; the client is told to come back: {}", e.getMessage());
        return Problem.of(503, "database-unavailable", "The service cannot reach its database; try again.")
                .retryAfter(SOON);
    }

    /** The first line names the constraint; the further ones show values. */
    private static String constraint(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
