package io.planshare.transfer;

/** The columns of the decision table (spec S2 (3)). A connection may be in several; the strictest decides. */
public enum ConnectionClass {
    /** Unrestricted and not roaming. */
    FREE,
    /** Below the warning and expected to stay within the threshold. */
    OK,
    /** The warning is reached, or more than the threshold is expected. */
    NEAR,
    /** 100 % are used. */
    OVER,
    ROAM,
    /** The network said so, or a peak window is on, or the carrier throttles. */
    CONGESTED
}
