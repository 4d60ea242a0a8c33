package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;

/**
 * How far a device may go (spec S8): until its threshold or its validity is over, whichever comes first; then it asks again.
 *
 * @param threshold octets from the report on that it answers; null without a limit
 * @param restricted the device's cards that stop now
 */
record Instruction(Kind kind, @Nullable Units threshold, Instant validUntil, Set<SimCardId> restricted) {

    private static final int FLOOR_PERCENT = 1;

    enum Kind {
        /** The named cards stop. */
        RESTRICT,
        /** All go on, up to the new threshold. */
        UPDATE,
        /** All go on; nothing limits them. */
        CONTINUE
    }

    /** @param outstanding octets that the group's other devices may still use of what they were told */
    static Instruction of(SimGroup group, Remaining remaining, DeviceId device, List<GroupMember> members,
            Units outstanding, Instant now) {
        var its = members.stream().filter(member -> device.equals(member.deviceId())
                && member.carrier() == GroupMember.Carrier.FOREIGN).toList();
        var until = validUntil(group, now);
        var left = remaining.units();
        if (left == null || !its.isEmpty() && its.stream().allMatch(GroupMember::exempt)) {
            return new Instruction(Kind.CONTINUE, null, until, Set.of());
        }
        var restricted = its.stream().filter(GroupMember::isRestricted).map(GroupMember::simCardId)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        var splittable = group.terms().restriction().who() == SimGroupTerms.Who.ALL
                ? left.excessOver(group.terms().firstThreshold())
                : left;
        var threshold = threshold(splittable, share(device, members), outstanding);
        return new Instruction(restricted.isEmpty() ? Kind.UPDATE : Kind.RESTRICT,
                restricted.size() == its.size() && !its.isEmpty() ? Units.ZERO : threshold, until, restricted);
    }

    private static Instant validUntil(SimGroup group, Instant now) {
        var asked = now.plus(group.terms().restriction().reportInterval().multipliedBy(2));
        return asked.isAfter(group.count().cycleEnd()) ? group.count().cycleEnd() : asked;
    }

    /** A device's share of what the others were not given yet; a hundredth at least, or one that was idle never starts. */
    static Units threshold(Units splittable, double share, Units outstanding) {
        var floor = Units.of(Math.ceilDiv(splittable.count(), 100 / FLOOR_PERCENT));
        var fair = Units.of((long) (splittable.count() * share));
        var free = fair.atMost(splittable.excessOver(outstanding));
        return free.compareTo(floor) < 0 ? floor : free;
    }

    /** Of the group's use lately; of its devices while nobody uses anything. */
    private static double share(DeviceId device, List<GroupMember> members) {
        var all = members.stream().mapToDouble(GroupMember::octetsPerSecond).sum();
        if (all < 1) {
            return 1.0 / Math.max(1, members.stream().map(GroupMember::deviceId).distinct().count());
        }
        return members.stream().filter(member -> device.equals(member.deviceId()))
                .mapToDouble(GroupMember::octetsPerSecond).sum() / all;
    }

    /** Whether this is worth telling people: the device is stopped, or goes on again. */
    boolean isNewsAfter(@Nullable Kind before) {
        return kind == Kind.RESTRICT ? before != Kind.RESTRICT : before == Kind.RESTRICT;
    }

}
