package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Counts of devices and operator on the wire. */
@RestController
@RequestMapping("/v1/subscriptions/{id}")
@Tag(name = "Data usage plans")
class StatisticController {

    private static final String EXAMPLE = "01920000-0000-7000-8000-000000005001";

    private final Statistics statistics;

    StatisticController(Statistics statistics) {
        this.statistics = statistics;
    }

    @Schema(name = "DeviceCounts")
    record CountsBody(@NotEmpty @Size(max = 500) List<@NotNull @Valid CountBody> counts) {}

    @Schema(name = "DeviceCount")
    record CountBody(@NotNull @Schema(example = "01920000-0000-7000-8000-00000000d001") DeviceId deviceId,
            @NotNull @Schema(example = "cellular") String connection,
            @NotNull @Pattern(regexp = "[!-~]{1,100}") @Schema(example = "browser") String appId,
            @NotNull @Min(0) @Schema(example = "1048576") Long octets,
            @NotNull @Schema(description = "counts in that hour") Instant occurredAt) {}

    @Schema(name = "OperatorCount")
    record OperatorBody(@NotNull @Schema(example = "cellular") String connection,
            @Min(0) @Schema(example = "1048576000", description = "since the cycle began; missing: what our own use records of the subscription say now") @Nullable Long octets,
            @Schema(description = "up to when; needed with octets") @Nullable Instant asOf) {}

    @Schema(name = "CountedUse")
    record CountedView(List<UsedView> connections) {}

    @Schema(name = "UsedOfConnection")
    record UsedView(@Schema(example = "cellular") String connection,
            @Schema(example = "1048576000") long used) {}

    @Schema(name = "UsageReconciliation")
    record ReconciliationView(@Schema(example = "cellular") String connection, Instant cycleStart, Instant asOf,
            @Schema(example = "943718400", description = "what all devices counted by then") long device,
            @Schema(example = "1048576000", description = "what the operator counted: this is billed") long operator,
            @Schema(example = "104857600") long difference,
            @Schema(example = "true", description = "more than 5 % and 50 MiB: told on transfer.v1") boolean outOfTolerance,
            @Schema(example = "1111111", description = "by how much devices' counts are multiplied from now on, in parts of a million") long scale) {}

    @PostMapping("/usage-statistics")
    @IdempotencyKeyRequired
    @Operation(summary = "Count what devices used", description = "Beside transfers, whose progress counts by itself. Up to 500 counts; they move the plan's meters and teach its forecasts. 400 unknown-connection; 404 unknown-data-usage-plan.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CountedView.class)))
    ResponseEntity<?> count(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id,
            @Valid @RequestBody CountsBody body) {
        var uses = IntStream.range(0, body.counts().size()).mapToObj(i -> use(i, body.counts().get(i))).toList();
        return answer(id, "/counts/", statistics.count(id, uses));
    }

    @PostMapping("/usage-reconciliations")
    @Operation(summary = "Tell the operator's count", description = "It is the one that is billed. If the devices' differs by more than 5 % and 50 MiB, that is told on transfer.v1, and their later counts are multiplied. 409 report-outdated if a newer count is known, other-cycle.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReconciliationView.class)))
    ResponseEntity<?> reconcile(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id,
            @Valid @RequestBody OperatorBody body) {
        var octets = body.octets();
        var asOf = body.asOf();
        if ((octets == null) != (asOf == null)) {
            throw Problem.of(400, "invalid-value", "octets and asOf go together.").at("/asOf", "goes with octets")
                    .exception();
        }
        return answer(id, "/", octets == null || asOf == null
                ? statistics.reconcileWithRecords(id, body.connection())
                : statistics.reconcile(id, body.connection(), Units.of(octets), Instants.sensible("/asOf", asOf)));
    }

    private static Statistics.Use use(int place, CountBody body) {
        return new Statistics.Use(body.deviceId(), body.connection(), body.appId(), Units.of(body.octets()),
                Instants.sensible("/counts/" + place + "/occurredAt", body.occurredAt()));
    }

    private static ResponseEntity<?> answer(SubscriptionId id, String at, StatisticOutcome outcome) {
        return switch (outcome) {
            case StatisticOutcome.Counted(var meters) -> ResponseEntity.ok(new CountedView(
                    meters.stream().map(it -> new UsedView(it.connection(), it.used().count())).toList()));
            case StatisticOutcome.Reconciled(var meter, var counts) -> ResponseEntity.ok(view(meter, counts));
            case StatisticOutcome.UnknownPlan() -> DataUsagePlanController.unknown(id).response();
            case StatisticOutcome.UnknownConnection(var place, var name) -> Problem
                    .of(400, "unknown-connection", "The data usage plan names no such connection.")
                    .at(at + (at.equals("/") ? "" : place + "/") + "connection",
                            "is no connection of the plan: " + name)
                    .response();
            case StatisticOutcome.NotLimited(var name) -> Problem
                    .of(409, "connection-not-limited", "Nothing is billed on " + name + ".").response();
            case StatisticOutcome.UnknownDevice(var place) -> Problem
                    .of(400, "unknown-device", "The data usage plan names no such device.")
                    .at(at + place + "/deviceId", "is no device of the plan").response();
            case StatisticOutcome.Outdated(var last) -> Problem
                    .of(409, "report-outdated", "A count of " + last + " is known already.")
                    .at("/asOf", "must be after " + last).response();
            case StatisticOutcome.OtherCycle(var from) -> Problem
                    .of(409, "other-cycle", "The cycle that runs began at " + from + ".")
                    .at("/asOf", "is not in this cycle").response();
        };
    }

    private static ReconciliationView view(UsageMeter meter, io.planshare.transfer.Reconciliation counts) {
        var asOf = meter.operatorAsOf();
        return new ReconciliationView(meter.connection(), meter.cycleStart(), asOf == null ? meter.cycleStart() : asOf,
                counts.device().count(), counts.operator().count(), counts.difference().count(), counts.isOff(),
                meter.scale());
    }
}
