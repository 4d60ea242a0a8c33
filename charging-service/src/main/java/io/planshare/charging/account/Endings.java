package io.planshare.charging.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.sharing.BlockedConsumers;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.CreditEvent.Expired;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;

/**
 * What becomes of accounts at their end: they roll over, shortly before it so that nobody is denied in between, or what is
 * left of them expires, a while after it so that use of before can still be reported. Accounts of a package's cycle are left
 * to its close. Checkpoints in time are looked at here too, as nobody may draw then.
 */
@Service
class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final int BATCH = 200;

    private final AccountStore accounts;
    private final EntryStore entries;
    private final Sharing sharing;
    private final BlockedConsumers blocked;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Endings(AccountStore accounts, EntryStore entries, Sharing sharing, BlockedConsumers blocked, Outbox outbox,
            PlatformTransactionManager transactions, Clock clock) {
        this.accounts = accounts;
        this.entries = entries;
        this.sharing = sharing;
        this.blocked = blocked;
        this.outbox = outbox;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.charging.sweep-every:PT5S}")
    void sweep() {
        var now = now();
        accounts.ending(now.plus(EARLY), now.minus(GRACE), BATCH).forEach(id -> alone(id, () -> end(id, now)));
        sharing.due(BATCH).forEach(id -> alone(id,
                () -> accounts.lock(id).ifPresent(found -> sharing.look(found.account()))));
    }

    /** In a transaction of its own, so that one account that can not be settled holds up no other. */
    private void alone(ProviderAccountId id, Runnable work) {
        try {
            transaction.executeWithoutResult(_ -> work.run());
        } catch (RuntimeException failure) {
            log.warn("Provider account {} could not be settled; it is tried again at the next sweep", id, failure);
        }
    }

    private void end(ProviderAccountId id, Instant now) {
        accounts.lock(id).ifPresent(found -> {
            var validity = found.account().validity();
            var end = validity.to();
            if (end == null) return;
            if (found.rollOverDays() != null) {
                if (!end.isAfter(now.plus(EARLY))) rollOver(found, end.plus(Duration.ofDays(found.rollOverDays())));
            } else if (!end.isAfter(now.minus(GRACE))) {
                expire(found, end);
            }
        });
    }

    private void rollOver(StoredAccount found, Instant end) {
        var id = found.account().id();
        accounts.setValidity(id, end, null);
        sharing.adjust(found.account().with(new Interval(found.account().validity().from(), end)),
                LimitTrigger.CHANGE);
        blocked.unblock(id);
    }

    /** What sessions still hold is looked at again once they have given it back. */
    private void expire(StoredAccount found, Instant end) {
        var account = found.account();
        var lost = account.balance().available();
        if (lost.isPositive()) {
            var left = account.balance().expire(lost);
            accounts.setBalance(account.id(), left);
            entries.take(account.id(), LedgerEntry.Kind.EXPIRY, lost, null, now());
            outbox.publish(new Expired(account.id(), lost, end, now()));
        }
        if (account.balance().reserved().isZero()) accounts.settled(account.id());
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
