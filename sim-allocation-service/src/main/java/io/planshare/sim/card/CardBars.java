package io.planshare.sim.card;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import org.springframework.stereotype.Component;

import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.kit.restriction.RestrictionEnforcer;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;

/**
 * Enforces a device's restriction on its cards: frozen from R2 on, barred from R3 on; and a SIM group's bar. A card is free again
 * when neither bars it.
 */
@Component
class CardBars implements RestrictionEnforcer {

    private final CardRestrictionStore restrictions;
    private final SimCardStore store;
    private final SimCards cards;
    private final CardGroupBarStore groupBars;

    CardBars(CardRestrictionStore restrictions, SimCardStore store, SimCards cards, CardGroupBarStore groupBars) {
        this.restrictions = restrictions;
        this.store = store;
        this.cards = cards;
        this.groupBars = groupBars;
    }

    @Override
    public String apply(RestrictionChanged change) {
        var touched = new LinkedHashSet<>(restrictions.clear(change.deviceId()));
        if (change.level() != RestrictionLevel.NONE) {
            restrictions.set(change.deviceId(), change.simCardIds(), change.level());
            touched.addAll(change.simCardIds());
        }
        return apply(new ArrayList<>(touched));
    }

    /** In the caller's transaction: until it ends, nobody else changes these cards. */
    void lock(List<SimCardId> ids) {
        store.lock(ids);
    }

    /** After what bars these cards has changed, in the same transaction. */
    String apply(List<SimCardId> touched) {
        var locked = store.lock(touched);
        // Another device's restriction, or the card's group, may still bar a card that this one frees.
        var changed = locked.stream().map(this::underAll).filter(card -> !locked.contains(card)).toList();
        cards.save(changed);
        return "%d cards known of %d, %d changed their bar".formatted(locked.size(), touched.size(), changed.size());
    }

    private SimCard underAll(SimCard card) {
        return card.under(restrictions.strongestOn(card.simCardId()), groupBars.isBarred(card.simCardId()));
    }
}
