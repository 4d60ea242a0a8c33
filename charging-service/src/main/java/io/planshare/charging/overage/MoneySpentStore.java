package io.planshare.charging.overage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.ledger.Hold;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Money spent and held by cycle; read and written under the consent's lock. */
@Repository
class MoneySpentStore {

    private static final TypeReference<Map<String, Long>> POSITIONS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    MoneySpentStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Those of the cycles that use since then belongs to, and those that these sessions hold in. */
    List<Spending> of(Collection<SubscriptionId> subscriptions, Collection<UUID> sessions, Instant since) {
        return jdbc.sql("""
                        select * from overage_spending s where subscription_id = any(cast(:ids as uuid[]))
                        and (cycle_end > cast(:since as timestamptz) or exists (
                            select 1 from overage_hold h where h.session_id = any(cast(:sessions as uuid[]))
                            and h.subscription_id = s.subscription_id and h.currency = s.currency
                            and h.cycle_start = s.cycle_start))""").param("ids", texts(subscriptions))
                .param("since", since.toString()).param("sessions", texts(sessions))
                .query((row, _) -> spending(row)).list();
    }

    List<OverageHold> holds(Collection<UUID> sessions) {
        return jdbc.sql("select * from overage_hold where session_id = any(cast(:sessions as uuid[]))")
                .param("sessions", texts(sessions))
                .query((row, _) -> new OverageHold(
                        new Hold.Purpose(row.getObject("session_id", UUID.class), row.getLong("rating_group")),
                        key(row), row.getLong("units"), row.getLong("minor"), row.getLong("roaming_minor")))
                .list();
    }

    /** Whether money is held now, or spent in a cycle that has not ended. */
    boolean inUse(SubscriptionId subscription, Instant now) {
        return jdbc.sql("""
                        select exists (select 1 from overage_spending where subscription_id = :id and (held_units > 0
                            or spent_minor > 0 and cycle_end > cast(:now as timestamptz)))""")
                .param("id", subscription.value()).param("now", now.toString()).query(Boolean.class).single();
    }

    boolean holds(SubscriptionId subscription) {
        return jdbc.sql("select exists (select 1 from overage_hold where subscription_id = :id)")
                .param("id", subscription.value()).query(Boolean.class).single();
    }

    /** The cycle that was spent in last. */
    List<Spending> latest(SubscriptionId subscription, String currency) {
        return jdbc.sql("""
                        select * from overage_spending where subscription_id = :id and currency = :currency
                        order by cycle_start desc limit 1""").param("id", subscription.value())
                .param("currency", currency).query((row, _) -> spending(row)).list();
    }

    void save(List<Spending> changed) {
        if (changed.isEmpty()) return;
        jdbc.sql(
                """
                insert into overage_spending (subscription_id, currency, cycle_start, cycle_end, spent_minor, held_minor,
                    noticed_percent, noticed_limit, roaming_spent_minor, roaming_held_minor, roaming_noticed_percent,
                    roaming_noticed_limit, held_units, positions)
                select * from unnest(cast(:ids as uuid[]), cast(:currencies as text[]), cast(:starts as timestamptz[]),
                    cast(:ends as timestamptz[]), cast(:spent as bigint[]), cast(:held as bigint[]),
                    cast(:noticed as int[]), cast(:limits as bigint[]), cast(:roamingSpent as bigint[]),
                    cast(:roamingHeld as bigint[]), cast(:roamingNoticed as int[]), cast(:roamingLimits as bigint[]),
                    cast(:units as bigint[]), cast(:positions as jsonb[]))
                on conflict (subscription_id, currency, cycle_start) do update set spent_minor = excluded.spent_minor,
                    held_minor = excluded.held_minor, noticed_percent = excluded.noticed_percent,
                    noticed_limit = excluded.noticed_limit, roaming_spent_minor = excluded.roaming_spent_minor,
                    roaming_held_minor = excluded.roaming_held_minor,
                    roaming_noticed_percent = excluded.roaming_noticed_percent,
                    roaming_noticed_limit = excluded.roaming_noticed_limit, held_units = excluded.held_units,
                    positions = excluded.positions""")
                .param("ids", texts(changed, s -> s.key().subscriptionId()))
                .param("currencies", texts(changed, s -> s.key().currency()))
                .param("starts", texts(changed, s -> s.key().cycleStart()))
                .param("ends", texts(changed, Spending::cycleEnd)).param("spent", longs(changed, s -> s.all().spent()))
                .param("held", longs(changed, s -> s.all().held()))
                .param("noticed", longs(changed, s -> s.all().noticed()))
                .param("limits", longs(changed, s -> s.all().noticedLimit()))
                .param("roamingSpent", longs(changed, s -> s.roaming().spent()))
                .param("roamingHeld", longs(changed, s -> s.roaming().held()))
                .param("roamingNoticed", longs(changed, s -> s.roaming().noticed()))
                .param("roamingLimits", longs(changed, s -> s.roaming().noticedLimit()))
                .param("units", longs(changed, Spending::heldUnits))
                .param("positions", texts(changed, s -> json.writeValueAsString(s.positions()))).update();
    }

    void end(Collection<Hold.Purpose> ended) {
        if (ended.isEmpty()) return;
        jdbc.sql("""
                 delete from overage_hold h using unnest(cast(:sessions as uuid[]), cast(:groups as bigint[]))
                     as ended (session_id, rating_group)
                 where h.session_id = ended.session_id and h.rating_group = ended.rating_group""")
                .param("sessions", texts(ended, Hold.Purpose::sessionId))
                .param("groups", longs(ended, Hold.Purpose::ratingGroup)).update();
    }

    void hold(Collection<OverageHold> made) {
        if (made.isEmpty()) return;
        jdbc.sql(
                """
                insert into overage_hold (session_id, rating_group, subscription_id, currency, cycle_start, units, minor,
                    roaming_minor)
                select * from unnest(cast(:sessions as uuid[]), cast(:groups as bigint[]), cast(:ids as uuid[]),
                    cast(:currencies as text[]), cast(:starts as timestamptz[]), cast(:units as bigint[]),
                    cast(:minor as bigint[]), cast(:roaming as bigint[]))""")
                .param("sessions", texts(made, h -> h.purpose().sessionId()))
                .param("groups", longs(made, h -> h.purpose().ratingGroup()))
                .param("ids", texts(made, h -> h.spending().subscriptionId()))
                .param("currencies", texts(made, h -> h.spending().currency()))
                .param("starts", texts(made, h -> h.spending().cycleStart()))
                .param("units", longs(made, OverageHold::units)).param("minor", longs(made, OverageHold::minor))
                .param("roaming", longs(made, OverageHold::roamingMinor)).update();
    }

    private Spending spending(ResultSet row) throws SQLException {
        return new Spending(key(row), row.getTimestamp("cycle_end").toInstant(),
                new Meter(row.getLong("spent_minor"), row.getLong("held_minor"), row.getInt("noticed_percent"),
                        row.getLong("noticed_limit")),
                new Meter(row.getLong("roaming_spent_minor"), row.getLong("roaming_held_minor"),
                        row.getInt("roaming_noticed_percent"), row.getLong("roaming_noticed_limit")),
                row.getLong("held_units"), json.readValue(row.getString("positions"), POSITIONS));
    }

    private static Spending.Key key(ResultSet row) throws SQLException {
        return new Spending.Key(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                row.getString("currency"), row.getTimestamp("cycle_start").toInstant());
    }
}
