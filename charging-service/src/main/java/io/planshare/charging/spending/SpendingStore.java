package io.planshare.charging.spending;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.sharing.Rows;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** The table spending_limit, and a reader of accounts; locks no account. */
@Repository
class SpendingStore {

    private static final TypeReference<TreeMap<String, CounterStatus>> STATUSES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SpendingStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What each of these may draw from his accounts now. */
    Map<SubscriptionId, List<Share>> shares(Collection<SubscriptionId> subscriptions, Instant now) {
        return jdbc.sql("""
                        select c.*, a.unit, a.rating_groups,
                            greatest(0, a.granted - a.expired - a.withdrawn
                                - case when a.account_id = s.account_id then 0 else a.owner_reserve end) as pool,
                            a.consumed as pool_used
                        from consumer_in_force c join provider_account a using (provider_account_id)
                        join subscription s on s.subscription_id = c.subscription_id
                        where c.subscription_id = any(cast(:subscriptions as uuid[])) and a.status = 'ACTIVE'
                        and a.valid_from <= cast(:now as timestamptz)
                        and (a.valid_to is null or a.valid_to > cast(:now as timestamptz))""")
                .param("subscriptions", texts(subscriptions)).param("now", now.toString())
                .query((row, _) -> Map.entry(subscription(row), share(row))).list().stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    void insert(Watch watch, Instant now) {
        jdbc.sql(
                """
                insert into spending_limit (spending_limit_id, subscription_id, sealed_supi, notif_uri, notif_id, counters,
                    statuses, expires_at, version, told_version, attempts, next_attempt_at, ended, created_at)
                values (:id, :subscription, :supi, :uri, :notifId, cast(:counters as text[]), cast(:statuses as jsonb),
                    cast(:expiry as timestamptz), 0, 0, 0, now(), false, cast(:now as timestamptz))""")
                .param("id", watch.id()).param("subscription", watch.subscriptionId().value())
                .param("supi", watch.sealedSupi()).param("now", now.toString()).params(terms(watch)).update();
    }

    Optional<Watch> lock(UUID id, Instant now) {
        return jdbc.sql("""
                        select * from spending_limit where spending_limit_id = :id and not ended
                        and (expires_at is null or expires_at > cast(:now as timestamptz)) for update""")
                .param("id", id)
                .param("now", now.toString()).query((row, _) -> watch(row)).optional();
    }

    /** With new terms: what was to be told is told by the answer. */
    void change(Watch watch) {
        jdbc.sql(
                """
                update spending_limit set notif_uri = :uri, notif_id = :notifId, counters = cast(:counters as text[]),
                    statuses = cast(:statuses as jsonb), expires_at = cast(:expiry as timestamptz), version = version + 1,
                    told_version = version + 1 where spending_limit_id = :id""")
                .param("id", watch.id())
                .params(terms(watch)).update();
    }

    boolean delete(UUID id) {
        return jdbc.sql("delete from spending_limit where spending_limit_id = :id and not ended").param("id", id)
                .update() > 0;
    }

    void deleteExpired(Instant now) {
        jdbc.sql("delete from spending_limit where expires_at <= cast(:now as timestamptz)")
                .param("now", now.toString())
                .update();
    }

    /** The next of all that watch, by id. */
    List<Watch> watches(UUID after, int limit) {
        return jdbc.sql("""
                        select l.*, s.status = 'ENDED' as gone from spending_limit l
                        join subscription s using (subscription_id)
                        where not l.ended and l.spending_limit_id > :after order by l.spending_limit_id limit :limit""")
                .param("after", after).param("limit", limit)
                .query((row, _) -> watch(row, row.getBoolean("gone"))).list();
    }

    /** They will be told, unless somebody else changed them meanwhile. */
    void saw(List<Watch> changed) {
        if (changed.isEmpty()) return;
        jdbc.sql("""
                 update spending_limit l set statuses = seen.statuses, ended = seen.ended, version = l.version + 1,
                     attempts = 0, next_attempt_at = now()
                 from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:statuses as jsonb[]),
                     cast(:ended as boolean[])) as seen (id, version, statuses, ended)
                 where l.spending_limit_id = seen.id and l.version = seen.version""")
                .param("ids", texts(changed, Watch::id))
                .param("versions", longs(changed, Watch::version))
                .param("statuses", texts(changed, watch -> json.writeValueAsString(watch.statuses())))
                .param("ended", texts(changed, Watch::ended)).update();
    }

    private Map<String, @Nullable Object> terms(Watch watch) {
        var terms = new java.util.HashMap<String, @Nullable Object>();
        terms.put("uri", watch.notifUri());
        terms.put("notifId", watch.notifId());
        terms.put("counters", texts(watch.counters()));
        terms.put("statuses", json.writeValueAsString(watch.statuses()));
        terms.put("expiry", watch.expiry() == null ? null : watch.expiry().toString());
        return terms;
    }

    SortedMap<String, CounterStatus> statuses(String text) {
        return json.readValue(text, STATUSES);
    }

    private Watch watch(ResultSet row) throws SQLException {
        return watch(row, row.getBoolean("ended"));
    }

    private Watch watch(ResultSet row, boolean ended) throws SQLException {
        var expiry = row.getTimestamp("expires_at");
        return new Watch(row.getObject("spending_limit_id", UUID.class), subscription(row), row.getBytes("sealed_supi"),
                row.getString("notif_uri"), row.getString("notif_id"),
                Arrays.asList((String[]) row.getArray("counters").getArray()), statuses(row.getString("statuses")),
                expiry == null ? null : expiry.toInstant(), row.getLong("version"), ended);
    }

    private static SubscriptionId subscription(ResultSet row) throws SQLException {
        return new SubscriptionId(row.getObject("subscription_id", UUID.class));
    }

    private static Share share(ResultSet row) throws SQLException {
        var consumer = Rows.consumer(row);
        return new Share(UnitType.valueOf(row.getString("unit")),
                Set.copyOf(Arrays.asList((Long[]) row.getArray("rating_groups").getArray())),
                consumer.limit(), consumer.consumed(), Units.of(row.getLong("pool")),
                Units.of(row.getLong("pool_used")));
    }
}
