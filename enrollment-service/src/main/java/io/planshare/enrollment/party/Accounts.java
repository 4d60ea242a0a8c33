package io.planshare.enrollment.party;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.PartyId;

/** Opens billing accounts. */
@Component
public class Accounts {

    private static final UUID FIRST = new UUID(0, 0);

    private final AccountStore store;
    private final Parties parties;
    private final Clock clock;

    Accounts(AccountStore store, Parties parties, Clock clock) {
        this.store = store;
        this.parties = parties;
        this.clock = clock;
    }

    @Transactional
    AccountOutcome open(AccountId id, PartyId owner, String currency) {
        if (!parties.exists(owner)) return new AccountOutcome.UnknownParty(owner);
        var account = new Account(id, owner, currency, clock.instant());
        int inserted = store.insert(id.value(), owner.value(), currency, account.createdAt());
        return inserted == 1 ? new AccountOutcome.Opened(account) : new AccountOutcome.IdTaken(id);
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId id) {
        return store.existsById(id.value());
    }

    @Transactional(readOnly = true)
    Optional<Account> find(AccountId id) {
        return store.findById(id.value()).map(AccountRow::account);
    }

    @Transactional(readOnly = true)
    List<Account> page(@Nullable PartyId owner, Cursor cursor) {
        var after = cursor.afterId().orElse(FIRST);
        var limit = Limit.of(cursor.limit() + 1);
        var rows = owner == null
                ? store.findByIdGreaterThanOrderById(after, limit)
                : store.findByPartyIdAndIdGreaterThanOrderById(owner.value(), after, limit);
        return rows.stream().map(AccountRow::account).toList();
    }
}
