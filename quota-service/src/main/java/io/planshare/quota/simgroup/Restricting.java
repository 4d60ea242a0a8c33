package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.planshare.model.SimCardId;
import io.planshare.model.Units;

/** When a group is restricted, and which of its cards (spec S8 (3)). */
final class Restricting {

    private static final int FIRST_WARNING_PERCENT = 75;
    private static final int SECOND_WARNING_PERCENT = 95;

    /** Where a group stands. */
    enum State {
        OPEN, WARNED_75, WARNED_95, RESTRICTED
    }

    /**
     * Where a group stands, and from which remainder on it would be free again.
     *
     * @param freeFrom counts in RESTRICTED alone
     */
    record Standing(State state, long freeFrom) {
        static final Standing OPEN = new Standing(State.OPEN, 0);

        boolean isRestricted() {
            return state == State.RESTRICTED;
        }
    }

    private Restricting() {}

    /**
     * Restricted while less than the threshold remains, while too little is known of it, or, if so agreed, once the threshold
     * would be passed before the next report. Free again from threshold + margin on; a card that was restricted ahead of the
     * threshold is not freed by having slowed down, but by more being there.
     */
    static Standing standing(Standing before, Remaining remaining, Units total, double octetsPerSecond,
            SimGroupTerms terms) {
        var left = left(remaining);
        var threshold = terms.threshold();
        var free = Math.addExact(threshold, terms.liftMargin().count());
        if (left < threshold || remaining.closed()) return new Standing(State.RESTRICTED, free);
        if (before.isRestricted() && left < before.freeFrom) return before;
        if (terms.restriction().predictive()
                && left - octetsPerSecond * seconds(terms.restriction().reportInterval()) < threshold) {
            return new Standing(State.RESTRICTED, Math.max(free, left + 1));
        }
        return new Standing(warned(left, total.count()), 0);
    }

    private static State warned(long left, long total) {
        var used = Math.max(0, total - left);
        if (isShare(used, total, SECOND_WARNING_PERCENT)) return State.WARNED_95;
        return isShare(used, total, FIRST_WARNING_PERCENT) ? State.WARNED_75 : State.OPEN;
    }

    private static boolean isShare(long part, long whole, int percent) {
        return whole > 0 && (double) part / whole >= percent / 100.0;
    }

    /**
     * Which cards a restricted group bars. Who is barred already stays barred, so that it ends; with nothing left all are but
     * the exempt.
     */
    static Set<SimCardId> chosen(List<GroupMember> members, Remaining remaining, SimGroupTerms terms, Instant now,
            Instant cycleEnd) {
        var candidates = members.stream().filter(member -> !member.exempt()).toList();
        var left = left(remaining);
        return switch (terms.restriction().who()) {
            case ALL -> ids(candidates);
            case LOWEST_PRIORITY -> oneByOne(members, candidates.stream()
                    .sorted(restrictedFirst().thenComparingInt(GroupMember::priority)
                            .thenComparing(largest()).thenComparing(byId()))
                    .toList(), left, now, cycleEnd);
            case TOP_TALKER -> oneByOne(members,
                    candidates.stream().sorted(restrictedFirst().thenComparing(largest()).thenComparing(byId()))
                            .toList(),
                    left, now, cycleEnd);
        };
    }

    private static Set<SimCardId> oneByOne(List<GroupMember> all, List<GroupMember> inOrder, long left, Instant now,
            Instant cycleEnd) {
        if (left == 0) return ids(inOrder);
        var secondsLeft = seconds(now.isBefore(cycleEnd) ? Duration.between(now, cycleEnd) : Duration.ZERO);
        var rate = all.stream().mapToDouble(GroupMember::octetsPerSecond).sum();
        int chosen = 0;
        while (chosen < inOrder.size() && (chosen == 0 || inOrder.get(chosen).isRestricted()
                || rate * secondsLeft > left)) {
            rate = Math.max(0, rate - inOrder.get(chosen).octetsPerSecond());
            chosen++;
        }
        return ids(inOrder.subList(0, chosen));
    }

    private static Comparator<GroupMember> restrictedFirst() {
        return Comparator.comparing(member -> !member.isRestricted());
    }

    private static Comparator<GroupMember> largest() {
        return Comparator.comparingLong(GroupMember::used).reversed();
    }

    private static Comparator<GroupMember> byId() {
        return Comparator.comparing(member -> member.simCardId().value());
    }

    private static Set<SimCardId> ids(List<GroupMember> members) {
        return members.stream().map(GroupMember::simCardId).collect(Collectors.toUnmodifiableSet());
    }

    private static long left(Remaining remaining) {
        var units = remaining.units();
        return units == null ? Long.MAX_VALUE : units.count();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
