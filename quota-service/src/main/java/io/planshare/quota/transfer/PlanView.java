package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.TransferTerms;

/** A data usage plan, and how far it is used. */
@Schema(name = "DataUsagePlan")
record PlanView(@Schema(example = "01920000-0000-7000-8000-000000005001") SubscriptionId subscriptionId,
        @Schema(example = "1") long version, @Schema(example = "Europe/Berlin") String timeZone,
        @Schema(example = "1") @Nullable Integer cycleDay, TransferTerms terms, List<DeviceId> devices,
        List<PlannedConnection> connections, Instant cycleStart,
        @Schema(description = "when counts begin anew; null for a plan without cycle") @Nullable Instant cycleEnd,
        @Schema(description = "one for each limited connection, of this cycle") List<MeterView> meters) {

    @Schema(name = "UsageMeter")
    record MeterView(@Schema(example = "cellular") String connection,
            @Schema(example = "10737418240", description = "octets; pro rata where the plan changed inside the cycle") long threshold,
            @Schema(example = "1048576000", description = "as the operator counts, or would") long used,
            @Schema(example = "943718400", description = "by the devices") long counted,
            @Schema(example = "1048576000", description = "the operator's count; null before the first") @Nullable Long operator,
            @Nullable Instant operatorAsOf,
            @Schema(example = "1111111", description = "by how much devices' counts are multiplied, in parts of a million") long scale,
            @Schema(example = "10485760", description = "reserved for transfers and agents") long admitted,
            @Schema(example = "9678356480", description = "what nobody has used or was promised") long room,
            @Schema(example = "2097152000", description = "what will be used by the end of the cycle") long forecast) {}

    static PlanView of(Books books) {
        var plan = books.plan();
        return new PlanView(plan.subscriptionId(), plan.version(), plan.timeZone().getId(), plan.cycleDay(),
                plan.terms(), plan.devices(), plan.connections(), books.cycle().from(), books.cycle().to(),
                books.meters().stream().map(it -> meter(books, it)).toList());
    }

    static MeterView meter(Books books, UsageMeter it) {
        return new MeterView(it.connection(), it.threshold().count(), it.used().count(), it.counted().count(),
                it.operatorAsOf() == null ? null : it.operator().count(), it.operatorAsOf(), it.scale(),
                it.admitted().count(), it.room().count(), books.forecast(it).count());
    }
}
