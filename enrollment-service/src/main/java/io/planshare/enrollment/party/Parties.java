package io.planshare.enrollment.party;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.page.Cursor;
import io.planshare.model.PartyId;

/** Registers parties. They never change and never go. */
@Component
public class Parties {

    private static final UUID FIRST = new UUID(0, 0);

    private final PartyStore store;
    private final Clock clock;

    Parties(PartyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Transactional
    PartyOutcome register(PartyId id, Party.Type type, String name) {
        var party = new Party(id, type, name, clock.instant());
        int inserted = store.insert(id.value(), type.name(), name, party.createdAt());
        return inserted == 1 ? new PartyOutcome.Registered(party) : new PartyOutcome.IdTaken(id);
    }

    @Transactional(readOnly = true)
    public boolean exists(PartyId id) {
        return store.existsById(id.value());
    }

    @Transactional(readOnly = true)
    Optional<Party> find(PartyId id) {
        return store.findById(id.value()).map(PartyRow::party);
    }

    @Transactional(readOnly = true)
    List<Party> page(Cursor cursor) {
        return store.findByIdGreaterThanOrderById(cursor.afterId().orElse(FIRST), Limit.of(cursor.limit() + 1))
                .stream().map(PartyRow::party).toList();
    }
}
