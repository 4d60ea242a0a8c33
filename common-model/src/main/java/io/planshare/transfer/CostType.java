package io.planshare.transfer;

/** How use of a connection is paid for; the words of Windows' NLM_CONNECTION_COST. */
public enum CostType {
    /** No octet costs anything. */
    UNRESTRICTED,
    /** Paid for up to the threshold. */
    FIXED,
    /** Each octet costs; the threshold is what the payer wants to spend at most. */
    VARIABLE
}
