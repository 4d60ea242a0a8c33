package io.planshare.charging.sharing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Limits.Moving;
import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool.Progress;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.toMap;

/** The table limit_policy, and what moving limits write into consumers' rows. */
@Repository
class LimitStore {

    /** A checkpoint that never comes. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final JdbcClient jdbc;

    LimitStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<ProviderAccountId, StoredPolicy> policies(Collection<ProviderAccountId> ids) {
        return jdbc.sql("select * from limit_policy where provider_account_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(ids)).query((row, _) -> Map.entry(id(row), policy(row))).list().stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** All consumers of an account, those that left among them. */
    List<ConsumerAccount> members(ProviderAccountId id) {
        return jdbc.sql("select * from consumer_in_force where provider_account_id = :id order by subscription_id")
                .param("id", id.value()).query((row, _) -> Rows.consumer(row)).list();
    }

    /** Accounts of which a checkpoint in time is reached. */
    List<ProviderAccountId> due(Instant now, int limit) {
        return jdbc.sql("""
                        select provider_account_id from limit_policy
                        where mode <> 'OPEN' and next_look_at <= cast(:now as timestamptz)
                        order by next_look_at limit :limit""").param("now", now.toString()).param("limit", limit)
                .query((row, _) -> id(row)).list();
    }

    void put(ProviderAccountId id, StoredPolicy stored, Instant nextLookAt) {
        var policy = stored.policy();
        var progress = stored.progress();
        jdbc.sql(
                """
                insert into limit_policy values (:id, :mode, :percent, cast(:triggers as text[]), :interval, :hysteresis,
                    :units, :version, :time, :amount, cast(:adjusted as timestamptz),
                     cast(:looked as timestamptz), :rate,
                    cast(:rateAt as timestamptz), cast(:next as timestamptz), cast(:since as timestamptz))
                on conflict (provider_account_id) do update set mode = excluded.mode,
                    oversubscription_percent = excluded.oversubscription_percent, triggers = excluded.triggers,
                    min_interval_ms = excluded.min_interval_ms, hysteresis_percent = excluded.hysteresis_percent,
                    hysteresis_units = excluded.hysteresis_units, version = excluded.version,
                    time_checkpoint = excluded.time_checkpoint, amount_checkpoint = excluded.amount_checkpoint,
                    adjusted_at = excluded.adjusted_at, looked_at = excluded.looked_at, rate = excluded.rate,
                    rate_at = excluded.rate_at, next_look_at = excluded.next_look_at, rate_since = excluded.rate_since""")
                .param("id", id.value()).param("mode", policy.mode().name())
                .param("percent", policy.oversubscriptionPercent()).param("triggers", texts(policy.triggers()))
                .param("interval", policy.minInterval().toMillis()).param("hysteresis", policy.hysteresisPercent())
                .param("units", policy.hysteresisUnits().count()).param("version", stored.version())
                .param("time", progress.time()).param("amount", progress.amount())
                .param("adjusted", progress.adjustedAt().toString()).param("looked", progress.lookedAt().toString())
                .param("rate", progress.rate().perSecond())
                .param("rateAt", progress.rate().at().toString()).param("since", progress.rate().since().toString())
                .param("next", sortable(nextLookAt)).update();
        jdbc.sql("update provider_account set limit_mode = :mode where provider_account_id = :id")
                .param("mode", policy.mode().name()).param("id", id.value()).update();
    }

    /** @param nextLooks when each account's next checkpoint in time is */
    void saveProgress(Map<ProviderAccountId, Moving> moving, Map<ProviderAccountId, Instant> nextLooks) {
        if (moving.isEmpty()) return;
        var all = moving.entrySet();
        jdbc.sql(
                """
                update limit_policy p set time_checkpoint = changed.time, amount_checkpoint = changed.amount,
                    adjusted_at = changed.adjusted, looked_at = changed.looked, rate = changed.rate, rate_at = changed.rate_at,
                    next_look_at = changed.next
                from unnest(cast(:ids as uuid[]), cast(:times as int[]), cast(:amounts as int[]),
                    cast(:adjusted as timestamptz[]), cast(:looked as timestamptz[]), cast(:rates as float8[]), cast(:rateAt as timestamptz[]),
                    cast(:next as timestamptz[])) as changed (id, time, amount, adjusted, looked, rate, rate_at, next)
                where p.provider_account_id = changed.id""")
                .param("ids", texts(all, Map.Entry::getKey))
                .param("times", texts(all, e -> e.getValue().progress().time()))
                .param("amounts", texts(all, e -> e.getValue().progress().amount()))
                .param("adjusted", texts(all, e -> e.getValue().progress().adjustedAt()))
                .param("looked", texts(all, e -> e.getValue().progress().lookedAt()))
                .param("rates", texts(all, e -> e.getValue().progress().rate().perSecond()))
                .param("rateAt", texts(all, e -> e.getValue().progress().rate().at()))
                .param("next", texts(all, e -> sortable(Objects.requireNonNull(nextLooks.get(e.getKey())))))
                .update();
    }

