package io.planshare.transfer;

/** What the carrier does at 100 % of the threshold; the words of Android's SubscriptionPlan. */
public enum LimitBehavior {
    /** Nothing passes any more, whatever the payer permits. */
    DISABLED,
    /** Each further octet is billed. */
    BILLED,
    /** It goes on slowly and for nothing: the connection then counts as congested, never as over. */
    THROTTLED
}
