package io.planshare.charging.overage;

/** What came of giving, changing or withdrawing a consent. */
sealed interface ConsentOutcome {

    record Given(StoredConsent consent) implements ConsentOutcome {}

    record Changed(StoredConsent consent) implements ConsentOutcome {}

    record Withdrawn() implements ConsentOutcome {}

    record UnknownConsent() implements ConsentOutcome {}

    record UnknownSubscription() implements ConsentOutcome {}

    /** What was used at a price stays at that price; what is held for the network must find its consent again. */
    record InUse(StoredConsent consent) implements ConsentOutcome {}
}
