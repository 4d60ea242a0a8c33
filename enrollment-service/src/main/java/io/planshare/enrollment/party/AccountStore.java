package io.planshare.enrollment.party;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface AccountStore extends Repository<AccountRow, UUID> {

    /** 0 if the id is taken, without failing the transaction. */
    @Modifying
    @NativeQuery("insert into account (id, party_id, currency, created_at) values (:id, :partyId, :currency, :createdAt)"
            + " on conflict (id) do nothing")
    int insert(UUID id, UUID partyId, String currency, Instant createdAt);

    Optional<AccountRow> findById(UUID id);

    boolean existsById(UUID id);

    List<AccountRow> findByIdGreaterThanOrderById(UUID after, Limit limit);

    List<AccountRow> findByPartyIdAndIdGreaterThanOrderById(UUID partyId, UUID after, Limit limit);
}
