package io.planshare.charging.pack;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Rows of cycles, and of the subscriptions whose packages are to be looked at. */
@Repository
class CycleStore {

    private final JdbcClient jdbc;

    CycleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A cycle as it was announced last.
     *
     * @param rolledInto the account that lives on with what was left of it
     */
    record StoredCycle(PackageActivated announced, @Nullable ProviderAccountId rolledInto, Units rolled) {}

    Optional<StoredCycle> lock(ProviderAccountId id) {
        return jdbc.sql("select * from package_cycle where provider_account_id = :id for update")
                .param("id", id.value()).query((row, _) -> cycle(row)).optional();
    }

    void save(PackageActivated cycle) {
        jdbc.sql("""
                 insert into package_cycle (provider_account_id, package_id, version, cycle_from, cycle_to, announced)
                 values (:id, :package, :version, cast(:from as timestamptz), cast(:to as timestamptz),
                     cast(:announced as jsonb))
                 on conflict (provider_account_id) do update set version = excluded.version,
                     announced = excluded.announced""").param("id", cycle.providerAccountId().value())
                .param("package", cycle.packageId().value()).param("version", cycle.version())
                .param("from", cycle.cycle().from().toString()).param("to", text(cycle.cycle().to()))
                .param("announced", EventJson.write(cycle)).update();
        jdbc.sql("delete from package_member where provider_account_id = :id")
                .param("id", cycle.providerAccountId().value()).update();
        jdbc.sql("""
                 insert into package_member (provider_account_id, account_id)
                 select distinct cast(:id as uuid), unnest(cast(:accounts as uuid[]))""")
                .param("id", cycle.providerAccountId().value())
                .param("accounts", (Object) accounts(cycle)).update();
    }

    void rolled(ProviderAccountId id, ProviderAccountId into, Units units) {
        jdbc.sql("""
                 update package_cycle set rolled_into = :into, rolled_units = :units where provider_account_id = :id""")
                .param("into", into.value()).param("units", units.count()).param("id", id.value()).update();
    }

    void settled(ProviderAccountId id) {
        jdbc.sql("update package_cycle set settled = true where provider_account_id = :id").param("id", id.value())
                .update();
    }

    /** Cycles that ended by then and whose rest may still roll over, and those that ended so long ago that it expires. */
    List<ProviderAccountId> ended(Instant by, Instant rollSince, Instant expireBy, int limit) {
        return jdbc.sql("""
                        select provider_account_id from package_cycle where not settled
                        and (cycle_to <= cast(:expireBy as timestamptz)
                            or cycle_to <= cast(:by as timestamptz) and cycle_to > cast(:since as timestamptz)
                                and announced ->> 'rollOverDays' is not null)
                        order by cycle_to limit :limit""").param("by", by.toString())
                .param("since", rollSince.toString()).param("expireBy", expireBy.toString()).param("limit", limit)
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    void lookAt(Collection<SubscriptionChanged> changed) {
        jdbc.sql(
                """
                insert into package_look (subscription_id, version)
                select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]))
                on conflict (subscription_id) do update set version = greatest(package_look.version, excluded.version)""")
                .param("ids", texts(changed, SubscriptionChanged::subscriptionId))
                .param("versions", longs(changed, SubscriptionChanged::version)).update();
    }

    /** Those that enrollment's news of have arrived in the other reader too; they are looked at once. */
    List<SubscriptionId> takeLooks(int limit) {
        return jdbc.sql("""
                        delete from package_look where subscription_id in (
                            select l.subscription_id from package_look l join subscription s using (subscription_id)
                            where s.version >= l.version limit :limit for update of l skip locked)
                        returning subscription_id""").param("limit", limit)
                .query((row, _) -> new SubscriptionId(row.getObject(1, UUID.class))).list();
    }

    /** Cycles that have not ended by then in which these subscriptions draw, or should. */
    List<ProviderAccountId> concerned(Collection<SubscriptionId> subscriptions, Instant at) {
        return jdbc.sql("""
                        select provider_account_id from package_cycle
                        where (cycle_to is null or cycle_to > cast(:at as timestamptz)) and provider_account_id in (
                            select m.provider_account_id from subscription s join package_member m using (account_id)
                            where s.subscription_id = any(cast(:ids as uuid[]))
                            union
                            select c.provider_account_id from consumer_account c
                            where c.subscription_id = any(cast(:ids as uuid[])) and c.left_at is null)
                        order by provider_account_id""").param("at", at.toString()).param("ids", texts(subscriptions))
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    private static UUID[] accounts(PackageActivated cycle) {
        var members = cycle.members().stream().map(PackageMember::accountId);
        return Stream.concat(Stream.of(cycle.accountId()), members)
                .map(it -> it.value()).toArray(UUID[]::new);
    }

    private static StoredCycle cycle(ResultSet row) throws SQLException {
        var rolledInto = row.getObject("rolled_into", UUID.class);
        return new StoredCycle(
                (PackageActivated) EventJson.read(EventType.PACKAGE_ACTIVATED,
                        row.getString("announced").getBytes(StandardCharsets.UTF_8)),
                rolledInto == null ? null : new ProviderAccountId(rolledInto), Units.of(row.getLong("rolled_units")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
