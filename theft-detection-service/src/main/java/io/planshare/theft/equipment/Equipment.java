package io.planshare.theft.equipment;

import java.time.Instant;
import java.util.UUID;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.Imei;

/**
 * An entry of the equipment identity register.
 *
 * @param equipmentId random: nothing about the IMEI follows from it
 * @param version rises by one with each change of its judgement
 */
record Equipment(UUID equipmentId, long version, Imei imei, Judgement judgement, Instant changedAt) {

    /** @param by the subject of the token of whoever judged */
    record Judgement(EquipmentStatus status, String reason, String by) {

        private boolean saysTheSameAs(Judgement other) {
            return status == other.status && reason.equals(other.reason);
        }
    }

    static Equipment entered(UUID id, Imei imei, Judgement judgement, Instant at) {
        return new Equipment(id, 1, imei, judgement, at);
    }

    /** Barring for good is for those who may confirm a theft. */
    static boolean needsConfirmation(EquipmentStatus status) {
        return status == EquipmentStatus.BLACKLISTED;
    }

    /** The same entry when that says nothing new. */
    Equipment judged(Judgement anew, Instant at) {
        return anew.saysTheSameAs(judgement) ? this : new Equipment(equipmentId, version + 1, imei, anew, at);
    }
}
