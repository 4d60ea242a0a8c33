package io.planshare.enrollment.party;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.planshare.model.PartyId;

/** A party as it is read; it is written by one statement of {@link PartyStore}. */
@Entity
@Table(name = "party")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class PartyRow {

    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    private Party.Type type;

    private String name;

    private Instant createdAt;

    Party party() {
        return new Party(new PartyId(id), type, name, createdAt);
    }
}
