package io.planshare.charging.close;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.close.Posting.AccountState;
import io.planshare.charging.close.Posting.Consumer;
import io.planshare.charging.close.Posting.ConsumerState;
import io.planshare.charging.close.Posting.RecordState;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.CloseConsumer;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Rows of a close: what it looks at and what was posted. Set-based, however many moves there are. */
@Repository
class CloseStore {

    private static final TypeReference<List<Allocation>> ALLOCATIONS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CloseStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The accounts that are closed, and those that live on on which somebody draws who draws on one of these. Of what lives on,
     * the owner's reserve and what others are guaranteed is left alone.
     */
    List<CloseAccount> look(CloseRequested asked) {
        var consumers = jdbc
                .sql("""
                     select c.*, s.account_id from consumer_account c join subscription s using (subscription_id)
                     where c.provider_account_id = any(cast(:ids as uuid[])) or c.subscription_id in (
                         select subscription_id from consumer_account
                         where provider_account_id = any(cast(:ids as uuid[])))
                     order by c.provider_account_id, c.subscription_id""").param("ids", texts(asked.ended()))
                .query((row, _) -> Map.entry(row.getObject("provider_account_id", UUID.class), consumer(row))).list()
                .stream().collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        return jdbc
                .sql("""
                     select *, provider_account_id = any(cast(:ended as uuid[])) as ended,
                         granted - reserved - consumed - expired - withdrawn as available
                     from provider_account where provider_account_id = any(cast(:ids as uuid[])) and status = 'ACTIVE'
                     and unit <> 'MONEY' and valid_from < cast(:to as timestamptz)
                     and (valid_to is null or valid_to > cast(:from as timestamptz)) order by provider_account_id""")
                .param("ended", texts(asked.ended())).param("ids", texts(consumers.keySet()))
                .param("from", asked.from().toString()).param("to", asked.to().toString())
                .query((row, _) -> account(row,
                        consumers.getOrDefault(row.getObject("provider_account_id", UUID.class), List.of())))
                .list();
    }

    /** How many records of these accounts' consumers of that time, and rebookings of them, were recorded by then. */
    long records(CloseRequested asked, Collection<CloseAccount> accounts, Instant by) {
        var consumers = accounts.stream().flatMap(it -> it.consumers().stream()).toList();
        return jdbc.sql("""
                        with chosen as not materialized (
                            select usage_record_id from usage_record where payer = any(cast(:payers as uuid[]))
                            and payer_account_id = any(cast(:accounts as uuid[]))
                            and occurred_at >= cast(:from as timestamptz) and occurred_at < cast(:to as timestamptz)
                            and recorded_at <= cast(:by as timestamptz))
                        select (select count(*) from chosen) + (
                            select count(*) from usage_rebooking join chosen using (usage_record_id)
                            where posted_at <= cast(:by as timestamptz))""")
                .param("payers", texts(consumers, CloseConsumer::subscriptionId))
                .param("accounts", texts(consumers, CloseConsumer::accountId)).param("from", asked.from().toString())
                .param("to", asked.to().toString()).param("by", by.toString()).query(Long.class).single();
    }

    /** How a round's parts were answered so far, the first first. */
    List<Boolean> answers(UUID run, int round) {
        return jdbc.sql("select posted from close_posting where run_id = :run and round = :round order by part")
                .param("run", run).param("round", round).query((row, _) -> row.getBoolean(1)).list();
    }

    void answered(CloseProposed proposed, boolean posted, Instant now) {
        jdbc.sql("""
                 insert into close_posting (run_id, round, part, group_id, hash, posted, posted_at)
                 values (:run, :round, :part, :group, :hash, :posted, cast(:now as timestamptz))""")
                .param("run", proposed.runId()).param("round", proposed.round()).param("part", proposed.part())
                .param("group", proposed.groupId().value()).param("hash", proposed.hash()).param("posted", posted)
                .param("now", now.toString()).update();
    }

