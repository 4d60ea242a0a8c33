package io.planshare.transfer;

/** Why a transfer waits or must not be. */
public enum Reason {
    /** Its earliest instant is still to come. */
    NOT_BEFORE,
    /** No connection of the plan is there. */
    NO_CONNECTION,
    /** Its connection went away and all others cost more: it waits for that one. */
    CONNECTION_LOST,
    /** Its connection went away; another is offered that costs more, and the application has not said yes. */
    SWITCH_UNACKNOWLEDGED,
    /** The connection costs, and the transfer is only for those that do not. */
    METERED,
    /** The warning is reached, or more than the threshold is expected to be used. */
    NEAR_THRESHOLD,
    OVER_THRESHOLD,
    /** What is left, less what others were admitted for, is less than its size; or its card's group lets none through now. */
    NO_ROOM,
    /** With it more than the threshold would be used by the end of the cycle. */
    ABOVE_PACE,
    ROAMING,
    /** The payer is asked whether he consents to roaming. */
    ROAMING_CONSENT_ASKED,
    ROAMING_NOT_CONSENTED,
    OVERAGE_NOT_PERMITTED,
    CONGESTED,
    DEADLINE_PASSED,
    /** The device is suspected to be stolen (restriction level R3 or R4). */
    RESTRICTED,
    /** The policy on the device has expired, and the connection costs. */
    POLICY_EXPIRED
}
