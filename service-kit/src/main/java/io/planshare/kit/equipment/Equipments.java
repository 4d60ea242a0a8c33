package io.planshare.kit.equipment;

import java.util.Collection;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.IdentifierHmac;

/** Which equipment is barred (TS 29.511), as far as this service has been told. */
public final class Equipments {

    /**
     * The status of an equipment, of which all known HMACs are given (current and previous key): the strictest entry that names one
     * of them, {@link EquipmentStatus#WHITELISTED} when none does. One query.
     */
    public EquipmentStatus statusOf(Collection<IdentifierHmac> imei) {
        throw new UnsupportedOperationException("coming: " + imei);
    }
}