    /** In the order of their ids; until the transaction ends nobody else changes them or their consumers. */
    List<AccountState> lock(Collection<ProviderAccountId> ids) {
        return jdbc.sql("""
                        select * from provider_account where provider_account_id = any(cast(:ids as uuid[]))
                        and status = 'ACTIVE' order by provider_account_id for update""").param("ids", texts(ids))
                .query((row, _) -> new AccountState(new ProviderAccountId(
                        row.getObject("provider_account_id", UUID.class)),
                        row.getLong("granted") - row.getLong("reserved") - row.getLong("consumed")
                                - row.getLong("expired") - row.getLong("withdrawn"),
                        row.getLong("consumed")))
                .list();
    }

    List<ConsumerState> consumers(Collection<ProviderAccountId> ids) {
        return jdbc.sql("select * from consumer_account where provider_account_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(ids))
                .query((row, _) -> new ConsumerState(new Consumer(
                        new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                        new SubscriptionId(row.getObject("subscription_id", UUID.class))), row.getLong("consumed"),
                        row.getLong("reserved"), row.getObject("limit_units", Long.class)))
                .list();
    }

    /** Use records that somebody paid for, as they are after all rebookings so far. */
    Map<UUID, RecordState> records(Collection<UUID> ids) {
        var rebooked = jdbc.sql("select * from usage_rebooking where usage_record_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(ids)).query((row, _) -> Rebooked.of(row)).list().stream()
                .collect(groupingBy(Rebooked::record));
        var found = new HashMap<UUID, RecordState>();
        jdbc.sql("""
                 select * from usage_record where usage_record_id = any(cast(:ids as uuid[])) and payer is not null""")
                .param("ids", texts(ids)).query(row -> {
                    var id = row.getObject("usage_record_id", UUID.class);
                    found.put(id, record(row, rebooked.getOrDefault(id, List.of())));
                });
        return found;
    }

    private record Rebooked(UUID record, PlaceKind from, @Nullable UUID fromAccount,
            PlaceKind to, @Nullable UUID toAccount, long units) {
        static Rebooked of(ResultSet row) throws SQLException {
            return new Rebooked(row.getObject("usage_record_id", UUID.class),
                    PlaceKind.valueOf(row.getString("from_kind")), row.getObject("from_account", UUID.class),
                    PlaceKind.valueOf(row.getString("to_kind")), row.getObject("to_account", UUID.class),
                    row.getLong("units"));
        }
    }

    private RecordState record(ResultSet row, List<Rebooked> rebooked) throws SQLException {
        var allocated = new HashMap<ProviderAccountId, Long>();
        json.readValue(row.getString("allocations"), ALLOCATIONS)
                .forEach(it -> allocated.merge(it.providerAccountId(), it.units().count(), Long::sum));
        long overage = row.getLong("overage");
        long uncovered = row.getLong("uncovered");
        for (var it : rebooked) {
            if (it.fromAccount != null) allocated.merge(new ProviderAccountId(it.fromAccount), -it.units, Long::sum);
            if (it.toAccount != null) allocated.merge(new ProviderAccountId(it.toAccount), it.units, Long::sum);
            overage += units(it.to, PlaceKind.OVERAGE, it.units) - units(it.from, PlaceKind.OVERAGE, it.units);
            uncovered += units(it.to, PlaceKind.UNCOVERED, it.units) - units(it.from, PlaceKind.UNCOVERED, it.units);
        }
        var device = row.getObject("device_id", UUID.class);
        return new RecordState(row.getObject("usage_record_id", UUID.class),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                device == null ? null : new DeviceId(device), new SubscriptionId(row.getObject("payer", UUID.class)),
                new AccountId(row.getObject("payer_account_id", UUID.class)),
                row.getTimestamp("occurred_at").toInstant(), allocated, overage, uncovered);
    }

    private static long units(PlaceKind here, PlaceKind wanted, long units) {
        return here == wanted ? units : 0;
    }

    /** Accounts, consumers, ledger and rebookings, all at once. */
    void post(UUID run, Posting posting, Instant now) {
        jdbc.sql("""
                 update provider_account a set consumed = consumed + m.units, version = version + 1
                 from unnest(cast(:ids as uuid[]), cast(:units as bigint[])) as m (id, units)
                 where a.provider_account_id = m.id""").param("ids", texts(posting.accounts().keySet()))
                .param("units", longs(posting.accounts().values(), Long::longValue)).update();
        jdbc.sql("""
                 update consumer_account c set consumed = consumed + m.units, version = version + 1
                 from unnest(cast(:ids as uuid[]), cast(:subscriptions as uuid[]), cast(:units as bigint[]))
                     as m (id, subscription, units)
                 where c.provider_account_id = m.id and c.subscription_id = m.subscription""")
                .param("ids", texts(posting.consumers().keySet(), Consumer::accountId))
                .param("subscriptions", texts(posting.consumers().keySet(), Consumer::subscriptionId))
                .param("units", longs(posting.consumers().values(), Long::longValue)).update();
        jdbc.sql("""
                 update provider_account a set floors_unmet = (
                     select coalesce(sum(greatest(0, floor_units - consumed - reserved)), 0) from consumer_account c
                     where c.provider_account_id = a.provider_account_id and floor_units > 0 and left_at is null)
                 where provider_account_id = any(cast(:ids as uuid[])) and floors_unmet > 0""")
                .param("ids", texts(posting.accounts().keySet())).update();
        jdbc.sql(
                """
                insert into usage_rebooking (run_id, usage_record_id, from_kind, from_account, to_kind, to_account, units,
                    posted_at)
                select :run, record, from_kind, from_account, to_kind, to_account, units, cast(:now as timestamptz)
                from unnest(cast(:records as uuid[]), cast(:fromKinds as text[]), cast(:froms as uuid[]),
                    cast(:toKinds as text[]), cast(:tos as uuid[]), cast(:units as bigint[]))
                    as m (record, from_kind, from_account, to_kind, to_account, units)""")
                .param("run", run).param("now", now.toString())
                .param("records", texts(posting.lines(), it -> it.record().id()))
                .param("fromKinds", texts(posting.lines(), it -> it.rebooking().from().kind()))
                .param("froms", texts(posting.lines(), it -> it.rebooking().from().providerAccountId()))
                .param("toKinds", texts(posting.lines(), it -> it.rebooking().to().kind()))
                .param("tos", texts(posting.lines(), it -> it.rebooking().to().providerAccountId()))
                .param("units", longs(posting.lines(), it -> it.rebooking().units().count())).update();
        jdbc.sql(
                """
                insert into ledger_entry (provider_account_id, kind, units, reference, recorded_at)
                select e.account, e.kind, e.units, 'close ' || :run || ', record ' || m.record, cast(:now as timestamptz)
                from unnest(cast(:records as uuid[]), cast(:froms as uuid[]), cast(:tos as uuid[]),
                    cast(:units as bigint[])) with ordinality as m (record, from_account, to_account, units, n)
                cross join lateral (values (1, 'REVERSAL', m.from_account, m.units), (2, 'DEBIT', m.to_account, -m.units))
                    as e (place, kind, account, units)
                where e.account is not null order by m.n, e.place""")
                .param("run", run.toString()).param("now", now.toString())
                .param("records", texts(posting.lines(), it -> it.record().id()))
                .param("froms", texts(posting.lines(), it -> it.rebooking().from().providerAccountId()))
                .param("tos", texts(posting.lines(), it -> it.rebooking().to().providerAccountId()))
                .param("units", longs(posting.lines(), it -> it.rebooking().units().count())).update();
    }

    private static CloseConsumer consumer(ResultSet row) throws SQLException {
        var limit = row.getObject("limit_units", Long.class);
        var left = limit == null
                ? null
                : Units.of(Math.max(0, limit - row.getLong("consumed") - row.getLong("reserved")));
        var leftAt = row.getTimestamp("left_at");
        return new CloseConsumer(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), left,
                leftAt == null ? null : leftAt.toInstant());
    }

    private static CloseAccount account(ResultSet row, List<CloseConsumer> consumers) throws SQLException {
        var ended = row.getBoolean("ended");
        var kept = ended ? 0 : row.getLong("owner_reserve") + row.getLong("floors_unmet");
        var packageId = row.getObject("package_id", UUID.class);
        var to = row.getTimestamp("valid_to");
        return new CloseAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                packageId == null ? null : new PackageId(packageId), UnitType.valueOf(row.getString("unit")),
                List.of((Long[]) row.getArray("rating_groups").getArray()),
                new Interval(row.getTimestamp("valid_from").toInstant(), to == null ? null : to.toInstant()), ended,
                Units.of(Math.max(0, row.getLong("available") - kept)), Units.of(row.getLong("consumed")), consumers);
    }
}
