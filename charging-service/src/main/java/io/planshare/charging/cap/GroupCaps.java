package io.planshare.charging.cap;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SimGroupId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/**
 * The counters of SIM groups that a transaction holds locked. A group bounds what is granted to its cards, whoever pays; what
 * they used counts whole, also what nobody pays for. Octets alone are counted.
 */
public final class GroupCaps {

    private final Map<SimGroupId, GroupCounter> counters;
    private final Set<SimGroupId> touched = new LinkedHashSet<>();

    public GroupCaps(Collection<GroupCounter> counters) {
        this.counters = counters.stream().collect(toMap(GroupCounter::groupId, identity()));
    }

    /** What the group leaves to this card at that instant; all there is for a card in no group. */
    public Units left(@Nullable GroupedCard card, UnitType unit, Instant at) {
        if (card == null || unit != UnitType.OCTET) return Units.MAX;
        var allowance = card.allowanceAt(at);
        if (allowance.isEmpty() || allowance.get().limit() == null) return Units.MAX;
        var counter = counter(card.groupId()).from(allowance.get().during().from());
        return allowance.get().limit().excessOver(allowance.get().keptBack())
                .excessOver(counter.used().plus(counter.reserved()));
    }

    /** @return the group that it is reserved in; null where nothing is counted */
    public @Nullable SimGroupId reserve(@Nullable GroupedCard card, UnitType unit, Instant at, Units units) {
        if (card == null || unit != UnitType.OCTET || card.allowanceAt(at).isEmpty()) return null;
        change(card.groupId(), counter -> counter.reserve(units));
        return card.groupId();
    }

    /** @param reservedIn as it was reserved */
    public void release(@Nullable SimGroupId reservedIn, Units units) {
        if (reservedIn != null) change(reservedIn, counter -> counter.release(units));
    }

    /** What was used before the count began is of the last one: it counts no more. */
    public void use(@Nullable GroupedCard card, UnitType unit, Instant at, Units units) {
        if (card == null || unit != UnitType.OCTET) return;
        card.allowanceAt(at).ifPresent(allowance -> change(card.groupId(), counter -> {
            var current = counter.from(allowance.during().from());
            return at.isBefore(current.countedFrom()) ? current : current.use(units);
        }));
    }

    public List<GroupCounter> changed() {
        return touched.stream().map(this::counter).toList();
    }

    private GroupCounter counter(SimGroupId group) {
        var counter = counters.get(group);
        if (counter == null) throw new IllegalStateException("the counter of group " + group + " is not locked");
        return counter;
    }

    private void change(SimGroupId group, UnaryOperator<GroupCounter> change) {
        counters.put(group, change.apply(counter(group)));
        touched.add(group);
    }
}
