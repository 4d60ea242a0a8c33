package io.planshare.theft.equipment;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;

/** Enters and judges equipment; every change is published as the entry's full state. */
@Service
class EquipmentEntries {

    private final EquipmentStore store;
    private final IdentifierKeys keys;
    private final Outbox outbox;
    private final Clock clock;

    EquipmentEntries(EquipmentStore store, IdentifierKeys keys, Outbox outbox, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param confirmed whether the caller may confirm a theft */
    @Transactional
    EquipmentOutcome judge(Imei imei, Equipment.Judgement judgement, boolean confirmed) {
        if (Equipment.needsConfirmation(judgement.status()) && !confirmed) return new EquipmentOutcome.Unconfirmed();
        var known = store.lock(imei);
        if (known.isEmpty()) {
            var entered = Equipment.entered(UUID.randomUUID(), imei, judgement, clock.instant());
            if (store.insert(entered)) {
                outbox.publish(changed(entered));
                return new EquipmentOutcome.Entered(entered);
            }
            // Somebody entered it meanwhile.
            known = store.lock(imei);
        }
        var before = known.orElseThrow();
        var after = before.judged(judgement, clock.instant());
        if (after.version() > before.version()) {
            store.update(after);
            outbox.publish(changed(after));
        }
        return new EquipmentOutcome.Changed(after);
    }

    @Transactional(readOnly = true)
    Optional<Equipment> find(UUID equipmentId) {
        return store.find(equipmentId);
    }

    @Transactional(readOnly = true)
    Optional<Equipment> search(Imei imei) {
        return store.search(imei);
    }

    /** Under every key in use, so that readers recognise it whichever key they hold. */
    private EquipmentChanged changed(Equipment equipment) {
        return new EquipmentChanged(equipment.equipmentId(), equipment.version(), keys.candidates(equipment.imei()),
                equipment.judgement().status(), equipment.judgement().reason());
    }
}
