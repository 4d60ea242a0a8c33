package io.planshare.charging.account;

/** What came of opening an account. */
sealed interface AccountOutcome {

    record Opened(ShownAccount account) implements AccountOutcome {}

    /** Another account has the id that was chosen. */
    record IdTaken() implements AccountOutcome {}

    record NoSuchConsumer(Unusable unusable) implements AccountOutcome {}
}
