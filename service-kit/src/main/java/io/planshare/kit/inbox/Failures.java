package io.planshare.kit.inbox;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/** Why a delivery could not be applied: whether the record or its surroundings are to blame. */
enum Failures {

    /** Will pass by itself: the database is away, or two transactions were in each other's way. */
    TRANSIENT,
    /** It took too long: with fewer records it may not. */
    TOO_LONG,
    /** The record's own, as far as anyone can tell. */
    POISON;

    /** Classes of SQLSTATE: connection, rollback by the server, resources, operator intervention, system error. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");
    /** Lock not available; read-only and idle sessions of a server that is changing its role. */
    private static final Set<String> TRANSIENT_STATES = Set.of("55P03", "25006", "25P03");
    /** Cancelled by a timeout. */
    private static final Set<String> TOO_LONG_STATES = Set.of("57014", "25P04");

    static Failures of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransactionTimedOutException) return TOO_LONG;
            if (cause instanceof SQLException sql) return ofState(sql);
            // A broken JVM is not the record's fault either.
            if (cause instanceof CannotCreateTransactionException || cause instanceof Error) return TRANSIENT;
            if (cause.getCause() == cause) break;
        }
        return POISON;
    }

    private static Failures ofState(SQLException sql) {
        if (sql instanceof SQLTransientException) return TRANSIENT;
        var state = sql.getSQLState();
        // Only a pool that has lost the connection has nothing to say.
        if (state == null || state.length() != 5) return TRANSIENT;
        if (TOO_LONG_STATES.contains(state)) return TOO_LONG;
        return TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(state.substring(0, 2))
                ? TRANSIENT
                : POISON;
    }
}
