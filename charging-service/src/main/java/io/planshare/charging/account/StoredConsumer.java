package io.planshare.charging.account;

import io.planshare.charging.ledger.ConsumerAccount;

/**
 * A consumer account with what only people look at.
 *
 * @param termsVersion rises with every edit by people; with the counters in it nobody could edit a consumer that is in use
 */
record StoredConsumer(ConsumerAccount account, long termsVersion) {}
