package io.planshare.charging.sharing;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Limits.Epochs;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.limit.LimitEpoch;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.toMap;

/** The table limit_epoch; written under the provider account's lock, but for {@link #due}. */
@Repository
class EpochStore {

    /** After so long whoever computes an epoch is taken to have died. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    EpochStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An epoch that is being computed, and what for. */
    record Begun(long number, Set<LimitTrigger> triggers) {}

    Map<ProviderAccountId, Epochs> of(Collection<ProviderAccountId> ids) {
        if (ids.isEmpty()) return Map.of();
        return jdbc.sql("select * from limit_epoch where provider_account_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(ids))
                .query((row, _) -> Map.entry(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                        new Epochs(Units.of(row.getLong("promised")), triggers(row.getArray("wanted")))))
                .list().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void save(Map<ProviderAccountId, Epochs> epochs) {
        if (epochs.isEmpty()) return;
        var all = epochs.entrySet();
        jdbc.sql("""
                 insert into limit_epoch as e (provider_account_id, promised, wanted)
                 select id, promised, string_to_array(wanted, ',') from unnest(cast(:ids as uuid[]),
                     cast(:promised as bigint[]), cast(:wanted as text[])) as changed (id, promised, wanted)
                 where wanted <> '' or exists (select 1 from limit_epoch where provider_account_id = id)
                 on conflict (provider_account_id) do update set promised = excluded.promised, wanted = excluded.wanted
                 where e.promised <> excluded.promised or e.wanted <> excluded.wanted""")
                .param("ids", texts(all, Map.Entry::getKey))
                .param("promised", longs(all, e -> e.getValue().promised().count()))
                .param("wanted", texts(all, e -> names(e.getValue().wanted()))).update();
    }

    /** Accounts that want an epoch which nobody is computing. */
    List<ProviderAccountId> due(int limit) {
        return jdbc.sql("""
                        select provider_account_id from limit_epoch
                        where (wanted <> '{}' or answering <> '{}') and not_before <= clock_timestamp()
                        order by not_before limit :limit""").param("limit", limit)
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    /**
     * From now on each consumer that is written is known to have been touched meanwhile. Empty if nothing makes limits move,
     * or somebody else sees to it.
     *
     * @param previous an epoch of one's own that is computed anew; 0 for none
     */
    Optional<Begun> begin(ProviderAccountId id, Set<LimitTrigger> more, long previous) {
        return jdbc
                .sql("""
                     update limit_epoch set computing = nextval('limit_epoch_number'), wanted = '{}',
                         answering = array(select distinct unnest(answering || wanted || cast(:more as text[])) order by 1),
                         not_before = clock_timestamp() + make_interval(secs => :lease)
                     where provider_account_id = :id
                     and (not_before <= clock_timestamp() or computing = :previous and computing > 0)
                     and (wanted <> '{}' or answering <> '{}' or cast(:more as text[]) <> '{}')
                     returning computing, answering""")
                .param("id", id.value()).param("more", texts(more))
                .param("previous", previous).param("lease", LEASE.toSeconds())
                .query((row, _) -> new Begun(row.getLong("computing"), triggers(row.getArray("answering")))).optional();
    }

    /** Whether that epoch is the one that is being computed. */
    boolean isComputing(ProviderAccountId id, long number) {
        return jdbc.sql("select 1 from limit_epoch where provider_account_id = :id and computing = :number")
                .param("id", id.value()).param("number", number).query(Integer.class).optional().isPresent();
    }

    /** Consumers that were written since that epoch began to be computed. */
    List<ConsumerAccount> touched(ProviderAccountId id, long number) {
        return jdbc.sql("select * from consumer_in_force where provider_account_id = :id and touched_in = :number")
                .param("id", id.value()).param("number", number).query((row, _) -> Rows.consumer(row)).list();
    }

    /** Those that wait for credit and were not touched in the account's epoch. */
    List<ConsumerAccount> blocked(ProviderAccountId id) {
        return jdbc.sql("""
                        select * from consumer_in_force where provider_account_id = :id and epoch_number > 0
                        and subscription_id in (select subscription_id from blocked_consumer)""")
                .param("id", id.value()).query((row, _) -> Rows.consumer(row)).list();
    }

    /** The epoch is in force. */
    void enter(ProviderAccountId id, LimitEpoch epoch, Units promised) {
        var validityTo = epoch.validity().to();
        jdbc.sql(
                """
                update limit_epoch set number = :number, computed_at = cast(:at as timestamptz),
                    validity_from = cast(:from as timestamptz), validity_to = cast(:to as timestamptz), total = :total,
                    pace = :pace, floors_free = :free, floors_lacking = :lacking, need_level = :need, rest_level = :rest,
                    promised = :promised, answering = '{}', computing = 0 where provider_account_id = :id""")
                .param("id", id.value()).param("number", epoch.number()).param("at", epoch.at().toString())
                .param("from", epoch.validity().from().toString())
                .param("to", validityTo == null ? null : validityTo.toString()).param("total", epoch.total().count())
                .param("pace", epoch.pace().name()).param("free", epoch.floorsFree().count())
                .param("lacking", epoch.floorsLacking().count()).param("need", epoch.needLevel())
                .param("rest", epoch.restLevel()).param("promised", promised.count()).update();
    }

    /** Limits need not move. */
    void leave(ProviderAccountId id, long number) {
        jdbc.sql("""
                 update limit_epoch set answering = '{}', computing = 0
                 where provider_account_id = :id and computing = :number""").param("id", id.value())
                .param("number", number).update();
    }

    /** The next epoch begins no sooner than that. */
    void rest(ProviderAccountId id, Duration rest) {
        jdbc.sql("""
                 update limit_epoch set not_before = clock_timestamp() + make_interval(secs => :rest)
                 where provider_account_id = :id""").param("id", id.value()).param("rest", rest.toMillis() / 1000.0)
                .update();
    }

    /** Limits stand in the consumers' rows again. */
    void end(ProviderAccountId id) {
        jdbc.sql("delete from limit_epoch where provider_account_id = :id").param("id", id.value()).update();
    }

    Optional<ProviderAccount> find(ProviderAccountId id) {
        return account(id, "");
    }

    Optional<ProviderAccount> lock(ProviderAccountId id) {
        return account(id, " for update");
    }

    private Optional<ProviderAccount> account(ProviderAccountId id, String how) {
        return jdbc.sql("select * from provider_account where provider_account_id = :id" + how).param("id", id.value())
                .query((row, _) -> Rows.account(row)).optional();
    }

    private static String names(Set<LimitTrigger> triggers) {
        return triggers.stream().map(LimitTrigger::name).sorted().collect(Collectors.joining(","));
    }

    private static Set<LimitTrigger> triggers(Array names) throws SQLException {
        return Arrays.stream((String[]) names.getArray()).map(LimitTrigger::valueOf).collect(Collectors.toSet());
    }
}
