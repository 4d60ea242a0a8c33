package io.planshare.charging.session;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.planshare.charging.ledger.Ledger.Bound;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Why a request was decided as it was. Stored beside its answer, under short names: there are many.
 *
 * @param accounts all that the decision changed, each with the version that it made: they put the decisions on one account
 *            in order, without a gap
 * @param groups each rating group that asked for units
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Explained(@JsonProperty("a") List<Changed> accounts, @JsonProperty("g") List<Group> groups) {

    @SuppressWarnings("NullAway") // an empty list is not stored
    public Explained {
        accounts = accounts == null ? List.of() : List.copyOf(accounts);
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    /** The account on the walks that most share; null without any: each walk goes from the smallest audience to the largest. */
    @Nullable
    ProviderAccountId widest() {
        return groups.reversed().stream().filter(group -> !group.walk().isEmpty()).findFirst()
                .map(group -> group.walk().getLast().account()).orElse(null);
    }

    public record Changed(@JsonProperty("a") ProviderAccountId account, @JsonProperty("v") long version) {}

    /**
     * One rating group.
     *
     * @param overage so many of the granted units are paid in money
     * @param walk the accounts in the order in which they were asked
     * @param cap the tightest cap of the payer's enrollment, if one left less than was wished
     * @param bound what kept the rest from being granted; null when all was
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Group(@JsonProperty("r") long ratingGroup, @JsonProperty("t") UnitType unit,
            @JsonProperty("c") ResultCode result, @JsonProperty("w") Units wished, @JsonProperty("u") Units granted,
            @JsonProperty("o") Units overage, @JsonProperty("p") @Nullable SubscriptionId payer,
            @JsonProperty("e") @Nullable EnrollmentId enrollment, @JsonProperty("s") List<Stop> walk,
            @JsonProperty("k") @Nullable Cap cap, @JsonProperty("b") Denial.@Nullable Reason bound) {

        @SuppressWarnings("NullAway") // an empty list is not stored
        public Group {
            walk = walk == null ? List.of() : List.copyOf(walk);
        }

        /** The same where a part of what was wished is of no use. */
        Group withNothing() {
            return new Group(ratingGroup, unit, ResultCode.QUOTA_LIMIT_REACHED, wished, Units.ZERO, Units.ZERO, payer,
                    enrollment, walk, cap, bound);
        }
    }

    /**
     * One account on the walk.
     *
     * @param units what it gave
     * @param version as the decision left it; the version that was seen where it gave nothing
     * @param limit what kept more of it from being given; null where it had room left
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Stop(@JsonProperty("a") ProviderAccountId account, @JsonProperty("u") Units units,
            @JsonProperty("v") long version, @JsonProperty("l") Bound.@Nullable Kind limit) {}

    /** A cap as the decision found it. */
    public record Cap(@JsonProperty("w") CapLimit.Window window, @JsonProperty("s") Instant windowStart,
            @JsonProperty("l") Units limit, @JsonProperty("u") Units used, @JsonProperty("r") Units reserved) {}
}
