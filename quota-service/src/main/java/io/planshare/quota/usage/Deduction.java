package io.planshare.quota.usage;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * What of a use record lies where, after all closes (spec S6): a record's deductions make up its metered units. Of units that
 * left a place, those left first that were there first; so each that stays has one booking that brought it there.
 */
@Schema(name = "Deduction", example = """
                                      {"recordId": "01920000-0000-7000-8000-00000000c001", "occurredAt": "2026-11-15T10:00:00Z",
                                       "accountId": "01920000-0000-7000-8000-00000000ac01",
                                       "payerSubscriptionId": "01920000-0000-7000-8000-000000005001", "ratingGroup": 100,
                                       "unit": "OCTET", "units": 1048576, "place": "ACCOUNT",
                                       "providerAccountId": "01920000-0000-7000-8000-0000000ba001",
                                       "packageId": "01920000-0000-7000-8000-00000000ba01",
                                       "runId": "01920000-0000-7000-8000-00000000d001"}""")
record Deduction(UUID recordId, @Schema(description = "By the network's time") Instant occurredAt,
        @Schema(description = "The payer's account; missing if nobody paid") @Nullable AccountId accountId,
        @Schema(description = "Who paid") @Nullable SubscriptionId payerSubscriptionId, @Nullable Long ratingGroup,
        UnitType unit, @Schema(implementation = Long.class, description = "more than 0") Units units,
        @Schema(description = "ACCOUNT: deducted from a provider account; OVERAGE: beyond all of them and paid in money; UNCOVERED: beyond all of them, not paid") PlaceKind place,
        @Schema(description = "For ACCOUNT only") @Nullable ProviderAccountId providerAccountId,
        @Schema(description = "Whose cycle the provider account is; missing for a top-up") @Nullable PackageId packageId,
        @Schema(description = "The deduction run that moved it there; missing: it stands as it was booked in real time") @Nullable UUID runId) {

    DeductionPlace listedAt() {
        var account = providerAccountId == null ? "" : providerAccountId.toString();
        return new DeductionPlace(new UseRecordPlace(occurredAt, recordId),
                place + ":" + account + ":" + (runId == null ? "" : runId));
    }
}
