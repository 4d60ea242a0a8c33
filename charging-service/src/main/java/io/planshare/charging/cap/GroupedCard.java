package io.planshare.charging.cap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.model.SimGroupId;

/**
 * A SIM card in a group, as quota told it last (spec S8).
 *
 * @param barred whether its data is denied now
 */
public record GroupedCard(SimGroupId groupId, List<GroupAllowance> allowances, boolean barred) {

    public GroupedCard {
        allowances = List.copyOf(allowances);
    }

    /** What the group may use around an instant; empty before its count began, and for a card that left. */
    Optional<GroupAllowance> allowanceAt(Instant at) {
        return allowances.stream().filter(allowance -> allowance.during().contains(at)).findFirst();
    }
}
