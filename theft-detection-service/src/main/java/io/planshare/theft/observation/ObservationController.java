package io.planshare.theft.observation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Shows what was observed of a device. */
@RestController
@Tag(name = "Observations", description = "What devices did, as far as this service was told")
class ObservationController {

    @Schema(name = "Observation")
    record View(@Schema(example = "01920000-0000-7000-8000-00000000c001") UUID observationId,
            @Schema(example = "USAGE") Observation.Kind kind,
            @Schema(description = "Whose card it was done with", example = "01920000-0000-7000-8000-000000005001") SubscriptionId subscriptionId,
            @Schema(description = "By the network's time") Instant occurredAt,
            @Schema(description = "What was used, for the kind USAGE") @Nullable Used usage) {

        static View from(Observation observation) {
            var usage = observation.usage();
            return new View(observation.place().id(), observation.kind(), observation.subscriptionId(),
                    observation.place().occurredAt(),
                    usage == null
                            ? null
                            : new Used(usage.unit(), usage.metered(), usage.ratingGroup(), usage.payerSubscriptionId(),
                                    usage.payerAccountId()));
        }
    }

    @Schema(name = "ObservedUsage")
    record Used(@Schema(example = "OCTET") UnitType unit,
            @Schema(implementation = Long.class, example = "1048576") Units metered,
            @Schema(example = "100") @Nullable Long ratingGroup,
            @Schema(description = "None if nobody paid", example = "01920000-0000-7000-8000-000000005002") @Nullable SubscriptionId payerSubscriptionId,
            @Schema(example = "01920000-0000-7000-8000-00000000ac01") @Nullable AccountId payerAccountId) {}

    private final ObservationStore store;

    ObservationController(ObservationStore store) {
        this.store = store;
    }

    @GetMapping("/v1/devices/{deviceId}/observations")
    @Operation(summary = "List what a device did", description = "Its use and its oddities, the latest by the network's time first. Empty for a device that did nothing.")
    Page<View> list(@Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId,
            Cursor cursor) {
        var after = cursor.after();
        var before = after == null
                ? null
                : Observation.Place.parse(after).orElseThrow(
                        () -> Problem
                                .of(400, "invalid-parameter", "The query parameter after is not the next of a page.")
                                .at("#query/after", "must be the next of the page before, unchanged").exception());
        var found = store.latest(deviceId, Optional.ofNullable(before), cursor.limit() + 1);
        return Page.of(cursor, found, observation -> observation.place().text()).map(View::from);
    }
}
