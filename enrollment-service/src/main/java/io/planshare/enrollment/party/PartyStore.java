package io.planshare.enrollment.party;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface PartyStore extends Repository<PartyRow, UUID> {

    /** 0 if the id is taken, without failing the transaction. */
    @Modifying
    @NativeQuery("insert into party (id, type, name, created_at) values (:id, :type, :name, :createdAt)"
            + " on conflict (id) do nothing")
    int insert(UUID id, String type, String name, Instant createdAt);

    Optional<PartyRow> findById(UUID id);

    boolean existsById(UUID id);

    List<PartyRow> findByIdGreaterThanOrderById(UUID after, Limit limit);
}
