package io.planshare.charging.account;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** One line of an account's ledger: written once, never changed. All lines of an account sum to available + reserved. */
record LedgerEntry(@Schema(example = "4711") long id, Kind kind,
        @Schema(example = "-1048576", description = "what is added; negative for what is taken") long units,
        @Schema(description = "the use that was debited") @Nullable UUID usageRecordId,
        @Schema(example = "voucher 2026-11-0815", description = "the client's own words for a top-up") @Nullable String reference,
        Instant recordedAt) {

    enum Kind {
        /** What the account was opened with. */
        GRANT,
        TOP_UP,
        /** Use. */
        DEBIT,
        EXPIRY,
        WITHDRAWAL,
        /** Use of before that is taken from another account instead, by a close. */
        REVERSAL
    }
}
