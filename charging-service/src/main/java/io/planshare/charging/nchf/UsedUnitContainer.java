package io.planshare.charging.nchf;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.model.UnitType;

/** What was used of a rating group up to a moment (TS 32.291 UsedUnitContainer). */
@Schema(description = "What was used since the last report, up to triggerTimestamp")
record UsedUnitContainer(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maximum = "4294967295", description = "A number above 0 is charged once for a chargingId and rating group; 0 is no number") long localSequenceNumber,
        @Schema(maximum = "4294967295") @Nullable Long serviceId,
        @Schema(description = "When it was counted; the request's own time where absent") @Nullable Instant triggerTimestamp,
        @JsonUnwrapped UnitCounts counts) {

    private static final long UINT32 = 4_294_967_295L;

    static UsedUnitContainer read(JsonBody body) {
        @Nullable
        Long number = null;
        @Nullable
        Long service = null;
        @Nullable
        Instant at = null;
        var counts = new UnitCounts.Reading();
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "localSequenceNumber" -> number = body.integer(UINT32);
                case "serviceId" -> service = body.integer(UINT32);
                case "triggerTimestamp" -> at = body.instant();
                default -> {
                    if (!counts.take(name, body)) body.skip();
                }
            }
        }
        return new UsedUnitContainer(body.required("localSequenceNumber", number), service, at, counts.all(body));
    }

    UsedUnits toUsedUnits(UnitType unit) {
        return new UsedUnits(localSequenceNumber, serviceId, counts.in(unit), triggerTimestamp);
    }
}
