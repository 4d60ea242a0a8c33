package io.planshare.quota.transfer;

/** Where a transfer stands. */
enum TransferState {
    /** It may start over its connection; octets are reserved for it. */
    ALLOWED,
    /** It runs. */
    ACTIVE,
    DEFERRED,
    /** Its connection was lost and all others cost more. */
    WAITING_CONNECTION,
    /** Its connection was lost; a dearer one waits for the application to agree. */
    OFFERED,
    DENIED,
    /** It was allowed and did not start in time. */
    EXPIRED,
    COMPLETED,
    CANCELLED;

    boolean isOpen() {
        return switch (this) {
            case ALLOWED, ACTIVE, DEFERRED, WAITING_CONNECTION, OFFERED -> true;
            case DENIED, EXPIRED, COMPLETED, CANCELLED -> false;
        };
    }

    /** Whether octets are reserved for it. */
    boolean isAdmitted() {
        return this == ALLOWED || this == ACTIVE;
    }

    /** Whether it waits for a decision that lets it start. */
    boolean isPending() {
        return isOpen() && !isAdmitted();
    }
}