    /** Counters, limits and rates of consumers whose limits move. */
    void saveLimits(Collection<ConsumerAccount> consumers) {
        if (consumers.isEmpty()) return;
        jdbc.sql(
                """
                update consumer_account c set reserved = changed.reserved, consumed = changed.consumed,
                    limit_units = changed.limit_units, rate = changed.rate, rate_at = changed.rate_at,
                    lacking = changed.lacking, epoch = coalesce(e.number, 0), touched_in = coalesce(e.computing, 0),
                    version = version + 1
                from unnest(cast(:ids as uuid[]), cast(:subscriptions as uuid[]), cast(:reserved as bigint[]),
                    cast(:consumed as bigint[]), cast(:limits as bigint[]),
                    cast(:rates as float8[]), cast(:rateAt as timestamptz[]), cast(:lacking as bigint[]))
                    as changed (id, subscription_id, reserved, consumed, limit_units, rate, rate_at, lacking)
                left join limit_epoch e on e.provider_account_id = changed.id
                where c.provider_account_id = changed.id and c.subscription_id = changed.subscription_id""")
                .param("ids", texts(consumers, ConsumerAccount::providerAccountId))
                .param("subscriptions", texts(consumers, ConsumerAccount::subscriptionId))
                .param("reserved", longs(consumers, c -> c.reserved().count()))
                .param("consumed", longs(consumers, c -> c.consumed().count()))
                .param("limits", texts(consumers, ConsumerAccount::limit))
                .param("rates", texts(consumers, c -> c.membership().rate().perSecond()))
                .param("rateAt", texts(consumers, c -> c.membership().rate().at()))
                .param("lacking", longs(consumers, c -> c.membership().lacking().count())).update();
    }

    /** From now on it is learned how fast each uses the account's units: where limits stand still, it is not. */
    void beginRates(ProviderAccountId id, Instant now) {
        jdbc.sql("""
                 update consumer_account set rate = 0, rate_at = cast(:now as timestamptz),
                     rate_since = cast(:now as timestamptz), version = version + 1
                 where provider_account_id = :id""").param("id", id.value()).param("now", now.toString()).update();
    }

    /** Limits stand where people set them, or where use has carried them since. */
    void restoreCaps(ProviderAccountId id) {
        jdbc.sql(
                """
                update consumer_account set limit_units = greatest(cap_units, consumed + reserved), version = version + 1
                where provider_account_id = :id and cap_units is not null and left_at is null""")
                .param("id", id.value()).update();
        jdbc.sql("""
                 update consumer_account set limit_units = null, version = version + 1
                 where provider_account_id = :id and cap_units is null and left_at is null""")
                .param("id", id.value()).update();
    }

    private static String sortable(Instant at) {
        return (at.isAfter(NEVER) ? NEVER : at).toString();
    }

    private static ProviderAccountId id(ResultSet row) throws SQLException {
        return new ProviderAccountId(row.getObject("provider_account_id", UUID.class));
    }

    private static StoredPolicy policy(ResultSet row) throws SQLException {
        Set<LimitTrigger> triggers = Arrays.stream((String[]) row.getArray("triggers").getArray())
                .map(LimitTrigger::valueOf).collect(Collectors.toSet());
        var policy = new LimitPolicy(LimitMode.valueOf(row.getString("mode")), row.getInt("oversubscription_percent"),
                triggers, Duration.ofMillis(row.getLong("min_interval_ms")), row.getInt("hysteresis_percent"),
                Units.of(row.getLong("hysteresis_units")));
        return new StoredPolicy(policy, new Progress(row.getInt("time_checkpoint"), row.getInt("amount_checkpoint"),
                row.getTimestamp("adjusted_at").toInstant(), row.getTimestamp("looked_at").toInstant(),
                Rows.rate(row)),
                row.getLong("version"));
    }
}
