package io.planshare.sim.card;

import java.util.ArrayList;
import java.util.LinkedHashSet;

import org.springframework.stereotype.Component;

import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.kit.restriction.RestrictionEnforcer;
import io.planshare.model.RestrictionLevel;

/** Enforces a device's restriction on its cards: frozen from R2 on, barred from R3 on, free again when it is lifted. */
@Component
class CardBars implements RestrictionEnforcer {

    private final CardRestrictionStore restrictions;
    private final SimCardStore store;
    private final SimCards cards;

    CardBars(CardRestrictionStore restrictions, SimCardStore store, SimCards cards) {
        this.restrictions = restrictions;
        this.store = store;
        this.cards = cards;
    }

    @Override
    public String apply(RestrictionChanged change) {
        var touched = new LinkedHashSet<>(restrictions.clear(change.deviceId()));
        if (change.level() != RestrictionLevel.NONE) {
            restrictions.set(change.deviceId(), change.simCardIds(), change.level());
            touched.addAll(change.simCardIds());
        }
        var locked = store.lock(new ArrayList<>(touched));
        // Another device's restriction may still name a card that this one frees.
        var changed = locked.stream().map(card -> card.under(restrictions.strongestOn(card.simCardId())))
                .filter(card -> !locked.contains(card)).toList();
        cards.save(changed);
        return "%d cards known of %d, %d changed their bar".formatted(locked.size(), touched.size(), changed.size());
    }
}
