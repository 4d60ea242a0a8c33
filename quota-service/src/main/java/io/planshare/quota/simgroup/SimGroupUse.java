package io.planshare.quota.simgroup;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Counts what charging booked on cards of groups, and evaluates the groups at once. */
@Component
class SimGroupUse implements EventConsumer {

    private final SimGroupStore groups;
    private final GroupMemberStore members;
    private final SimActivityStore activity;
    private final GroupEvaluations evaluations;
    private final Clock clock;

    SimGroupUse(SimGroupStore groups, GroupMemberStore members, SimActivityStore activity,
            GroupEvaluations evaluations, Clock clock) {
        this.groups = groups;
        this.members = members;
        this.activity = activity;
        this.evaluations = evaluations;
        this.clock = clock;
    }

    /** Octets on a card in a device. */
    record CardUse(UseSpan span, @Nullable DeviceId deviceId) {}

    @Override
    public String name() {
        return "sim-group-use";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.USAGE);
    }

    @Override
    public void accept(List<Received> events) {
        var uses = events.stream().map(Received::event).filter(UsageRecorded.class::isInstance)
                .map(UsageRecorded.class::cast)
                .filter(usage -> usage.unit() == UnitType.OCTET && usage.simCardId() != null).map(SimGroupUse::use)
                .toList();
        if (uses.isEmpty()) return;
        // A card that others charge is metered by its device's reports: one meter for each card.
        var places = members.placesOf(uses.stream().map(use -> use.span().simCardId()).toList());
        var byGroup = uses.stream().filter(use -> {
            var place = places.get(use.span().simCardId());
            return place != null && place.carrier() == GroupMember.Carrier.OWN;
        }).collect(Collectors.groupingBy(use -> Objects.requireNonNull(places.get(use.span().simCardId())).groupId()));
        groups.lock(byGroup.keySet()).forEach(
                group -> count(group, Objects.requireNonNull(byGroup.get(group.id())), GroupMember.Carrier.OWN));
    }

    /** In the caller's transaction, under the group's lock. */
    SimGroup count(SimGroup locked, Collection<CardUse> uses, GroupMember.Carrier carrier) {
        var group = evaluations.current(locked);
        var from = group.count().from();
        var sums = new LinkedHashMap<SimCardId, GroupMemberStore.Used>();
        for (var use : uses) {
            var span = use.span();
            var more = new GroupMemberStore.Used(span.simCardId(), span.since(from), span.octets(), use.deviceId(),
                    span.to());
            sums.merge(span.simCardId(), more, SimGroupUse::sum);
        }
        activity.add(uses);
        members.use(sums.values(), clock.instant());
        var counted = Units.of(sums.values().stream().mapToLong(GroupMemberStore.Used::counted).sum());
        return evaluations.evaluate(locked,
                group.used(counted, carrier == GroupMember.Carrier.FOREIGN ? counted : Units.ZERO));
    }

    private static GroupMemberStore.Used sum(GroupMemberStore.Used a, GroupMemberStore.Used b) {
        var last = a.until().isAfter(b.until()) ? a : b;
        var first = last == a ? b : a;
        return new GroupMemberStore.Used(a.card(), a.counted() + b.counted(), a.octets() + b.octets(),
                last.device() == null ? first.device() : last.device(), last.until());
    }

    private static CardUse use(UsageRecorded usage) {
        var from = usage.startedAt() == null ? usage.occurredAt() : usage.startedAt();
        return new CardUse(new UseSpan(Objects.requireNonNull(usage.simCardId()), from, usage.occurredAt(),
                usage.metered().count()), usage.deviceId());
    }
}
