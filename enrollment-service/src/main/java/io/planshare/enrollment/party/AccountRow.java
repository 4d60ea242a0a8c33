package io.planshare.enrollment.party;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.planshare.model.AccountId;
import io.planshare.model.PartyId;

/** An account as it is read; it is written by one statement of {@link AccountStore}. */
@Entity
@Table(name = "account")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class AccountRow {

    @Id
    private UUID id;

    private UUID partyId;

    private String currency;

    private Instant createdAt;

    Account account() {
        return new Account(new AccountId(id), new PartyId(partyId), currency, createdAt);
    }
}
