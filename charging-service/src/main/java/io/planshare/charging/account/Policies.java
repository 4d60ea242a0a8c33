package io.planshare.charging.account;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.sharing.BlockedConsumers;
import io.planshare.charging.sharing.LimitEpochs;
import io.planshare.charging.sharing.RecordedAdjustment;
import io.planshare.charging.sharing.Sharing;
import io.planshare.charging.sharing.StoredPolicy;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;

/** How the limits of an account move, and moving them by hand. */
@Service
class Policies {

    private final AccountStore accounts;
    private final Sharing sharing;
    private final LimitEpochs epochs;
    private final BlockedConsumers blocked;
    private final TransactionTemplate transaction;

    Policies(AccountStore accounts, Sharing sharing, LimitEpochs epochs, BlockedConsumers blocked,
            PlatformTransactionManager transactions) {
        this.accounts = accounts;
        this.sharing = sharing;
        this.epochs = epochs;
        this.blocked = blocked;
        this.transaction = new TransactionTemplate(transactions);
    }

    Optional<StoredPolicy> find(ProviderAccountId id) {
        return accounts.find(id).map(found -> sharing.policy(found.account()));
    }

    /**
     * Limits are moved, or set back, at once.
     *
     * @param seen throws, under the lock, if the policy is no more the one that the caller saw
     */
    @Transactional
    PolicyOutcome set(ProviderAccountId id, Function<UnitType, LimitPolicy> wanted, Consumer<StoredPolicy> seen) {
        var found = accounts.lock(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownAccount();
        var account = found.get().account();
        seen.accept(sharing.policy(account));
        var policy = wanted.apply(account.unit());
        var stored = sharing.set(account, policy);
        blocked.unblock(id);
        return new PolicyOutcome.Set(stored);
    }

    /** Where limits move by epochs, nothing is locked while they are computed. */
    PolicyOutcome rebalance(ProviderAccountId id, boolean dryRun) {
        if (accounts.find(id).filter(found -> Sharing.moveByEpochs(found.account())).isEmpty()) {
            return Objects.requireNonNull(transaction.execute(_ -> rebalanceAtOnce(id, dryRun)));
        }
        var proposed = new PolicyOutcome.Proposed(epochs.propose(id));
        if (dryRun) return proposed;
        return epochs.move(id, Set.of(LimitTrigger.MANUAL)).<PolicyOutcome>map(PolicyOutcome.Moved::new)
                .orElse(proposed);
    }

    private PolicyOutcome rebalanceAtOnce(ProviderAccountId id, boolean dryRun) {
        var found = accounts.lock(id);
        if (found.isEmpty()) return new PolicyOutcome.UnknownAccount();
        var account = found.get().account();
        if (!account.limitMode().moves()) return new PolicyOutcome.LimitsStandStill();
        var proposed = new PolicyOutcome.Proposed(sharing.propose(account));
        if (dryRun) return proposed;
        var made = sharing.adjust(account, LimitTrigger.MANUAL);
        blocked.unblock(id);
        return made.<PolicyOutcome>map(PolicyOutcome.Moved::new).orElse(proposed);
    }

    /** Newest first; empty if there is no such account. */
    Optional<Page<RecordedAdjustment>> adjustments(ProviderAccountId id, Cursor cursor) {
        if (accounts.find(id).isEmpty()) return Optional.empty();
        return Optional.of(Page.of(cursor, sharing.adjustments(id, cursor), made -> made.id().toString()));
    }
}
