package io.planshare.charging.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

/** Freezes of accounts. */
@Repository
class FreezeStore {

    private final JdbcClient jdbc;

    FreezeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the transaction ends nobody else changes this account. */
    Optional<Status> lock(ProviderAccountId id) {
        return jdbc.sql("select status from provider_account where provider_account_id = :id for update")
                .param("id", id.value()).query((row, _) -> Status.valueOf(row.getString(1))).optional();
    }

    void freeze(ProviderAccountId id, Status before, Set<Breach> breaches, Instant now) {
        set(id, Status.FROZEN);
        jdbc.sql("""
                 insert into account_freeze (provider_account_id, status_before, breaches, frozen_at)
                 values (:id, :before, cast(:breaches as text[]), cast(:now as timestamptz))""")
                .param("id", id.value()).param("before", before.name())
                .param("breaches", breaches.stream().map(Breach::name).toArray(String[]::new))
                .param("now", now.toString()).update();
    }

    /** It is again what it was, and all is summed up anew the next time. */
    void unfreeze(ProviderAccountId id, String because, Instant now) {
        var before = jdbc.sql("""
                              update account_freeze set lifted_at = cast(:now as timestamptz), lifted_because = :because
                              where provider_account_id = :id and lifted_at is null returning status_before""")
                .param("id", id.value()).param("because", because).param("now", now.toString())
                .query((row, _) -> Status.valueOf(row.getString(1))).list();
        set(id, before.isEmpty() ? Status.ACTIVE : before.getLast());
        jdbc.sql("delete from account_audit where provider_account_id = :id").param("id", id.value()).update();
    }

    private void set(ProviderAccountId id, Status status) {
        jdbc.sql("update provider_account set status = :status, version = version + 1 where provider_account_id = :id")
                .param("status", status.name()).param("id", id.value()).update();
    }

    long frozen() {
        return jdbc.sql("select count(*) from account_freeze where lifted_at is null").query(Long.class).single();
    }
}
