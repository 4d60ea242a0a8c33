package io.planshare.charging.overage;

import io.planshare.charging.ledger.Hold;

/** Money that one grant holds: enough for its units at the dearest price that may come to count for them. */
record OverageHold(Hold.Purpose purpose, Spending.Key spending, long units, long minor, long roamingMinor) {}
