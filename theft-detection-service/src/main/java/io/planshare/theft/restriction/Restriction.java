package io.planshare.theft.restriction;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.theft.device.HeldCards;

/**
 * One order to restrict a device, from its order to its end. An order while another is in force is a restriction of its own
 * and replaces that one: each keeps who ordered it and why, and nobody lifts an order that he has not seen.
 *
 * @param level as ordered: R1 to R4
 * @param version of its latest event; counts the events of the device without a gap
 * @param held the cards that its device held when it was ordered; the lift names the same
 */
record Restriction(RestrictionId restrictionId, DeviceId deviceId, RestrictionLevel level, long version, HeldCards held,
        Decision order, @Nullable Instant replacedAt, @Nullable Decision lift) {

    /** @param by the subject of the token with which it was decided */
    record Decision(String reason, String by, Instant at) {}

    enum State {
        /** In force; not all have acknowledged it yet. */
        ORDERED,
        /** In force, and acknowledged by all. */
        ENFORCED,
        /** A later order took its place. */
        REPLACED,
        /** Lifted; not all have acknowledged that yet. */
        LIFTING,
        /** Lifted, and acknowledged by all. */
        LIFTED
    }

    Restriction {
        if (level == RestrictionLevel.NONE) throw new IllegalArgumentException("a restriction restricts");
    }

    /** Cutting off for good is for those who may confirm a theft. */
    static boolean needsConfirmation(RestrictionLevel level) {
        return level == RestrictionLevel.R4;
    }

    static Restriction ordered(RestrictionId id, DeviceId device, RestrictionLevel level, long version, HeldCards held,
            Decision order) {
        return new Restriction(id, device, level, version, held, order, null, null);
    }

    boolean isInForce() {
        return replacedAt == null && lift == null;
    }

    Restriction replaced(Instant at) {
        return new Restriction(restrictionId, deviceId, level, version, held, order, at, null);
    }

    /** @param nextVersion of the device */
    RestrictionOutcome.OfLift lift(long nextVersion, Decision decision) {
        if (!isInForce()) return new RestrictionOutcome.NotInForce(this);
        return new RestrictionOutcome.Lifted(
                new Restriction(restrictionId, deviceId, level, nextVersion, held, order, null, decision));
    }

    /** @param answers to its latest version */
    State state(Acknowledgements answers) {
        if (replacedAt != null) return State.REPLACED;
        if (lift != null) return answers.isComplete() ? State.LIFTED : State.LIFTING;
        return answers.isComplete() ? State.ENFORCED : State.ORDERED;
    }

    /** What its latest version tells the others; the same each time it is sent. */
    RestrictionChanged event() {
        return lift == null
                ? new RestrictionOrdered(restrictionId, version, deviceId, level, held.subscriptionIds(),
                        held.simCardIds(), order.reason(), order.by(), order.at())
                : new RestrictionLifted(restrictionId, version, deviceId, held.subscriptionIds(), held.simCardIds(),
                        lift.reason(), lift.by(), lift.at());
    }
}
