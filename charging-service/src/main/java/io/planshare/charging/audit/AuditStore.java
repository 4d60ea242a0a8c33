package io.planshare.charging.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.toMap;

/** Reads accounts with all that must agree with them, and keeps how far that was summed up. */
@Repository
class AuditStore {

    private static final String LOOK = """
                                       select a.*, c.*, r.*, s.first_id, coalesce(k.entries, 0) as known_entries, coalesce(k.units, 0) as known_units,
                                           coalesce(k.entry_id, 0) as known_id, e.*
                                       from provider_account a
                                       left join account_audit k using (provider_account_id)
                                       cross join lateral (select case when coalesce(k.entries, 0) < :anew then 0
                                           else coalesce(k.entry_id, 0) end as first_id) s
                                       cross join lateral (
                                           select coalesce(sum(reserved), 0) as c_reserved, coalesce(sum(consumed), 0) as c_consumed,
                                               count(*) filter (where cast(consumed as numeric) + reserved > limit_units) as over_limit
                                           from consumer_account where provider_account_id = a.provider_account_id) c
                                       cross join lateral (
                                           select coalesce(sum(units), 0) as reservations from reservation
                                           where provider_account_id = a.provider_account_id) r
                                       cross join lateral (
                                           select count(*) as e_count, coalesce(sum(units), 0) as e_units, coalesce(max(ledger_entry_id), 0) as e_last,
                                               count(*) filter (where wrong) as e_wrong
                                           from (
                                               select e.ledger_entry_id, e.units, e.kind = 'DEBIT' and e.usage_record_id is not null and (
                                                   u.usage_record_id is null or u.metered <> u.covered + u.overage + u.uncovered
                                                   or u.covered <> paid.units or -e.units <> paid.here) as wrong
                                               from ledger_entry e left join usage_record u using (usage_record_id)
                                               left join lateral (
                                                   select coalesce(sum(cast(p ->> 'units' as numeric)), 0) as units,
                                                       coalesce(sum(cast(p ->> 'units' as numeric)) filter (
                                                           where p ->> 'providerAccountId' = cast(e.provider_account_id as text)), 0) as here
                                                   from jsonb_array_elements(u.allocations) p) paid on true
                                               where e.provider_account_id = a.provider_account_id and e.ledger_entry_id > s.first_id
                                               order by e.ledger_entry_id limit :entries) seen) e
                                       where a.provider_account_id = any(cast(:ids as uuid[]))""";

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a run begins. */
    record Progress(UUID accountId, long entryId) {}

    /** Empty while another instance is the auditor. */
    Optional<Progress> take(Duration lease) {
        return jdbc
                .sql("""
                     update audit_progress set lease_until = now() + cast(:lease as interval) where lease_until <= now()
                     returning account_id, entry_id""").param("lease", lease.toString())
                .query((row, _) -> new Progress(row.getObject(1, UUID.class), row.getLong(2))).optional();
    }

    void giveBack(Progress progress) {
        jdbc.sql("update audit_progress set account_id = :account, entry_id = :entry, lease_until = now()")
                .param("account", progress.accountId()).param("entry", progress.entryId()).update();
    }

    /** An account that has younger entries than the given one, by entry. */
    record Young(long entryId, ProviderAccountId id) {}

    /** In the order of the entries; at most so many of them. */
    List<Young> young(long afterEntry, int entries) {
        return jdbc.sql("""
                        select max(ledger_entry_id) as entry, provider_account_id from (
                            select ledger_entry_id, provider_account_id from ledger_entry
                            where ledger_entry_id > :after order by ledger_entry_id limit :entries) young
                        group by provider_account_id order by 1""").param("after", afterEntry).param("entries", entries)
                .query((row, _) -> new Young(row.getLong(1), new ProviderAccountId(row.getObject(2, UUID.class))))
                .list();
    }

