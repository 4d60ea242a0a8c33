package io.planshare.charging.account;

import java.util.List;

import io.planshare.charging.ledger.ConsumerAccount;

/** An account with those of its consumers that are shown with it, all of one instant. */
record ShownAccount(StoredAccount stored, List<ConsumerAccount> consumers) {

    ShownAccount {
        consumers = List.copyOf(consumers);
    }
}
