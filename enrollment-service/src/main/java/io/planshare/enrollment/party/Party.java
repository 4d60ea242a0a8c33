package io.planshare.enrollment.party;

import java.time.Instant;

import io.planshare.model.PartyId;

/** Somebody who owns, uses or pays. */
record Party(PartyId id, Type type, String name, Instant createdAt) {

    enum Type {
        PERSON, ORG
    }
}
