package io.planshare.sim.card;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.SimEvent.SimCardChanged;
import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.SimCardId;

/** Registers cards and moves them, one transaction each; every change is published as the card's full state. */
@Service
class SimCards {

    private final SimCardStore store;
    private final CardRestrictionStore restrictions;
    private final IdentifierKeys keys;
    private final Outbox outbox;
    private final Clock clock;

    SimCards(SimCardStore store, CardRestrictionStore restrictions, IdentifierKeys keys, Outbox outbox, Clock clock) {
        this.store = store;
        this.restrictions = restrictions;
        this.keys = keys;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    SimCardOutcome.OfRegistration register(SimCard.Identity identity, SimCardForm form, @Nullable PartyId owner) {
        var known = store.knownOf(identity);
        if (known.isPresent()) return new SimCardOutcome.AlreadyRegistered(known.get());
        var card = SimCard.registered(SimCardId.next(), identity, form, owner);
        if (!store.insert(card, clock.instant())) {
            return new SimCardOutcome.AlreadyRegistered(store.knownOf(identity).orElseThrow());
        }
        outbox.publish(changed(card));
        return new SimCardOutcome.Registered(card);
    }

    /** @param precondition looks at the locked card before anything is decided, and may throw */
    @Transactional
    SimCardOutcome.OfMove move(SimCardId id, SimCardMove move, Consumer<SimCard> precondition) {
        var found = store.lock(List.of(id));
        if (found.isEmpty()) return new SimCardOutcome.Unknown();
        var card = found.getFirst();
        precondition.accept(card);
        // Read after the lock: an order that was acknowledged before is seen.
        var outcome = card.move(move, restrictions.strongestOn(id));
        if (outcome instanceof SimCardOutcome.Moved(var moved)) save(List.of(moved));
        return outcome;
    }

    /** In the caller's transaction, which holds the lock on these cards. */
    void save(List<SimCard> changed) {
        store.update(changed, clock.instant());
        outbox.publishAll(changed.stream().map(this::changed).toList());
    }

    @Transactional(readOnly = true)
    Optional<SimCard> find(SimCardId id) {
        return store.find(id);
    }

    @Transactional(readOnly = true)
    Optional<SimCard> search(Iccid iccid) {
        return store.search(iccid);
    }

    @Transactional(readOnly = true)
    Optional<SimCard> search(Imsi imsi) {
        return store.search(imsi);
    }

    @Transactional(readOnly = true)
    Page<SimCard> page(@Nullable SimCardState state, Cursor cursor) {
        return Page.of(cursor, store.page(state, cursor), card -> card.simCardId().toString());
    }

    private SimCardChanged changed(SimCard card) {
        return new SimCardChanged(card.simCardId(), card.version(), card.state(), card.form(),
                keys.of(card.identity().iccid()), keys.of(card.identity().imsi()), card.barred());
    }
}
