package io.planshare.charging.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** A top-up, and where it left the account. */
@Schema(name = "TopUp")
record TopUpView(@Schema(example = "4711", description = "of its ledger entry") long id,
        @Schema(example = "5000000000") long units,
        @Schema(example = "voucher 2026-11-0815") @Nullable String reference,
        Instant recordedAt, BalanceView balance) {

    static TopUpView of(TopUpOutcome.ToppedUp done) {
        return new TopUpView(done.entry().id(), done.entry().units(), done.entry().reference(),
                done.entry().recordedAt(), BalanceView.of(done.balance()));
    }
}
