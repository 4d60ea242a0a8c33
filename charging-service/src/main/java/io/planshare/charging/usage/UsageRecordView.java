package io.planshare.charging.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** Use as it was charged, once and for good: metered = covered + overage + uncovered. */
@Schema(name = "UsageRecord")
record UsageRecordView(@Schema(example = "019a0000-0000-7000-8000-0000000000f1") UUID id,
        @Schema(example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") String chargingDataRef,
        @Schema(example = "smf-1", description = "the network function that reported it") String nfConsumer,
        @Schema(example = "01930000-0000-7000-8000-000000000040") @Nullable DeviceId deviceId,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "whose SUPI used it") SubscriptionId subscriptionId,
        @Schema(example = "01930000-0000-7000-8000-000000000032", description = "the subscription that paid; null when nobody did") @Nullable SubscriptionId payer,
        @Nullable AccountId payerAccountId, @Nullable EnrollmentId enrollmentId,
        @Schema(example = "INFOTAINMENT") @Nullable String capability, @Schema(example = "10") long ratingGroup,
        @Schema(example = "OCTET") UnitType unit, @Schema(example = "1048576") long metered,
        @Schema(example = "1048576", description = "from accounts, see allocations") long covered,
        @Schema(example = "0", description = "paid in money by consent") long overage,
        @Schema(example = "0", description = "the price of the overage in minor units") long overageMinor,
        @Schema(description = "ISO 4217, of overageMinor") @Nullable String currency,
        @Schema(example = "0", description = "written off") long uncovered, @Nullable UncoveredReason uncoveredReason,
        List<Allocation> allocations,
        @Schema(description = "the overage by price, each part with how its amount came about") List<Overage> overageParts,
        @Schema(description = "begin of the span it was used in") Instant startedAt,
        @Schema(description = "end of that span, by the network's clock: decides who pays") Instant occurredAt,
        @Schema(description = "by our clock") Instant recordedAt,
        @Schema(description = "cut pro rata out of a report that spanned a change of payer") boolean estimated) {}
