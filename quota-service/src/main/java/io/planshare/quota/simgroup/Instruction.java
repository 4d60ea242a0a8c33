package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;
import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * How far a device may go (spec S8): until its threshold or its validity is over, whichever comes first; then it asks again.
 *
 * @param threshold octets from the report on that it answers; null without a limit
 * @param restricted the device's cards that stop now
 */
record Instruction(Kind kind, @Nullable Units threshold, Instant validUntil, Set<SimCardId> restricted) {

    /** So little of the group's use is a device's share at least: one of so many parts. */
    private static final int FLOOR = 100;

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
                .collect(toUnmodifiableSet());
        var splittable = group.terms().restriction().who() == SimGroupTerms.Who.ALL
                ? left.excessOver(group.terms().firstThreshold())
                : left;
        var threshold = threshold(splittable, device, members, outstanding);
        return new Instruction(restricted.isEmpty() ? Kind.UPDATE : Kind.RESTRICT,
                restricted.size() == its.size() && !its.isEmpty() ? Units.ZERO : threshold, until, restricted);
    }

    private static Instant validUntil(SimGroup group, Instant now) {
        var asked = now.plus(group.terms().restriction().reportInterval().multipliedBy(2));
        return asked.isAfter(group.count().cycleEnd()) ? group.count().cycleEnd() : asked;
    }

    /**
     * By the use lately, but a hundredth at least, or one that was idle could never start; and never what others were given: so
     * devices that obey do not pass the allowance.
     */
    private static Units threshold(Units splittable, DeviceId device, List<GroupMember> members, Units outstanding) {
        var rates = members.stream().filter(member -> member.deviceId() != null)
                .collect(groupingBy(GroupMember::deviceId, summingDouble(GroupMember::octetsPerSecond)));
        rates.putIfAbsent(device, 0.0);
        var floor = Math.max(1, rates.values().stream().mapToDouble(Double::doubleValue).sum()) / FLOOR;
        var share = Math.max(floor, rates.get(device))
                / rates.values().stream().mapToDouble(rate -> Math.max(floor, rate)).sum();
        return Units.of((long) (splittable.count() * share)).atMost(splittable.excessOver(outstanding));
    }

    /** Whether this is worth telling people: the device is stopped, or goes on again. */
    boolean isNewsAfter(@Nullable Kind before) {
        return kind == Kind.RESTRICT ? before != Kind.RESTRICT : before == Kind.RESTRICT;
    }

}
