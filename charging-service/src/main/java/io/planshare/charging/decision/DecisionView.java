package io.planshare.charging.decision;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.Explained;
import io.planshare.model.DeviceId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** A request of a session as it was decided. */
@Schema(name = "Decision")
record DecisionView(
        @Schema(example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") String chargingDataRef,
        @Schema(example = "3", description = "invocationSequenceNumber") long sequenceNumber, Instant decidedAt,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "whose SUPI asked") SubscriptionId subscriptionId,
        @Schema(example = "01930000-0000-7000-8000-000000000040") @Nullable DeviceId deviceId,
        @Schema(description = "every account that the request changed, by use too, with the version that it made: the decisions on one account in order, without a gap") List<Changed> accounts,
        @Schema(description = "each rating group that asked for units") List<GroupView> ratingGroups) {

    @Schema(name = "DecidedAccount")
    record Changed(@Schema(example = "01930000-0000-7000-8000-000000000052") ProviderAccountId providerAccountId,
            @Schema(example = "17") long version) {}

    static DecisionView of(Found found) {
        return new DecisionView(found.ref().toString(), found.sequenceNumber(), found.decidedAt(),
                found.subscriptionId(), found.deviceId(), changed(found.why()),
                found.why().groups().stream().map(GroupView::of).toList());
    }

    static List<Changed> changed(Explained why) {
        return why.accounts().stream().map(it -> new Changed(it.account(), it.version())).toList();
    }

    /** A stored decision. */
    record Found(ChargingDataRef ref, long sequenceNumber, String bodyHash, Instant decidedAt,
            SubscriptionId subscriptionId, @Nullable DeviceId deviceId, Explained why) {}
}
