package io.planshare.quota.deduction;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** All that a close depends on: equal inputs, equal moves. */
record CloseInput(List<Account> accounts, List<Use> uses) {

    /**
     * Units that use can lie on.
     *
     * @param ended whether its cycle has ended: use moves onto units that live on only if it would be excess otherwise
     * @param spare what lies in it
     * @param ownerFirst whether the owner calls back what others use rather than pay for what it covers
     */
    record Account(ProviderAccountId id, AccountId owner, UnitType unit, Set<Long> ratingGroups, Interval validity,
            boolean ended, Units spare, boolean ownerFirst, Map<SubscriptionId, Access> access) {
        Account {
            ratingGroups = Set.copyOf(ratingGroups);
            access = Map.copyOf(access);
        }

        boolean paysFor(Use use) {
            var granted = access.get(use.payer());
            return granted != null && granted.isOpenAt(use.occurredAt()) && unit == use.unit()
                    && validity.contains(use.occurredAt())
                    && (ratingGroups.isEmpty() || ratingGroups.contains(use.ratingGroup()));
        }
    }

    /**
     * Somebody who may draw on an account.
     *
     * @param left what the limit leaves; {@link Units#MAX} without a limit
     * @param leftAt since when not any more
     * @param priority whose excess is covered first: higher before lower
     * @param recallable at most so many units may be called back from it, together with all that is of the same account
     */
    record Access(AccountId account, Units left, @Nullable Instant leftAt, int priority, Units recallable) {
        boolean isOpenAt(Instant at) {
            return leftAt == null || at.isBefore(leftAt);
        }
    }

    /**
     * A use record, and where it lies.
     *
     * @param excess beyond all accounts
     */
    record Use(UUID recordId, SubscriptionId payer, AccountId account, long ratingGroup, UnitType unit,
            Instant occurredAt, List<Part> parts, Units excess) {
        Use {
            parts = List.copyOf(parts);
        }
    }

    record Part(ProviderAccountId accountId, Units units) {}

    CloseInput {
        accounts = List.copyOf(accounts);
        uses = List.copyOf(uses);
    }
}
