package io.planshare.quota.simgroup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.AccountId;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/** What people do to groups, one transaction each; a group is evaluated with each change. */
@Service
class SimGroups {

    private final SimGroupStore groups;
    private final GroupMemberStore members;
    private final KnownSimCards known;
    private final SimActivityStore activity;
    private final CardRecordStore records;
    private final GroupEvaluations evaluations;
    private final IdentifierKeys keys;
    private final Clock clock;

    SimGroups(SimGroupStore groups, GroupMemberStore members, KnownSimCards known, SimActivityStore activity,
            CardRecordStore records, GroupEvaluations evaluations, IdentifierKeys keys, Clock clock) {
        this.groups = groups;
        this.members = members;
        this.known = known;
        this.activity = activity;
        this.records = records;
        this.evaluations = evaluations;
        this.keys = keys;
        this.clock = clock;
    }

    /** A group and how it stands. */
    record Status(SimGroup group, Remaining remaining, double octetsPerSecond, long unacknowledged) {}

    @Transactional
    SimGroupOutcome.OfChange create(AccountId account, String name, SimGroupTerms terms, List<NewMember> joining) {
        if (exceeds(terms.firstThreshold(), terms.firstValue())) return new SimGroupOutcome.ThresholdAboveAllowance();
        var group = SimGroup.begin(SimGroupId.next(), account, name, terms, clock.instant());
        groups.insert(group);
        return join(group, joining);
    }

    @Transactional
    SimGroupOutcome.OfChange join(SimGroupId id, List<NewMember> joining) {
        return groups.lock(id).map(group -> join(group, joining)).orElseGet(SimGroupOutcome.Unknown::new);
    }

    /** All of them or none. */
    private SimGroupOutcome.OfChange join(SimGroup group, List<NewMember> joining) {
        var ours = known.byIccid(joining.stream().flatMap(member -> keys.candidates(member.iccid()).stream())
                .map(hmac -> hmac.value()).toList());
        var wrong = new ArrayList<Integer>();
        var taken = new TreeSet<Integer>();
        var named = new LinkedHashMap<Iccid, NewMember.Named>();
        for (int i = 0; i < joining.size(); i++) {
            var member = joining.get(i);
            var card = cardOf(member, ours);
            if (card.isEmpty()) {
                wrong.add(i);
            } else if (named.putIfAbsent(member.iccid(), new NewMember.Named(member, card.get())) != null) {
                taken.add(i);
            }
        }
        if (!wrong.isEmpty()) return rolledBack(new SimGroupOutcome.WrongCarrier(wrong));
        var joined = members.join(group.id(), named.values(), clock.instant());
        for (int i = 0; i < joining.size(); i++) {
            if (!joined.contains(joining.get(i).iccid())) taken.add(i);
        }
        if (!taken.isEmpty()) return rolledBack(new SimGroupOutcome.InAnotherGroup(List.copyOf(taken)));
        return new SimGroupOutcome.Done(evaluations.evaluate(group, group.edited()));
    }

    private Optional<SimCardId> cardOf(NewMember member, Map<String, SimCardId> ours) {
        var card = keys.candidates(member.iccid()).stream().map(hmac -> hmac.value()).filter(ours::containsKey)
                .findFirst().map(ours::get);
        return switch (member.carrier()) {
            case OWN -> card;
            case FOREIGN -> card.isPresent() ? Optional.empty() : Optional.of(SimCardId.next());
        };
    }

    private static <T> T rolledBack(T outcome) {
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return outcome;
    }

    @Transactional
    SimGroupOutcome.OfChange leave(SimGroupId id, SimCardId card) {
        return groups.lock(id).<SimGroupOutcome.OfChange>map(group -> {
            if (!members.leave(id, card, clock.instant())) return new SimGroupOutcome.NotAMember();
            evaluations.release(group, card);
            return new SimGroupOutcome.Done(evaluations.evaluate(group, group.edited()));
        }).orElseGet(SimGroupOutcome.Unknown::new);
    }

    /** @param precondition looks at the locked group before anything is decided, and may throw */
    @Transactional
    SimGroupOutcome.OfChange allow(SimGroupId id, @Nullable Units total, Consumer<SimGroup> precondition) {
        return groups.lock(id).<SimGroupOutcome.OfChange>map(group -> {
            precondition.accept(group);
            if (exceeds(group.terms().firstThreshold(), total)) return new SimGroupOutcome.ThresholdAboveAllowance();
            return new SimGroupOutcome.Done(
                    evaluations.evaluate(group, evaluations.current(group).allowing(total)));
        }).orElseGet(SimGroupOutcome.Unknown::new);
    }

    @Transactional
    SimGroupOutcome.OfChange reset(SimGroupId id) {
        return groups.lock(id).<SimGroupOutcome.OfChange>map(group -> {
            members.countAnew(id);
            return new SimGroupOutcome.Done(
                    evaluations.evaluate(group, evaluations.current(group).reset(clock.instant())));
        }).orElseGet(SimGroupOutcome.Unknown::new);
    }

    private static boolean exceeds(Units threshold, @Nullable Units total) {
        return total != null && threshold.compareTo(total) > 0;
    }

    @Transactional(readOnly = true)
    Optional<Status> status(SimGroupId id) {
        return groups.find(id).map(group -> new Status(group, evaluations.remainingOf(group),
                members.octetsPerSecond(id, clock.instant()), records.unacknowledged(id)));
    }

    @Transactional(readOnly = true)
    Page<SimGroup> page(AccountId account, Cursor cursor) {
        return Page.of(cursor, groups.page(account, cursor), group -> group.id().toString());
    }

    @Transactional(readOnly = true)
    Page<GroupMemberStore.Listed> members(SimGroupId id, Cursor cursor) {
        return Page.of(cursor, members.page(id, clock.instant(), cursor),
                listed -> listed.member().simCardId().toString());
    }

    @Transactional(readOnly = true)
    Optional<SimCardId> cardOf(Iccid iccid) {
        return members.cardOf(iccid);
    }

    /** Only from a base that is fresh enough (spec S8): else it says how old it is. */
    @Transactional(readOnly = true)
    SimGroupOutcome.OfActivity activity(SimCardId card, @Nullable Instant from, @Nullable Instant to) {
        var heard = activity.lastHeard(card);
        if (heard.isEmpty()) return new SimGroupOutcome.Unknown();
        var now = clock.instant();
        // What charging books arrives by itself; only another carrier's card is as old as its device's last report.
        var asOf = heard.get().carrier() == GroupMember.Carrier.OWN ? now : heard.get().reportedAt();
        if (asOf == null || Duration.between(asOf, now).toMillis() > heard.get().maxAgeMs()) {
            return new SimGroupOutcome.TooOld(asOf);
        }
        return new SimGroupOutcome.Activity(asOf, activity.hours(card,
                from == null ? now.minus(Duration.ofDays(31)) : from, to == null ? now : to));
    }
}
