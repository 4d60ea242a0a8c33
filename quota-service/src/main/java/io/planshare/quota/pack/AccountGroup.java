package io.planshare.quota.pack;

import java.util.List;
import java.util.UUID;

import io.planshare.model.AccountId;

/** Accounts that packages can be shared with under one name: a family, a fleet. */
record AccountGroup(UUID id, String name, List<AccountId> accountIds, long version) {

    AccountGroup {
        accountIds = List.copyOf(accountIds);
    }
}
