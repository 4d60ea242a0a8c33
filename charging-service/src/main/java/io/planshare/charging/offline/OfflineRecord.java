package io.planshare.charging.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SNssai;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** One line of a file of use. */
@Schema(name = "OfflineUsageRecord", requiredProperties = {"id", "subscriptionId", "ratingGroup", "unit", "units",
        "occurredAt"})
record OfflineRecord(
        @Schema(example = "019a0000-0000-7000-8000-0000000000f2", description = "the record's own id, for ever: sent again, it has no second effect. Best a UUIDv7, so that lists stay in the order of time") @Nullable UUID id,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "whose card used it") @Nullable SubscriptionId subscriptionId,
        @Schema(description = "the device it was used on; missing: the one that holds the card now, if any") @Nullable DeviceId deviceId,
        @Schema(example = "10", description = "0 to 2^32-1 (TS 29.571)") @Nullable Long ratingGroup,
        @Schema(example = "OCTET") @Nullable UnitType unit, @Schema(example = "1048576") @Nullable Units units,
        @Schema(example = "2026-11-20T11:58:00Z", description = "begin of the span it was used in; missing: occurredAt") @Nullable Instant startedAt,
        @Schema(example = "2026-11-20T12:00:00Z", description = "end of that span: decides about payer, account and cycle") @Nullable Instant occurredAt,
        @Schema(example = "internet", description = "data network name") @Nullable String dnn,
        @Nullable SNssai sNssai, @Schema(description = "0 to 2^32-1 (TS 29.571)") @Nullable Long serviceId) {

    private static final long UINT32_MAX = 4_294_967_295L;
    private static final int DNN_MAX = 255;
    /** The clocks of those who write files may be wrong by so much. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** A record with all that it needs. */
    record Checked(UUID id, SubscriptionId subscriptionId, @Nullable DeviceId deviceId, long ratingGroup, UnitType unit,
            Units units, Instant startedAt, Instant occurredAt, Traffic traffic) {}

    /** @throws io.planshare.kit.problem.ProblemException 400 that names the member which is missing or wrong */
    Checked checked(Instant now) {
        var at = Problem.reading("/occurredAt", () -> occurred(needed("/occurredAt", occurredAt), now));
        var from = startedAt == null ? at : Problem.reading("/startedAt", () -> started(startedAt, at));
        var group = uint32("/ratingGroup", needed("/ratingGroup", ratingGroup));
        if (serviceId != null) uint32("/serviceId", serviceId);
        if (dnn != null && (dnn.isEmpty() || dnn.length() > DNN_MAX)) {
            throw wrong("/dnn", "has 1 to 255 characters");
        }
        return new Checked(needed("/id", id), needed("/subscriptionId", subscriptionId), deviceId, group,
                needed("/unit", unit), needed("/units", units), from, at, new Traffic(dnn, sNssai, group, serviceId));
    }

    private static Instant occurred(Instant at, Instant now) {
        if (at.isAfter(now.plus(AHEAD_MAX))) throw new IllegalArgumentException("must not lie in the future");
        return BusinessTime.sensible(at);
    }

    private static Instant started(Instant from, Instant to) {
        if (from.isAfter(to)) throw new IllegalArgumentException("must not be after occurredAt");
        return BusinessTime.sensible(from);
    }

    private static long uint32(String pointer, long value) {
        if (value < 0 || value > UINT32_MAX) throw wrong(pointer, "must lie between 0 and 4294967295");
        return value;
    }

    private static <T> T needed(String pointer, @Nullable T value) {
        if (value == null) throw wrong(pointer, "is missing");
        return value;
    }

    private static RuntimeException wrong(String pointer, String message) {
        return Problem.of(400, "invalid-value", "The record is not what it should be.").at(pointer, message)
                .exception();
    }
}
