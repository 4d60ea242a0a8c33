package io.planshare.kit.equipment;

import java.util.Collection;
import java.util.Comparator;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.IdentifierHmac;

/** Which equipment is barred (TS 29.511), as far as this service has been told. */
public final class Equipments {

    private final EquipmentStore store;

    Equipments(EquipmentStore store) {
        this.store = store;
    }

    /**
     * The status of an equipment, of which all known HMACs are given (current and previous key): the strictest entry that names one
     * of them, {@link EquipmentStatus#WHITELISTED} when none does. One query.
     */
    public EquipmentStatus statusOf(Collection<IdentifierHmac> imei) {
        if (imei.isEmpty()) return EquipmentStatus.WHITELISTED;
        return store.statuses(imei).stream().max(Comparator.comparingInt(Equipments::strictness))
                .orElse(EquipmentStatus.WHITELISTED);
    }

    private static int strictness(EquipmentStatus status) {
        return switch (status) {
            case WHITELISTED -> 0;
            case GREYLISTED -> 1;
            case BLACKLISTED -> 2;
        };
    }
}
