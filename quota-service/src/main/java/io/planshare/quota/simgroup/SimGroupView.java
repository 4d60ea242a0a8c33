package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.event.SimGroupEvent.Basis;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/** A group as the API shows it. */
@Schema(name = "SimGroup")
record SimGroupView(@Schema(example = "01920000-0000-7000-8000-0000000056a1") SimGroupId simGroupId,
        @Schema(example = "01920000-0000-7000-8000-00000000ac01") AccountId accountId,
        @Schema(example = "Routers of the northern fleet") String name,
        @Schema(description = "Octets, now; missing: unlimited", implementation = Long.class, example = "100000000000") @Nullable Units totalAllowance,
        @Schema(implementation = Long.class, example = "100000000000") @Nullable Units firstValue,
        @Schema(implementation = Long.class, example = "1000000000") Units firstThreshold,
        @Schema(implementation = Long.class, example = "0") Units liftMargin, @Schema(example = "31") int cycleStartDay,
        @Schema(example = "Europe/Berlin") String timeZone, SimGroupTerms.Who who, BarAction how,
        @Nullable Integer throttleKbps, boolean predictive, SimGroupTerms.Source source,
        @Schema(description = "Use from then on counts", example = "2026-10-31T00:00:00Z") Instant countedFrom,
        @Schema(example = "2026-11-30T00:00:00Z") Instant cycleEnd,
        @Schema(description = "Rises by one with each change that a person makes; the ETag", example = "2") long version) {

    static SimGroupView from(SimGroup group) {
        var terms = group.terms();
        var restriction = terms.restriction();
        return new SimGroupView(group.id(), group.accountId(), group.name(), group.count().total(), terms.firstValue(),
                terms.firstThreshold(), terms.liftMargin(), terms.cycle().startDay(), terms.cycle().zone().getId(),
                restriction.who(), restriction.how(), restriction.throttleKbps(), restriction.predictive(),
                terms.source(), group.count().from(), group.count().cycleEnd(), group.version());
    }

    /** How a group stands. */
    @Schema(name = "SimGroupStatus")
    record StatusView(@Schema(example = "01920000-0000-7000-8000-0000000056a1") SimGroupId simGroupId,
            @Schema(description = "OPEN, WARNED_75 and WARNED_95 (percent used), RESTRICTED", implementation = String.class, example = "WARNED_75") Restricting.State state,
            @Schema(implementation = Long.class, example = "100000000000") @Nullable Units totalAllowance,
            @Schema(description = "As metered, of all cards", implementation = Long.class, example = "80000000000") Units used,
            @Schema(description = "Missing for an unlimited group", implementation = Long.class, example = "20000000000") @Nullable Units remaining,
            @Schema(description = "What the remaining allowance is taken from", example = "METERED") Basis basis,
            @Schema(description = "Of that, ISO 8601; missing where charging itself meters", implementation = String.class, example = "PT4S") @Nullable Duration dataAge,
            @Schema(description = "Older than agreed", example = "false") boolean stale,
            @Schema(description = "Lately", example = "125000") long octetsPerSecond,
            @Schema(description = "When nothing is left if it goes on so; missing when it lasts beyond the cycle", example = "2026-11-21T18:00:00Z") @Nullable Instant predictedEnd,
            @Schema(description = "Cards of which a service has not acknowledged what it was told", example = "0") long unacknowledgedCards,
            @Schema(example = "2026-11-30T00:00:00Z") Instant cycleEnd) {

        static StatusView from(SimGroups.Status status, Instant now) {
            var group = status.group();
            var remaining = status.remaining();
            return new StatusView(group.id(), group.standing().state(), group.count().total(), group.count().used(),
                    remaining.units(), remaining.basis(), remaining.age(), remaining.stale(),
                    Math.round(status.octetsPerSecond()), predictedEnd(status, now), status.unacknowledged(),
                    group.count().cycleEnd());
        }

        private static @Nullable Instant predictedEnd(SimGroups.Status status, Instant now) {
            var left = status.remaining().units();
            if (left == null || status.octetsPerSecond() < 1) return null;
            var seconds = left.count() / status.octetsPerSecond();
            var untilEnd = Duration.between(now, status.group().count().cycleEnd()).toSeconds();
            return seconds < untilEnd ? now.plusSeconds((long) seconds) : null;
        }
    }

    /** A member as the API shows it. */
    @Schema(name = "SimGroupMember")
    record MemberView(@Schema(example = "01920000-0000-7000-8000-00000000ca01") SimCardId simCardId,
            @Schema(implementation = String.class, example = "*****************30") Iccid iccid,
            GroupMember.Carrier carrier,
            @Schema(description = "In which it was heard of last", example = "01920000-0000-7000-8000-00000000d001") @Nullable DeviceId deviceId,
            @Schema(example = "10") int priority, @Schema(example = "false") boolean exempt,
            @Schema(description = "Octets since the count began", example = "4000000000") long used,
            @Schema(description = "Missing while it is free", example = "2026-11-20T12:00:00Z") @Nullable Instant restrictedSince) {

        static MemberView from(GroupMemberStore.Listed listed) {
            var member = listed.member();
            return new MemberView(member.simCardId(), listed.iccid(), member.carrier(), member.deviceId(),
                    member.priority(), member.exempt(), member.used(), member.restrictedSince());
        }
    }
}
