package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.event.SimGroupEvent.CardBar;
import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/**
 * Cards that use one allowance together.
 *
 * @param version rises by one with each change that a person makes
 * @param standing where it stands, as evaluated last
 * @param stale what is known of it was too old, when evaluated last
 * @param snapshot the carrier's last answer
 */
record SimGroup(SimGroupId id, long version, AccountId accountId, String name, SimGroupTerms terms, Count count,
        Restricting.Standing standing, boolean stale, Remaining.@Nullable CarrierSnapshot snapshot) {

    /**
     * What is counted.
     *
     * @param total the allowance now; null without a limit
     * @param from use from then on counts: the begin of the cycle, or of what was reset by hand
     * @param cycleEnd then it begins anew
     * @param used of all cards
     * @param usedForeign that part of it which others charge
     */
    record Count(@Nullable Units total, Instant from, Instant cycleEnd, Units used, Units usedForeign) {}

    static SimGroup begin(SimGroupId id, AccountId account, String name, SimGroupTerms terms, Instant now) {
        var count = new Count(terms.firstValue(), now, terms.cycle().endOf(now), Units.ZERO, Units.ZERO);
        return new SimGroup(id, 1, account, name, terms, count, Restricting.Standing.OPEN, false, null);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(count.cycleEnd);
    }

    /** A new cycle has begun. The carrier's answer was about the last one. */
    SimGroup renewed(Instant now) {
        var total = terms.firstValue();
        if (total != null && terms.rollover() && count.total != null) {
            total = Units.of(Math.min(Long.MAX_VALUE - total.count(), count.total.excessOver(count.used).count())
                    + total.count());
        }
        return counting(new Count(total, terms.cycle().startOf(now), terms.cycle().endOf(now), Units.ZERO, Units.ZERO))
                .afresh();
    }

    /** Begun anew by hand; the cycle ends when it would have. */
    SimGroup reset(Instant now) {
        return counting(new Count(terms.firstValue(), now, count.cycleEnd, Units.ZERO, Units.ZERO)).afresh()
                .edited();
    }

    SimGroup allowing(@Nullable Units total) {
        return counting(new Count(total, count.from, count.cycleEnd, count.used, count.usedForeign)).edited();
    }

    SimGroup used(Units more, Units foreign) {
        return counting(new Count(count.total, count.from, count.cycleEnd, count.used.plus(more),
                count.usedForeign.plus(foreign)));
    }

    SimGroup standing(Restricting.Standing now, boolean stale) {
        return new SimGroup(id, version, accountId, name, terms, count, now, stale, snapshot);
    }

    /** The carrier's answer; one that was counted before the last, or before the count began, is left out. */
    SimGroup told(Remaining.CarrierSnapshot answer) {
        return answer.asOf().isBefore(snapshot == null ? count.from : snapshot.asOf())
                ? this
                : new SimGroup(id, version, accountId, name, terms, count, standing, stale, answer);
    }

    private SimGroup counting(Count count) {
        return new SimGroup(id, version, accountId, name, terms, count, standing, stale, snapshot);
    }

    private SimGroup afresh() {
        return new SimGroup(id, version, accountId, name, terms, count, Restricting.Standing.OPEN, stale, null);
    }

    /** Changed by a person. */
    SimGroup edited() {
        return new SimGroup(id, version + 1, accountId, name, terms, count, standing, stale, snapshot);
    }

    /**
     * What charging lets a card of ours use, now and in the next cycle. What other carriers' cards used is gone for ours, rounded
     * up to a hundredth of the allowance, so that not every report of a router is news for every card.
     */
    List<GroupAllowance> allowancesOf(GroupMember member) {
        var kept = Units.of(member.exempt() || !terms.restriction().how().deniesTraffic()
                || terms.restriction().who() != SimGroupTerms.Who.ALL && !member.isRestricted()
                        ? 0
                        : terms.threshold() - 1);
        var limit = count.total == null ? null : count.total.excessOver(usedForeignRoundedUp());
        return List.of(allowance(new Interval(count.from, count.cycleEnd), limit, kept),
                allowance(new Interval(count.cycleEnd, null), terms.firstValue(), kept));
    }

    private static GroupAllowance allowance(Interval during, @Nullable Units limit, Units kept) {
        return new GroupAllowance(during, limit, limit == null ? Units.ZERO : kept);
    }

    Units usedForeignRoundedUp() {
        if (count.total == null || count.usedForeign.isZero()) return count.usedForeign;
        var step = Math.max(1, count.total.count() / 100);
        return Units.of(Math.min(count.total.count(), Math.ceilDiv(count.usedForeign.count(), step) * step));
    }

    @Nullable
    CardBar barOf(GroupMember member) {
        var since = member.restrictedSince();
        return since == null
                ? null
                : new CardBar(terms.restriction().how(), terms.restriction().throttleKbps(), since);
    }
}
