package io.planshare.quota.pack;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Rows of packages. */
@Repository
class PackageStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    PackageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the id is taken. */
    boolean insert(UsagePackage bought, Instant lookAt) {
        var rollOver = bought.rollOver();
        return jdbc
                .sql("""
                     INSERT INTO usage_package (package_id, account_id, name, unit, units, rating_groups, valid_from, valid_to,
                         renewal, cycle_day, time_zone, roll_over_days, roll_over_cap, purchased_at, version, look_at)
                     VALUES (:id, :account, :name, :unit, :units, :groups, :from::timestamptz, :to::timestamptz, :renewal, :day,
                         :zone, :rollDays::int, :rollCap::bigint, :purchased::timestamptz, :version, :look::timestamptz)
                     ON CONFLICT DO NOTHING""")
                .param("id", bought.id().value())
                .param("account", bought.accountId().value()).param("name", bought.name())
                .param("unit", bought.unit().name()).param("units", bought.units().count())
                .param("groups", bought.ratingGroups().stream().sorted().toArray(Long[]::new))
                .param("from", bought.validity().from().toString()).param("to", text(bought.validity().to()))
                .param("renewal", bought.renewal().kind().name()).param("day", bought.renewal().day())
                .param("zone", bought.renewal().timeZone().getId())
                .param("rollDays", rollOver == null ? null : rollOver.days())
                .param("rollCap", rollOver == null || rollOver.cap() == null ? null : rollOver.cap().count())
                .param("purchased", bought.purchasedAt().toString()).param("version", bought.version())
                .param("look", lookAt.toString()).update() == 1;
    }

    Optional<UsagePackage> find(PackageId id) {
        return jdbc.sql("SELECT * FROM usage_package WHERE package_id = :id").param("id", id.value())
                .query((row, _) -> bought(row)).optional();
    }

    Optional<UsagePackage> lock(PackageId id) {
        return jdbc.sql("SELECT * FROM usage_package WHERE package_id = :id FOR UPDATE").param("id", id.value())
                .query((row, _) -> bought(row)).optional();
    }

    List<UsagePackage> all(Collection<PackageId> ids) {
        return jdbc.sql("SELECT * FROM usage_package WHERE package_id = ANY (:ids) ORDER BY package_id")
                .param("ids", ids.stream().map(PackageId::value).toArray(UUID[]::new))
                .query((row, _) -> bought(row)).list();
    }

    /** Those that an account owns, or that are shared with it; one row more than the page has. */
    List<UsagePackage> usableBy(AccountId account, Cursor cursor) {
        return jdbc.sql("""
                        SELECT p.* FROM usage_package p JOIN package_sharer s USING (package_id)
                        WHERE s.account_id = :account AND package_id > :after ORDER BY package_id LIMIT :rows""")
                .param("account", account.value()).param("after", cursor.afterId().orElse(BEFORE_ALL))
                .param("rows", cursor.limit() + 1).query((row, _) -> bought(row)).list();
    }

    /** It ends then. */
    void end(PackageId id, Instant at, Instant lookAt) {
        jdbc.sql(
                """
                UPDATE usage_package SET valid_to = :at::timestamptz, look_at = :look::timestamptz, version = version + 1
                WHERE package_id = :id""")
                .param("at", at.toString()).param("look", lookAt.toString())
                .param("id", id.value()).update();
    }

    /** Packages to look at by then; another instance leaves them alone until this transaction ends. */
    List<UsagePackage> takeDue(Instant by, int limit) {
        return jdbc.sql("""
                        SELECT * FROM usage_package WHERE look_at <= :by::timestamptz ORDER BY look_at LIMIT :limit
                        FOR UPDATE SKIP LOCKED""").param("by", by.toString()).param("limit", limit)
                .query((row, _) -> bought(row)).list();
    }

    void lookAt(PackageId id, @Nullable Instant at) {
        jdbc.sql("UPDATE usage_package SET look_at = :at::timestamptz WHERE package_id = :id").param("at", text(at))
                .param("id", id.value()).update();
    }

    /** All accounts and packages that hang together with these accounts by sharing. */
    Set<PackageId> sharedWith(Collection<AccountId> accounts) {
        return Set.copyOf(jdbc
                .sql("""
                     WITH RECURSIVE reached (account_id) AS (
                         SELECT unnest(:accounts::uuid[])
                         UNION
                         SELECT there.account_id FROM reached
                         JOIN package_sharer here USING (account_id) JOIN package_sharer there USING (package_id))
                     SELECT DISTINCT package_id FROM reached JOIN package_sharer USING (account_id)""")
                .param("accounts", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .query((row, _) -> new PackageId(row.getObject(1, UUID.class))).list());
    }

    private static UsagePackage bought(ResultSet row) throws SQLException {
        var days = row.getObject("roll_over_days", Integer.class);
        var cap = row.getObject("roll_over_cap", Long.class);
        return new UsagePackage(new PackageId(row.getObject("package_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), row.getString("name"),
                UnitType.valueOf(row.getString("unit")), Units.of(row.getLong("units")),
                Set.copyOf(Arrays.asList((Long[]) row.getArray("rating_groups").getArray())),
                new Interval(at(row, "valid_from"), instant(row, "valid_to")),
                new Renewal(Renewal.Kind.valueOf(row.getString("renewal")), row.getInt("cycle_day"),
                        ZoneId.of(row.getString("time_zone"))),
                days == null ? null : new UsagePackage.RollOver(days, cap == null ? null : Units.of(cap)),
                at(row, "purchased_at"), row.getLong("version"));
    }

    static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
