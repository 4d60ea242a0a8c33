package io.planshare.charging.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** Units that went, and where that left the account. */
@Schema(name = "Withdrawal")
record WithdrawalView(@Schema(example = "4712", description = "of its ledger entry") long id,
        @Schema(example = "1000000000", description = "how many it were") long units,
        @Schema(example = "complaint 4711") @Nullable String reference, Instant recordedAt, BalanceView balance) {

    static WithdrawalView of(WithdrawalOutcome.Withdrawn done) {
        return new WithdrawalView(done.entry().id(), -done.entry().units(), done.entry().reference(),
                done.entry().recordedAt(), BalanceView.of(done.balance()));
    }
}
