package io.planshare.quota.simgroup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.Event;
import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.event.SimGroupEvent.SimGroupNoticed;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Id;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;

/**
 * Looks at a locked group: how much is left, where it stands, who is restricted; stores it and tells it, in the caller's
 * transaction. As long as nobody is restricted it sums the cards but reads none of them.
 */
@Service
class GroupEvaluations {

    /** Time alone may make a group stale, or due for its next cycle. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    /** A notice stays small; each card's own record tells the rest. */
    private static final int NOTICE_CARDS_MAX = 200;
    /** Who was silent for longer waits for nobody, and nobody for him. */
    static final Duration SILENT_FOR_GOOD = Duration.ofDays(1);

    private final SimGroupStore groups;
    private final GroupMemberStore members;
    private final CardRecordStore records;
    private final SimGroupSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    GroupEvaluations(SimGroupStore groups, GroupMemberStore members, CardRecordStore records,
            SimGroupSettings settings, Outbox outbox, Clock clock) {
        this.groups = groups;
        this.members = members;
        this.records = records;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A group's next cycle is begun before anything is counted in it. */
    @Transactional(propagation = Propagation.MANDATORY)
    SimGroup current(SimGroup locked) {
        var now = clock.instant();
        if (!locked.isDue(now)) return locked;
        members.countAnew(locked.id());
        return locked.renewed(now);
    }

    /**
     * @param before as it was stored
     * @param changed as it is now, counted but not evaluated
     */
    @Transactional(propagation = Propagation.MANDATORY)
    SimGroup evaluate(SimGroup before, SimGroup changed) {
        var now = clock.instant();
        var group = current(changed);
        var rate = group.count().total() == null ? 0 : members.octetsPerSecond(group.id(), now);
        var remaining = Remaining.of(known(group, rate, now), group.terms(), now);
        var total = group.count().total();
        var standing = total == null
                ? Restricting.Standing.OPEN
                : Restricting.standing(group.standing(), remaining, total, rate, group.terms());
        var evaluated = group.standing(standing, remaining.stale());
        var events = new ArrayList<Event>();
        var wasReset = !before.count().from().equals(evaluated.count().from());
        var diverged = groups.hasDiverged(group.id());
        groups.update(evaluated, remaining.diverges(), now.plus(lookAgain(evaluated, now)));
        if (wasReset) events.add(notice(evaluated, Notice.RESET, remaining, Set.of(), now));
        if (remaining.stale() && !before.stale()) {
            events.add(notice(evaluated, Notice.STALE, remaining, Set.of(), now));
        }
        if (remaining.diverges() && !diverged) {
            events.add(notice(evaluated, Notice.REMAINING_CHANGED, remaining, Set.of(), now));
        }
        warnings(before, evaluated, wasReset, remaining, now).forEach(events::add);
        if (standing.isRestricted() || before.standing().isRestricted() || !told(before, evaluated)) {
            restrict(evaluated, remaining, events, now);
        }
        outbox.publishAll(events);
        return evaluated;
    }

    Remaining remainingOf(SimGroup group) {
        var now = clock.instant();
        return Remaining.of(known(group, members.octetsPerSecond(group.id(), now), now), group.terms(), now);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void instructed(SimGroup group, Instruction instruction) {
        outbox.publish(notice(group, Notice.INSTRUCTION_ISSUED, remainingOf(group), instruction.restricted(),
                clock.instant()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void forged(SimGroup group) {
        outbox.publish(notice(group, Notice.REPORT_FORGED, remainingOf(group), Set.of(), clock.instant()));
    }

    private Remaining.Known known(SimGroup group, double rate, Instant now) {
        return new Remaining.Known(group.count().total(), group.count().used(), group.snapshot(),
                members.oldestReport(group.id(), now.minus(SILENT_FOR_GOOD)).orElse(null), rate);
    }

    /** Whether the cards were told all that this group as a whole allows. */
    private static boolean told(SimGroup before, SimGroup now) {
        return before.version() == now.version() && before.count().from().equals(now.count().from())
                && before.usedForeignRoundedUp().equals(now.usedForeignRoundedUp());
    }

    private static List<Event> warnings(SimGroup before, SimGroup now, boolean wasReset, Remaining remaining,
            Instant at) {
        var from = wasReset ? Restricting.State.OPEN : before.standing().state();
        var state = now.standing().state();
        if (state.compareTo(from) <= 0) return List.of();
        return switch (state) {
            case OPEN, RESTRICTED -> List.of();
            case WARNED_75 -> List.of(notice(now, Notice.WARNED_75, remaining, Set.of(), at));
            case WARNED_95 -> List.of(notice(now, Notice.WARNED_95, remaining, Set.of(), at));
        };
    }

    private void restrict(SimGroup group, Remaining remaining, List<Event> events, Instant now) {
        var all = members.members(group.id(), now);
        var barred = all.stream().filter(GroupMember::isRestricted).map(GroupMember::simCardId)
                .collect(Collectors.toSet());
        var chosen = group.standing().isRestricted()
                ? Restricting.chosen(all, remaining, group.terms(), now, group.count().cycleEnd())
                : Set.<SimCardId>of();
        if (!chosen.equals(barred)) {
            members.restrict(group.id(), chosen, now);
            all = members.members(group.id(), now);
            told(group, Notice.RESTRICTED, remaining, minus(chosen, barred), events, now);
            told(group, Notice.LIFTED, remaining, minus(barred, chosen), events, now);
        }
        events.addAll(tell(group, all, now));
    }

    private static void told(SimGroup group, Notice notice, Remaining remaining, Set<SimCardId> cards,
            List<Event> events, Instant now) {
        if (!cards.isEmpty()) events.add(notice(group, notice, remaining, cards, now));
    }

    private List<SimGroupCardChanged> tell(SimGroup group, List<GroupMember> all, Instant now) {
        var own = all.stream().filter(member -> member.carrier() == GroupMember.Carrier.OWN).toList();
        var last = records.told(own.stream().map(GroupMember::simCardId).toList());
        var changed = own.stream().map(member -> record(group, member, last, now)).filter(record -> {
            var before = last.get(record.simCardId());
            return before == null || !sameWords(before, record);
        }).toList();
        records.save(changed, settings.enforcing(), now.plus(settings.answerWithin()));
        return changed;
    }

    /** A card that left: nothing of the group's holds for it any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    void release(SimGroup group, SimCardId card) {
        var now = clock.instant();
        var last = records.told(List.of(card)).get(card);
        if (last == null) return;
        var record = new SimGroupCardChanged(card, last.version() + 1, group.id(), List.of(), null, now);
        records.save(List.of(record), settings.enforcing(), now.plus(settings.answerWithin()));
        outbox.publish(record);
    }

    private static SimGroupCardChanged record(SimGroup group, GroupMember member,
            Map<SimCardId, SimGroupCardChanged> last, Instant now) {
        var before = last.get(member.simCardId());
        return new SimGroupCardChanged(member.simCardId(), before == null ? 1 : before.version() + 1, group.id(),
                group.allowancesOf(member), group.barOf(member), now);
    }

    private static boolean sameWords(SimGroupCardChanged a, SimGroupCardChanged b) {
        return a.equals(new SimGroupCardChanged(b.simCardId(), a.version(), b.groupId(), b.allowances(), b.bar(),
                a.changedAt()));
    }

    private static SimGroupNoticed notice(SimGroup group, Notice notice, Remaining remaining, Set<SimCardId> cards,
            Instant now) {
        Units left = remaining.units();
        return new SimGroupNoticed(Id.next(), group.id(), group.accountId(), notice, left, remaining.basis(),
                cards.stream().limit(NOTICE_CARDS_MAX).toList(), remaining.age(), now);
    }

    private static Set<SimCardId> minus(Set<SimCardId> some, Set<SimCardId> others) {
        var rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static Duration lookAgain(SimGroup group, Instant now) {
        var untilEnd = Duration.between(now, group.count().cycleEnd());
        return untilEnd.compareTo(LOOK_AGAIN) < 0 ? untilEnd : LOOK_AGAIN;
    }
}
