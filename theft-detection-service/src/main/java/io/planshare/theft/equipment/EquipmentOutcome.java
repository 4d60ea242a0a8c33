package io.planshare.theft.equipment;

/** What became of a judgement. */
sealed interface EquipmentOutcome {

    record Entered(Equipment equipment) implements EquipmentOutcome {}

    /** The entry was there; it may have said the same already. */
    record Changed(Equipment equipment) implements EquipmentOutcome {}

    /** The status needs a caller who may confirm a theft. */
    record Unconfirmed() implements EquipmentOutcome {}
}
