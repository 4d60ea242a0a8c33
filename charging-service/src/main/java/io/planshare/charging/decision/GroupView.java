package io.planshare.charging.decision;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.ledger.Ledger.Bound;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.Denial;
import io.planshare.charging.session.Explained;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** How one rating group was decided. */
@Schema(name = "DecidedRatingGroup")
record GroupView(@Schema(example = "10") long ratingGroup, @Schema(example = "OCTET") UnitType unit,
        @Schema(description = "as TS 32.291 answers it") ResultCode result, @Schema(example = "10485760") long wished,
        @Schema(example = "10485760") long granted,
        @Schema(example = "0", description = "so many of the granted units are paid in money by consent") long overage,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "the subscription that pays; null where nobody does") @Nullable SubscriptionId payer,
        @Nullable EnrollmentId enrollmentId,
        @Schema(description = "the accounts in the order in which they were asked") List<Stop> walk,
        @Schema(description = "the tightest cap of the payer's enrollment, if one left less than was wished") @Nullable Cap cap,
        @Schema(example = "BALANCE", description = "what kept the rest from being granted; null when all was") Denial.@Nullable Reason bound) {

    /** One account on the walk. */
    @Schema(name = "DecidedStop")
    record Stop(@Schema(example = "01930000-0000-7000-8000-000000000052") ProviderAccountId providerAccountId,
            @Schema(example = "10485760", description = "what it gave") long units,
            @Schema(example = "17", description = "the account's version: as the decision made it, or saw it where it took nothing") long version,
            @Schema(description = "what kept more of it from being given; null where it had room left") Bound.@Nullable Kind limit) {}

    /** A cap as the decision found it. */
    @Schema(name = "DecidedCap")
    record Cap(CapLimit.Window window, Instant windowStart, @Schema(example = "1000000000") long limit,
            @Schema(example = "400000000") long used, @Schema(example = "0") long reserved) {}

    static GroupView of(Explained.Group group) {
        return new GroupView(group.ratingGroup(), group.unit(), group.result(), group.wished().count(),
                group.granted().count(), group.overage().count(), group.payer(), group.enrollment(),
                group.walk().stream().map(GroupView::stop).toList(), group.cap() == null ? null : cap(group.cap()),
                group.bound());
    }

    private static Stop stop(Explained.Stop stop) {
        return new Stop(stop.account(), stop.units().count(), stop.version(), stop.limit());
    }

    private static Cap cap(Explained.Cap cap) {
        return new Cap(cap.window(), cap.windowStart(), cap.limit().count(), cap.used().count(),
                cap.reserved().count());
    }
}
