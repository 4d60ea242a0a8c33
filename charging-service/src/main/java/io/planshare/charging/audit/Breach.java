package io.planshare.charging.audit;

/** What does not agree in an account (design section 3). */
enum Breach {
    /** A part of the balance is negative, or more is gone than was granted. */
    BALANCE,
    /** The ledger's entries do not sum to granted − consumed − expired − withdrawn. */
    ENTRIES,
    /** What is reserved is not the sum of the reservations. */
    RESERVATIONS,
    /** What is reserved is not the sum of what its consumers hold. */
    CONSUMERS_RESERVED,
    /** What is consumed is not the sum of what its consumers consumed. */
    CONSUMERS_CONSUMED,
    /** A usage record's parts do not sum, or differ from the entry that was debited for it. */
    USAGE_RECORDS,
    /** A consumer used and holds more than its limit. */
    LIMIT;

    /** A limit that was lowered explains itself, so it is told and freezes nothing. */
    boolean freezes() {
        return this != LIMIT;
    }
}
