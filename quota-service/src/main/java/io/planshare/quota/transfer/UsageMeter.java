package io.planshare.quota.transfer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;
import io.planshare.transfer.Reconciliation;

/**
 * How far a limited connection is used in a cycle by all devices of a plan.
 *
 * @param counted by the devices
 * @param reconciled of that, what the operator's count covers
 * @param operator the operator's count, zero before the first
 * @param scale by how much devices' counts are multiplied, in parts of a million
 * @param admitted octets that transfers and agents may use and have not
 */
record UsageMeter(String connection, Instant cycleStart, Units threshold, Units counted, Units reconciled,
        Units operator, @Nullable Instant operatorAsOf, long scale, Units admitted) {

    /** As the operator counts, or would. */
    Units used() {
        return Reconciliation.used(counted, reconciled, operator, scale);
    }

    /** What nobody has used or was promised. */
    Units room() {
        return threshold.excessOver(used()).excessOver(admitted);
    }

    UsageMeter admit(Units more) {
        return with(counted, admitted.plus(more));
    }

    /** Gives back what was admitted. */
    UsageMeter release(Units units) {
        return with(counted, admitted.minus(units));
    }

    UsageMeter count(Units more) {
        return with(counted.plus(more), admitted);
    }

    private UsageMeter with(Units countedNow, Units admittedNow) {
        return new UsageMeter(connection, cycleStart, threshold, countedNow, reconciled, operator, operatorAsOf, scale,
                admittedNow);
    }

    UsageMeter withThreshold(Units changed) {
        return new UsageMeter(connection, cycleStart, changed, counted, reconciled, operator, operatorAsOf, scale,
                admitted);
    }

    /** @param countedByThen what the devices counted up to the operator's instant */
    UsageMeter reconcile(Units countedByThen, Units operatorCount, Instant asOf) {
        return new UsageMeter(connection, cycleStart, threshold, counted, countedByThen, operatorCount, asOf,
                new Reconciliation(countedByThen, operatorCount).scale(scale), admitted);
    }
}
