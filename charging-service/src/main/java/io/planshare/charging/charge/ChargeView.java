package io.planshare.charging.charge;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;

/** An entry on an account's bill. */
@Schema(name = "Charge")
record ChargeView(ChargeId id, @Schema(example = "01930000-0000-7000-8000-000000000020") AccountId accountId,
        @Nullable SubscriptionId subscriptionId, @Schema(example = "OVERAGE") Charge.Kind kind,
        @Schema(example = "42", description = "minor units; negative: given back") long amountMinor,
        @Schema(example = "EUR") String currency,
        @Schema(description = "the usage record that overage was charged for") @Nullable UUID usageRecordId,
        @Schema(description = "the charge that this one corrects") @Nullable ChargeId corrects,
        @Nullable PlanId planId, @Schema(description = "of a recurring fee") @Nullable Instant cycleStart,
        @Nullable Instant cycleEnd, @Nullable String reason, Instant occurredAt, Instant recordedAt) {

    static ChargeView of(Charge charge) {
        var cycle = charge.cycle();
        return new ChargeView(charge.id(), charge.accountId(), charge.subscriptionId(), charge.kind(),
                charge.amount().amountMinor(), charge.amount().currency(), charge.recordId(), charge.corrects(),
                charge.planId(), cycle == null ? null : cycle.from(), cycle == null ? null : cycle.to(),
                charge.reason(), charge.occurredAt(), charge.recordedAt());
    }
}
