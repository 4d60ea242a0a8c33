package io.planshare.theft.device;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** What a restriction of a device names beside the device itself. */
public record HeldCards(List<SubscriptionId> subscriptionIds, List<SimCardId> simCardIds) {

    record Held(SubscriptionId subscriptionId, @Nullable SimCardId simCardId) {}

    public HeldCards {
        subscriptionIds = List.copyOf(subscriptionIds);
        simCardIds = List.copyOf(simCardIds);
    }

    static HeldCards of(List<Held> held) {
        return new HeldCards(held.stream().map(Held::subscriptionId).toList(),
                held.stream().map(Held::simCardId).filter(Objects::nonNull).distinct().toList());
    }
}
