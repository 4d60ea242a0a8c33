package io.planshare.quota.deduction;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.CloseConsumer;
import io.planshare.model.PackageId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Access;
import io.planshare.quota.deduction.CloseInput.Account;
import io.planshare.quota.deduction.CloseInput.Use;
import io.planshare.quota.pack.SharedPackage;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Puts together what charging says of accounts and what the policies say of their users. */
final class CloseInputs {

    private CloseInputs() {}

    /**
     * @param policies of the packages, as they were in force at the cycles' end
     * @param recalled what was called back by closes before
     */
    static CloseInput of(Collection<CloseAccount> accounts, Collection<SharedPackage> policies, Recalls recalled,
            List<Use> uses) {
        Map<PackageId, SharedPackage> shared = policies.stream().collect(toMap(it -> it.bought().id(), identity()));
        return new CloseInput(accounts.stream().map(it -> account(it,
                it.packageId() == null ? null : shared.get(it.packageId()), recalled)).toList(), uses);
    }

    private static Account account(CloseAccount it, @Nullable SharedPackage shared, Recalls recalled) {
        var access = new HashMap<SubscriptionId, Access>();
        it.consumers().forEach(consumer -> access.put(consumer.subscriptionId(),
                access(consumer, shared, recalled.of(it.providerAccountId(), consumer.accountId()))));
        return new Account(it.providerAccountId(), it.ownerId(), it.unit(), new HashSet<>(it.ratingGroups()),
                it.validity(), it.ended(), it.spare(), shared != null && shared.policy().ownerFirst(), access);
    }

    private static Access access(CloseConsumer consumer, @Nullable SharedPackage shared, Units recalled) {
        var borrower = shared == null ? null : shared.borrower(consumer.accountId()).orElse(null);
        var price = shared == null ? null : shared.policy().recallPrice();
        return new Access(consumer.accountId(), consumer.left() == null ? Units.MAX : consumer.left(),
                consumer.leftAt(), borrower == null ? 0 : borrower.priority(),
                borrower == null || price == null
                        ? Units.ZERO
                        : price.payableWith(borrower.recallCapMinor()).excessOver(recalled));
    }
}
