package io.planshare.event;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.Units;

/** What quota-service tells: in which order a consumer's use is taken from packages. */
public sealed interface QuotaEvent extends Event {

    /**
     * The execution plan of one consumer account holder, as full state: all intervals of the last 5 days and the future.
     *
     * @param accountId whose use it orders
     * @param hash of the policies it was derived from
     */
    record PlanChanged(AccountId accountId, long version, String hash, List<PlannedInterval> intervals)
            implements
                QuotaEvent,
                StateEvent {
        public PlanChanged {
            intervals = List.copyOf(intervals);
        }

        @Override
        public String key() {
            return accountId.toString();
        }
    }

    /** One order of packages, in force for a while. */
    record PlannedInterval(Interval during, List<PlannedOrder> orders) {
        public PlannedInterval {
            orders = List.copyOf(orders);
        }
    }

    /** The packages for one rating group (null: for each that has no order of its own), first to last. */
    record PlannedOrder(@Nullable Long ratingGroup, List<PlannedPackage> packages) {
        public PlannedOrder {
            packages = List.copyOf(packages);
        }
    }

    /**
     * A step of the walk; charging takes the account of the cycle in which the use occurred.
     *
     * @param capPerCycle at most so many units of it for this consumer in a cycle
     * @param reserve so many units of it stay with its owner
     * @param reserveUntil until then; for ever when null
     */
    record PlannedPackage(PackageId packageId, @Nullable Units capPerCycle, int priority, Units reserve,
            @Nullable Instant reserveUntil) {}
}
