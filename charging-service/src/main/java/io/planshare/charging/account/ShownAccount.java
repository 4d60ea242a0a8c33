package io.planshare.charging.account;

import java.util.List;

/** An account with those of its consumers that are shown with it, all of one instant. */
record ShownAccount(StoredAccount stored, List<StoredConsumer> consumers) {

    ShownAccount {
        consumers = List.copyOf(consumers);
    }
}
