package io.planshare.charging.offline;

/** What comes of a call. */
sealed interface OfflineOutcome {

    /** It was read to its end. */
    record Done(OfflineAnswer answer) implements OfflineOutcome {}

    /** Too many calls are worked on already; nothing was read. */
    record Busy() implements OfflineOutcome {}
}
