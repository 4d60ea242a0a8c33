package io.planshare.quota.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A use record as the API shows it: metered = what accounts gave + overage + uncovered. */
@Schema(name = "UseRecord")
record UseRecordView(@Schema(example = "01920000-0000-7000-8000-00000000c001") UUID recordId,
        @Schema(example = "01920000-0000-7000-8000-00000000d001") @Nullable DeviceId deviceId,
        @Schema(description = "Whose SUPI used it", example = "01920000-0000-7000-8000-000000005001") SubscriptionId subscriptionId,
        @Schema(example = "01920000-0000-7000-8000-00000000ca01") @Nullable SimCardId simCardId,
        @Schema(description = "Who paid; missing if nobody did") @Nullable UsagePayer payer,
        @Schema(example = "01920000-0000-7000-8000-00000000d001.1") String chargingDataRef,
        @Schema(example = "100") @Nullable Long ratingGroup, @Schema(example = "OCTET") UnitType unit,
        @Schema(implementation = Long.class, example = "1048576") Units metered, List<Allocation> allocations,
        List<Overage> overage, @Schema(implementation = Long.class, example = "0") Units uncovered,
        @Nullable UncoveredReason uncoveredReason, @Nullable Instant startedAt,
        @Schema(description = "By the network's time") Instant occurredAt, Instant recordedAt,
        @Schema(description = "Cut pro rata out of a report that spanned a change of payer", example = "false") boolean estimated) {

    UseRecordView with(List<Allocation> allocations, List<Overage> overage) {
        return new UseRecordView(recordId, deviceId, subscriptionId, simCardId, payer, chargingDataRef, ratingGroup,
                unit, metered, allocations, overage, uncovered, uncoveredReason, startedAt, occurredAt, recordedAt,
                estimated);
    }

    UseRecordPlace place() {
        return new UseRecordPlace(occurredAt, recordId);
    }
}