    List<ProviderAccountId> after(UUID account, int count) {
        return jdbc.sql("""
                        select provider_account_id from provider_account where provider_account_id > :after
                        order by provider_account_id limit :count""").param("after", account).param("count", count)
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    /** Those that were suspected the last time: looked at again at once. */
    List<ProviderAccountId> suspected(int count) {
        return jdbc.sql("""
                        select provider_account_id from account_audit where cardinality(suspected) > 0
                        order by checked_at limit :count""").param("count", count)
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    /** @param anew sums the entries up from the first, where there are fewer than this */
    List<AuditedAccount> look(Collection<ProviderAccountId> ids, int anew, int entriesMax) {
        return jdbc.sql(LOOK).param("ids", texts(ids)).param("anew", anew).param("entries", entriesMax)
                .query((row, _) -> account(row, entriesMax)).list();
    }

    private static AuditedAccount account(ResultSet row, int entriesMax) throws SQLException {
        var balances = new AuditedAccount.Balances(row.getBigDecimal("granted"), row.getBigDecimal("reserved"),
                row.getBigDecimal("consumed"), row.getBigDecimal("expired"), row.getBigDecimal("withdrawn"));
        var consumers = new AuditedAccount.Consumers(row.getBigDecimal("c_reserved"), row.getBigDecimal("c_consumed"),
                row.getLong("over_limit"));
        return new AuditedAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                Status.valueOf(row.getString("status")), balances, consumers, row.getBigDecimal("reservations"),
                entries(row, entriesMax));
    }

    private static AuditedAccount.Entries entries(ResultSet row, int entriesMax) throws SQLException {
        var first = row.getLong("first_id");
        var seen = row.getLong("e_count");
        return new AuditedAccount.Entries(Math.max(first, row.getLong("e_last")),
                seen + (first == 0 ? 0 : row.getLong("known_entries")),
                first == 0
                        ? row.getBigDecimal("e_units")
                        : row.getBigDecimal("e_units").add(row.getBigDecimal("known_units")),
                seen < entriesMax, row.getLong("e_wrong"));
    }

    /** What each account was suspected of the last time, if of anything. */
    Map<ProviderAccountId, Set<String>> suspicions(Collection<ProviderAccountId> ids) {
        return jdbc.sql("""
                        select provider_account_id, suspected from account_audit
                        where provider_account_id = any(cast(:ids as uuid[])) and cardinality(suspected) > 0""")
                .param("ids", texts(ids))
                .query((row, _) -> Map.entry(new ProviderAccountId(row.getObject(1, UUID.class)),
                        Set.of((String[]) row.getArray(2).getArray())))
                .list().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** These agree: what was summed up is not summed up again soon. */
    void saveSound(Collection<AuditedAccount> looked, Instant now) {
        jdbc.sql("""
                 insert into account_audit (provider_account_id, entry_id, entries, units, suspected, checked_at)
                 select id, entry, entries, units, '{}', cast(:now as timestamptz)
                 from unnest(cast(:ids as uuid[]), cast(:last as bigint[]), cast(:counts as bigint[]),
                     cast(:units as numeric[])) as a (id, entry, entries, units)
                 on conflict (provider_account_id) do update set entry_id = excluded.entry_id,
                     entries = excluded.entries, units = excluded.units, suspected = '{}',
                     checked_at = excluded.checked_at
                 where account_audit.entry_id <> excluded.entry_id or cardinality(account_audit.suspected) > 0""")
                .param("ids", texts(looked, AuditedAccount::id))
                .param("last", longs(looked, a -> a.entries().lastId()))
                .param("counts", longs(looked, a -> a.entries().count()))
                .param("units", texts(looked, a -> a.entries().units().toPlainString())).param("now", now.toString())
                .update();
    }

    /** These do not: the sum stays where it was, so that the same is seen the next time. */
    void saveSuspected(Map<ProviderAccountId, Set<Breach>> broken, Instant now) {
        jdbc.sql("""
                 insert into account_audit (provider_account_id, entry_id, entries, units, suspected, checked_at)
                 select id, 0, 0, 0, string_to_array(breaches, ','), cast(:now as timestamptz)
                 from unnest(cast(:ids as uuid[]), cast(:breaches as text[])) as a (id, breaches)
                 on conflict (provider_account_id) do update set suspected = excluded.suspected,
                     checked_at = excluded.checked_at""").param("ids", texts(broken.keySet()))
                .param("breaches", texts(broken.values(),
                        breaches -> String.join(",", breaches.stream().map(Breach::name).toList())))
                .param("now", now.toString()).update();
    }

    long suspects() {
        return jdbc.sql("select count(*) from account_audit where cardinality(suspected) > 0").query(Long.class)
                .single();
    }
}
