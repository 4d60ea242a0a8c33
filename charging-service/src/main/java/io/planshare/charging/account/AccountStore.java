package io.planshare.charging.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.Balance;
import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.charging.sharing.Rows;
import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;

/** Rows of provider accounts. */
@Repository
class AccountStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the id is taken. */
    boolean insert(OpenAccount wanted, Instant now) {
        return jdbc
                .sql("""
                     insert into provider_account (provider_account_id, account_id, package_id, name, unit, currency,
                         rating_groups, valid_from, valid_to, status, owner_reserve, audience, granted, reserved,
                         consumed, expired, withdrawn, version, created_at)
                     values (:id, :owner, cast(:package as uuid), :name, :unit, :currency, :groups,
                         cast(:from as timestamptz), cast(:to as timestamptz), 'ACTIVE', :reserve, :audience, :granted,
                         0, 0, 0, 0, 1, cast(:now as timestamptz))
                     on conflict (provider_account_id) do nothing""").param("id", wanted.id().value())
                .param("owner", wanted.ownerId().value()).param("package", text(wanted.packageId()))
                .param("name", wanted.name()).param("unit", wanted.unit().name()).param("currency", wanted.currency())
                .param("groups", longs(wanted.ratingGroups(), Long::longValue))
                .param("from", wanted.validity().from().toString()).param("to", text(wanted.validity().to()))
                .param("reserve", wanted.ownerReserve().count()).param("audience", wanted.consumers().size())
                .param("granted", wanted.units().count()).param("now", now.toString()).update() == 1;
    }

    Optional<StoredAccount> find(ProviderAccountId id) {
        return jdbc.sql("select * from provider_account where provider_account_id = :id").param("id", id.value())
                .query((row, _) -> account(row)).optional();
    }

    /** Until the transaction ends nobody else changes this account or its consumers. */
    Optional<StoredAccount> lock(ProviderAccountId id) {
        return jdbc.sql("select * from provider_account where provider_account_id = :id for update")
                .param("id", id.value()).query((row, _) -> account(row)).optional();
    }

    /** Of an owner, or those that a subscription may draw on, or both; one row more than the page has. */
    List<StoredAccount> list(@Nullable AccountId owner, @Nullable SubscriptionId subscription, Cursor cursor) {
        var ofSubscription = """
                              and provider_account_id in (
                                 select provider_account_id from consumer_account where subscription_id = cast(:subscription as uuid))
                             """;
        var sql = "select * from provider_account where provider_account_id > :after"
                + (owner == null ? "" : " and account_id = cast(:owner as uuid)")
                + (subscription == null ? "" : ofSubscription)
                + " order by provider_account_id limit :rows";
        return jdbc.sql(sql).param("after", cursor.afterId().orElse(BEFORE_ALL)).param("owner", text(owner))
                .param("subscription", text(subscription)).param("rows", cursor.limit() + 1)
                .query((row, _) -> account(row)).list();
    }

    void setGranted(ProviderAccountId id, Units granted) {
        jdbc.sql(
                "update provider_account set granted = :granted, version = version + 1 where provider_account_id = :id")
                .param("granted", granted.count()).param("id", id.value()).update();
    }

    void setStatus(ProviderAccountId id, Status status) {
        jdbc.sql("""
                 update provider_account set status = :status, version = version + 1
                 where provider_account_id = :id and status not in (:status, 'FROZEN')""")
                .param("status", status.name())
                .param("id", id.value()).update();
    }

    void setValidity(ProviderAccountId id, @Nullable Instant end, @Nullable Integer rollOverDays) {
        var rollOver = rollOverDays == null ? null : Duration.ofDays(rollOverDays).toSeconds();
        jdbc.sql("""
                 update provider_account set valid_to = cast(:end as timestamptz),
                     roll_over_seconds = cast(:rollOver as bigint), settled = false, version = version + 1
                 where provider_account_id = :id""").param("end", text(end)).param("rollOver", rollOver)
                .param("id", id.value()).update();
    }

    void setBalance(ProviderAccountId id, Balance balance) {
        jdbc.sql("""
                 update provider_account set expired = :expired, withdrawn = :withdrawn, version = version + 1
                 where provider_account_id = :id""").param("expired", balance.expired().count())
                .param("withdrawn", balance.withdrawn().count()).param("id", id.value()).update();
    }

    void setOwnerReserve(ProviderAccountId id, Units reserve) {
        jdbc.sql("""
                 update provider_account set owner_reserve = :reserve, version = version + 1
                 where provider_account_id = :id and owner_reserve <> :reserve""").param("reserve", reserve.count())
                .param("id", id.value()).update();
    }

    /** Nothing is left of it that could expire. */
    void settled(ProviderAccountId id) {
        jdbc.sql("update provider_account set settled = true where provider_account_id = :id")
                .param("id", id.value()).update();
    }

    /** Accounts that end by then and roll over, and those of before the second instant that do not; cycles have their own close. */
    List<ProviderAccountId> ending(Instant rollOverBy, Instant expireBy, int limit) {
        return jdbc
                .sql("""
                     select provider_account_id from provider_account where not settled and package_id is null
                     and valid_to <= case when roll_over_seconds is null then cast(:expireBy as timestamptz)
                         else cast(:rollOverBy as timestamptz) end
                     and valid_to <= cast(:rollOverBy as timestamptz) order by valid_to limit :limit""")
                .param("rollOverBy", rollOverBy.toString()).param("expireBy", expireBy.toString())
                .param("limit", limit)
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class))).list();
    }

    void addToAudience(ProviderAccountId id, int consumers) {
        jdbc.sql("""
                 update provider_account set audience = audience + :consumers, version = version + 1
                 where provider_account_id = :id""").param("consumers", consumers).param("id", id.value()).update();
    }

    private static StoredAccount account(ResultSet row) throws SQLException {
        var seconds = row.getObject("roll_over_seconds", Long.class);
        var days = seconds == null ? null : Integer.valueOf((int) Duration.ofSeconds(seconds).toDays());
        return new StoredAccount(Rows.account(row), row.getString("name"), row.getString("currency"),
                row.getTimestamp("created_at").toInstant(), days, row.getLong("version"));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
