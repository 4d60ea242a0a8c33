package io.planshare.charging.session;

import io.planshare.charging.cap.Caps;
import io.planshare.charging.cap.GroupCaps;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.overage.Overages;

/** All that a batch of decisions counts in, locked by its transaction. */
record Books(Ledger ledger, Caps caps, GroupCaps groups, Overages overages) {}
