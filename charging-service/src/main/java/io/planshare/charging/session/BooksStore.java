package io.planshare.charging.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.Caps;
import io.planshare.charging.cap.GroupCaps;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.Hold;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.overage.OverageBooks;
import io.planshare.charging.plan.Plans;
import io.planshare.charging.sharing.Rows;
import io.planshare.charging.sharing.Sharing;
import io.planshare.charging.simgroup.GroupCounters;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/**
 * Reads what a batch counts in, under locks taken in one order everywhere: caps, SIM groups, consents, provider accounts, each by id;
 * consumer accounts and holds are written under their provider account's lock only (design section 4).
 */
@Repository
class BooksStore {

    private final JdbcClient jdbc;
    private final Plans plans;
    private final Sharing sharing;
    private final OverageBooks overages;
    private final GroupCounters groupCounters;

    BooksStore(JdbcClient jdbc, Plans plans, Sharing sharing, OverageBooks overages, GroupCounters groupCounters) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.sharing = sharing;
        this.overages = overages;
        this.groupCounters = groupCounters;
    }

    /**
     * @param since accounts that ended before then are left alone: nobody reports use that old
     * @param whole also all that others hold in these accounts, and the accounts these holds could move to
     */
    Books lock(Collection<SubscriptionId> payers, Collection<UUID> sessions, Collection<CapCounter> caps,
            Set<SimGroupId> groups, Instant since, boolean whole, Instant now) {
        var lockedCaps = lockCaps(caps);
        var lockedGroups = groupCounters.lock(groups);
        var consents = overages.lock(payers, sessions, since);
        var accounts = whole ? lockAccounts(sharingGroup(payers)) : lockAccountsOf(payers, sessions, since);
        var ids = accounts.stream().map(ProviderAccount::id).toList();
        var holds = whole ? holdsIn(ids) : holdsOf(sessions);
        var holders = Stream.concat(payers.stream(), holds.stream().map(hold -> hold.draw().subscriptionId()))
                .collect(Collectors.toSet());
        var consumers = consumers(accounts, holders);
        var ledger = new Ledger(accounts, consumers, holds, plans.of(payers), whole,
                sharing.limits(accounts, now));
        return new Books(ledger, new Caps(lockedCaps), new GroupCaps(lockedGroups), consents);
    }

    void save(Books books) {
        books.ledger().settleLimits();
        saveAccounts(books.ledger().changedAccounts());
        saveConsumers(books.ledger().changedConsumers().stream()
                .filter(consumer -> !books.ledger().limits().move(consumer.providerAccountId())).toList());
        saveHolds(books.ledger().changedHolds());
        saveCaps(books.caps().changed());
        groupCounters.save(books.groups().changed());
        overages.save(books.overages());
        sharing.save(books.ledger());
    }

    private Collection<CapCounter> lockCaps(Collection<CapCounter> wanted) {
        if (wanted.isEmpty()) return List.of();
        var limits = wanted.stream().collect(Collectors.toMap(CapCounter::key, CapCounter::limit, Units::atMost));
        var keys = limits.keySet();
        jdbc.sql("""
                 insert into cap_counter (enrollment_id, unit, cap_window, window_start, used, reserved)
                 select enrollment_id, unit, cap_window, window_start, 0, 0 from unnest(cast(:enrollments as uuid[]),
                     cast(:units as text[]), cast(:windows as text[]), cast(:starts as timestamptz[]))
                     as key (enrollment_id, unit, cap_window, window_start)
                 order by 1, 2, 3, 4 on conflict do nothing""").params(capKeys(keys)).update();
        return jdbc.sql("""
                        select c.* from cap_counter c join unnest(cast(:enrollments as uuid[]), cast(:units as text[]),
                            cast(:windows as text[]), cast(:starts as timestamptz[]))
                            as key (enrollment_id, unit, cap_window, window_start)
                        using (enrollment_id, unit, cap_window, window_start)
                        order by enrollment_id, unit, cap_window, window_start for update of c""").params(capKeys(keys))
                .query((row, _) -> capCounter(row, limits)).list();
    }

    private static Map<String, Object> capKeys(Set<CapCounter.Key> keys) {
        return Map.of("enrollments", texts(keys, CapCounter.Key::enrollmentId), "units",
                texts(keys, CapCounter.Key::unit),
                "windows", texts(keys, CapCounter.Key::window), "starts", texts(keys, CapCounter.Key::windowStart));
    }

    private static CapCounter capCounter(ResultSet row, Map<CapCounter.Key, Units> limits) throws SQLException {
        var key = new CapCounter.Key(new EnrollmentId(row.getObject("enrollment_id", UUID.class)),
                UnitType.valueOf(row.getString("unit")), CapLimit.Window.valueOf(row.getString("cap_window")),
                row.getTimestamp("window_start").toInstant());
        return new CapCounter(key, limits.getOrDefault(key, Units.ZERO), Units.of(row.getLong("used")),
                Units.of(row.getLong("reserved")));
    }

    private List<ProviderAccount> lockAccountsOf(Collection<SubscriptionId> payers, Collection<UUID> sessions,
            Instant since) {
        return jdbc
                .sql("""
                     select * from provider_account where provider_account_id in (
                         select provider_account_id from consumer_account join provider_account using (provider_account_id)
                         where subscription_id = any(cast(:payers as uuid[])) and (valid_to is null or valid_to > cast(:since as timestamptz))
                         union
                         select provider_account_id from reservation where session_id = any(cast(:sessions as uuid[])))
                     order by provider_account_id for update""")
                .param("payers", texts(payers)).param("since", since.toString()).param("sessions", texts(sessions))
                .query((row, _) -> Rows.account(row)).list();
    }

    private List<ProviderAccountId> sharingGroup(Collection<SubscriptionId> payers) {
        return jdbc
                .sql("""
                     with recursive sharing_group (provider_account_id) as (
                         select provider_account_id from consumer_account where subscription_id = any(cast(:payers as uuid[]))
                         union
                         select other.provider_account_id from sharing_group
                         join reservation using (provider_account_id)
                         join consumer_account other on other.subscription_id = reservation.subscription_id)
                     select provider_account_id from sharing_group""")
                .param("payers", texts(payers))
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    private List<ProviderAccount> lockAccounts(Collection<ProviderAccountId> ids) {
        return jdbc.sql("""
                        select * from provider_account where provider_account_id = any(cast(:ids as uuid[]))
                        order by provider_account_id for update""").param("ids", texts(ids))
                .query((row, _) -> Rows.account(row)).list();
    }

    /** Of limits that stand still only what decisions need. */
    private List<ConsumerAccount> consumers(Collection<ProviderAccount> accounts, Collection<SubscriptionId> holders) {
        var moving = accounts.stream().anyMatch(account -> account.limitMode().moves());
        var rows = moving
                ? "* from consumer_in_force"
                : """
                  provider_account_id, subscription_id, limit_units, floor_units, consumed, reserved, paused, left_at
                  from consumer_account""";
        return jdbc.sql("select " + rows + """
                                            where provider_account_id = any(cast(:ids as uuid[]))
                                           and subscription_id = any(cast(:holders as uuid[]))""")
                .param("ids", texts(accounts, ProviderAccount::id)).param("holders", texts(holders))
                .query((row, _) -> moving ? Rows.consumer(row) : Rows.standing(row)).list();
    }

    private List<Hold> holdsOf(Collection<UUID> sessions) {
        return jdbc.sql("select * from reservation where session_id = any(cast(:sessions as uuid[]))")
                .param("sessions", texts(sessions)).query((row, _) -> hold(row)).list();
    }

    private List<Hold> holdsIn(Collection<ProviderAccountId> ids) {
        return jdbc.sql("select * from reservation where provider_account_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(ids)).query((row, _) -> hold(row)).list();
    }

    private static Hold hold(ResultSet row) throws SQLException {
        var draw = new Draw(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), row.getLong("rating_group"),
                UnitType.valueOf(row.getString("unit")), row.getTimestamp("granted_at").toInstant());
        var session = row.getObject("session_id", UUID.class);
        var anchor = row.getObject("anchor_id", UUID.class);
        return new Hold(new Hold.Purpose(anchor == null ? session : anchor, session, row.getLong("rating_group")),
                new ProviderAccountId(row.getObject("provider_account_id", UUID.class)), draw,
                Units.of(row.getLong("units")));
    }

    private void saveAccounts(List<ProviderAccount> accounts) {
        if (accounts.isEmpty()) return;
        jdbc.sql(
                """
                update provider_account set reserved = changed.reserved, consumed = changed.consumed,
                    floors_unmet = changed.floors, version = changed.version
                from unnest(cast(:ids as uuid[]), cast(:reserved as bigint[]), cast(:consumed as bigint[]),
                    cast(:floors as bigint[]), cast(:versions as bigint[]))
                    as changed (id, reserved, consumed, floors, version) where provider_account_id = changed.id""")
                .param("ids", texts(accounts, ProviderAccount::id))
                .param("reserved", longs(accounts, a -> a.balance().reserved().count()))
                .param("consumed", longs(accounts, a -> a.balance().consumed().count()))
                .param("floors", longs(accounts, a -> a.floorsUnmet().count()))
                .param("versions", longs(accounts, ProviderAccount::version)).update();
    }

    private void saveConsumers(List<ConsumerAccount> consumers) {
        if (consumers.isEmpty()) return;
        jdbc.sql(
                """
                update consumer_account c set reserved = changed.reserved, consumed = changed.consumed, version = version + 1
                from unnest(cast(:ids as uuid[]), cast(:subscriptions as uuid[]), cast(:reserved as bigint[]),
                    cast(:consumed as bigint[])) as changed (id, subscription_id, reserved, consumed)
                where c.provider_account_id = changed.id and c.subscription_id = changed.subscription_id""")
                .param("ids", texts(consumers, ConsumerAccount::providerAccountId))
                .param("subscriptions", texts(consumers, ConsumerAccount::subscriptionId))
                .param("reserved", longs(consumers, c -> c.reserved().count()))
                .param("consumed", longs(consumers, c -> c.consumed().count())).update();
    }

    private void saveHolds(List<Hold> holds) {
        var ended = holds.stream().filter(hold -> hold.units().isZero()).toList();
        var held = holds.stream().filter(hold -> hold.units().isPositive()).toList();
        if (!ended.isEmpty()) {
            jdbc.sql("""
                     delete from reservation r using unnest(cast(:sessions as uuid[]), cast(:groups as bigint[]),
                         cast(:ids as uuid[])) as ended (session_id, rating_group, id)
                     where r.session_id = ended.session_id and r.rating_group = ended.rating_group
                     and r.provider_account_id = ended.id""").params(holdKeys(ended)).update();
        }
        if (held.isEmpty()) return;
        jdbc.sql(
                """
                insert into reservation (session_id, rating_group, provider_account_id, subscription_id, account_id, unit,
                    granted_at, units, anchor_id)
                select * from unnest(cast(:sessions as uuid[]), cast(:groups as bigint[]), cast(:ids as uuid[]),
                    cast(:subscriptions as uuid[]), cast(:accounts as uuid[]), cast(:unit as text[]),
                    cast(:at as timestamptz[]), cast(:units as bigint[]), cast(:anchors as uuid[]))
                on conflict (session_id, rating_group, provider_account_id) do update set units = excluded.units,
                    subscription_id = excluded.subscription_id, account_id = excluded.account_id, unit = excluded.unit,
                    granted_at = excluded.granted_at""")
                .params(holdKeys(held))
                .param("subscriptions", texts(held, h -> h.draw().subscriptionId()))
                .param("accounts", texts(held, h -> h.draw().accountId()))
                .param("unit", texts(held, h -> h.draw().unit()))
                .param("at", texts(held, h -> h.draw().at())).param("units", longs(held, h -> h.units().count()))
                .param("anchors", texts(held, h -> h.purpose().anchorId())).update();
    }

    private static Map<String, Object> holdKeys(List<Hold> holds) {
        return Map.of("sessions", texts(holds, h -> h.purpose().sessionId()), "groups",
                longs(holds, h -> h.purpose().ratingGroup()), "ids", texts(holds, Hold::providerAccountId));
    }

    private void saveCaps(List<CapCounter> counters) {
        if (counters.isEmpty()) return;
        var keys = new java.util.LinkedHashSet<>(counters.stream().map(CapCounter::key).toList());
        jdbc.sql("""
                 update cap_counter c set used = changed.used, reserved = changed.reserved
                 from unnest(cast(:enrollments as uuid[]), cast(:units as text[]), cast(:windows as text[]),
                     cast(:starts as timestamptz[]), cast(:used as bigint[]), cast(:reserved as bigint[]))
                     as changed (enrollment_id, unit, cap_window, window_start, used, reserved)
                 where c.enrollment_id = changed.enrollment_id and c.unit = changed.unit
                 and c.cap_window = changed.cap_window and c.window_start = changed.window_start""")
                .params(capKeys(keys))
                .param("used", longs(counters, c -> c.used().count()))
                .param("reserved", longs(counters, c -> c.reserved().count())).update();
    }
}
