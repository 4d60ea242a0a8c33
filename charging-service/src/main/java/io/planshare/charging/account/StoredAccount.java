package io.planshare.charging.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.ProviderAccount;

/**
 * A provider account with what only people look at.
 *
 * @param currency of the units if they are money
 * @param rollOverDays at its end it is once longer by so many days; null: what is left then expires
 * @param version rises with every change, of a counter too
 */
record StoredAccount(ProviderAccount account, String name, @Nullable String currency, Instant createdAt,
        @Nullable Integer rollOverDays, long version) {}
