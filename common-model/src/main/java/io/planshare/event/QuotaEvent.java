package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
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

    /**
     * One cycle of a package, announced a whole cycle ahead; told again with a higher version when its terms or members
     * change. Of two of one provider account the higher version is true.
     *
     * @param providerAccountId where charging keeps the units of this cycle
     * @param ratingGroups the only ones it pays for; empty means all
     * @param units what the cycle starts with
     * @param ownerReserve so many units stay for the owner's own subscriptions
     * @param rollOverDays how much longer what is left may be used; null if it is lost
     * @param rollOverCap at most so many units of it; null for all
     * @param members who may draw on it beside the owner
     */
    record PackageActivated(PackageId packageId, ProviderAccountId providerAccountId, long version, AccountId accountId,
            String name, UnitType unit, List<Long> ratingGroups, Units units, Interval cycle, Units ownerReserve,
            @Nullable Integer rollOverDays, @Nullable Units rollOverCap, List<PackageMember> members)
            implements
                QuotaEvent {
        public PackageActivated {
            ratingGroups = List.copyOf(ratingGroups);
            members = List.copyOf(members);
        }

        @Override
        public String key() {
            return accountId.toString();
        }
    }

    /** @param capPerCycle at most so many units for each of its subscriptions; null for as many as there are */
    record PackageMember(AccountId accountId, @Nullable Units capPerCycle) {}

    /**
     * So much of a package's cycle is used: once for each percentage, for whoever tells the customer.
     *
     * @param percent 75, 95 or 100
     * @param borrowed of what is used, by others than the owner
     * @param recallable of what is borrowed, so much may still be called back by the owner
     */
    record PackageUseReached(PackageId packageId, ProviderAccountId providerAccountId, AccountId accountId, int percent,
            Units total, Units used, Units borrowed, Units recallable, Instant occurredAt)
            implements
                QuotaEvent {
        @Override
        public String key() {
            return accountId.toString();
        }
    }

    /**
     * Charging is asked what lies in the accounts of a sharing group whose cycles have ended, and in those that live on.
     *
     * @param round grows with every new question about one run
     * @param from with {@code to}: when the use occurred that the close looks at
     * @param ended the accounts that are closed
     */
    record CloseRequested(UUID runId, int round, AccountId groupId, Instant from, Instant to,
            List<ProviderAccountId> ended) implements QuotaEvent {
        public CloseRequested {
            ended = List.copyOf(ended);
        }

        @Override
        public String key() {
            return groupId.toString();
        }
    }

    /**
     * What use is to be taken from which account instead. Charging posts one part after the other, each as a whole: a part
     * needs no room but what is there once those before it are posted.
     *
     * @param part 1 to {@code parts}
     * @param hash of all moves of the round
     */
    record CloseProposed(UUID runId, int round, AccountId groupId, int part, int parts, String hash,
            List<ProposedMove> moves) implements QuotaEvent {
        public CloseProposed {
            moves = List.copyOf(moves);
        }

        @Override
        public String key() {
            return groupId.toString();
        }
    }

    /**
     * @param from where the units were taken; null if they are excess
     * @param to where they are taken now; null if they become excess, by a recall
     * @param owed what a recall costs who used them; null unless it is one
     */
    record ProposedMove(UUID recordId, @Nullable ProviderAccountId from, @Nullable ProviderAccountId to, Units units,
            @Nullable Money owed) {}
}
