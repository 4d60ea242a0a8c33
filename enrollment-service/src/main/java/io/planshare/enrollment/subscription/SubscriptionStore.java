package io.planshare.enrollment.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.enrollment.sql.Columns;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.PersonalIdentifier.Kind;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

@Repository
class SubscriptionStore {

    /** The clear values of a new row, encrypted. */
    record SealedIdentifiers(byte[] imsi, byte @Nullable [] msisdn, byte @Nullable [] iccid) {}

    private final JdbcClient jdbc;

    SubscriptionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the id or the card is taken. */
    boolean insert(Subscription s, SealedIdentifiers identifiers) {
        int inserted = jdbc
                .sql("""
                     insert into subscription (id, version, account_id, plan_id, status, status_since, imsi_hmac, imsi_sealed,
                       imsi_masked, msisdn_hmac, msisdn_sealed, msisdn_masked, iccid_hmac, iccid_sealed, iccid_masked,
                       sim_card_id, device_id, created_at)
                     values (:id, :version, :account, :plan, :status, :since, :imsi, :imsiSealed, :imsiMasked, :msisdn,
                       :msisdnSealed, :msisdnMasked, :iccid, :iccidSealed, :iccidMasked, :simCard, :device, :createdAt)
                     on conflict do nothing
                     """)
                .param("id", s.id().value()).param("version", s.version()).param("account", s.accountId().value())
                .param("plan", s.planId().value()).param("status", s.status().name())
                .param("since", Columns.utc(s.statusSince()))
                .param("imsi", hmac(s.imsi())).param("imsiSealed", identifiers.imsi())
                .param("imsiMasked", s.imsi().masked())
                .param("msisdn", hmac(s.msisdn())).param("msisdnSealed", identifiers.msisdn())
                .param("msisdnMasked", masked(s.msisdn()))
                .param("iccid", hmac(s.iccid())).param("iccidSealed", identifiers.iccid())
                .param("iccidMasked", masked(s.iccid()))
                .param("simCard", Columns.uuidOrNull(s.simCardId())).param("device", Columns.uuidOrNull(s.deviceId()))
                .param("createdAt", Columns.utc(s.createdAt())).update();
        return inserted == 1;
    }

    void update(Subscription s) {
        jdbc.sql(
                """
                update subscription set version = :version, status = :status, status_since = :since, device_id = :device
                where id = :id
                """).param("version", s.version()).param("status", s.status().name())
                .param("since", Columns.utc(s.statusSince())).param("device", Columns.uuidOrNull(s.deviceId()))
                .param("id", s.id().value()).update();
    }

    /** The card is in no device from now on. */
    void unbind(SubscriptionId id, Instant at) {
        jdbc.sql("""
                 update card_binding set bound_to = greatest(bound_from, :at)
                 where subscription_id = :id and bound_to is null
                 """).param("at", Columns.utc(at)).param("id", id.value()).update();
    }

    void bind(SubscriptionId id, DeviceId device, Instant from) {
        jdbc.sql("""
                 insert into card_binding (subscription_id, bound_from, device_id)
                 select :id, greatest(:from, max(bound_to) + interval '1 microsecond'), :device
                 from card_binding where subscription_id = :id
                 """).param("id", id.value()).param("from", Columns.utc(from)).param("device", device.value()).update();
    }

    Optional<Subscription> find(SubscriptionId id) {
        return jdbc.sql("select * from subscription where id = :id").param("id", id.value())
                .query((row, _) -> subscription(row)).optional();
    }

    Optional<Subscription> lock(SubscriptionId id) {
        return jdbc.sql("select * from subscription where id = :id for update").param("id", id.value())
                .query((row, _) -> subscription(row)).optional();
    }

    List<Subscription> page(@Nullable AccountId account, UUID after, int limit) {
        return jdbc
                .sql("""
                     select * from subscription
                     where id > :after and (cast(:account as uuid) is null or account_id = :account) order by id limit :limit
                     """)
                .param("after", after).param("account", Columns.uuidOrNull(account)).param("limit", limit)
                .query((row, _) -> subscription(row)).list();
    }

    List<Subscription> with(Kind kind, String[] hmacs, UUID after, int limit) {
        return jdbc
                .sql("select * from subscription where " + column(kind)
                        + """
                           = any(cast(:hmacs as text[])) and id > :after order by id limit :limit
                          """)
                .param("hmacs", hmacs).param("after", after).param("limit", limit)
                .query((row, _) -> subscription(row)).list();
    }

    boolean isInUse(Kind kind, String[] hmacs) {
        return jdbc.sql("select exists (select from subscription where status <> 'ENDED' and " + column(kind)
                + " = any(cast(:hmacs as text[])))").param("hmacs", hmacs).query(Boolean.class).single();
    }

    private static String column(Kind kind) {
        return switch (kind) {
            case IMSI -> "imsi_hmac";
            case MSISDN -> "msisdn_hmac";
            case ICCID -> "iccid_hmac";
            case IMEI, EID, MAC, EUI64, SERIAL ->
                throw new IllegalArgumentException("no subscription is known by its " + kind);
        };
    }

    private static @Nullable String hmac(@Nullable StoredIdentifier identifier) {
        return identifier == null ? null : identifier.hmac().value();
    }

    private static @Nullable String masked(@Nullable StoredIdentifier identifier) {
        return identifier == null ? null : identifier.masked();
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(Columns.id(row, "id", SubscriptionId::new), row.getLong("version"),
                Columns.id(row, "account_id", AccountId::new), Columns.id(row, "plan_id", PlanId::new),
                Columns.constant(row, "status", SubscriptionStatus.class), Columns.instant(row, "status_since"),
                new StoredIdentifier(Kind.IMSI, new IdentifierHmac(Columns.text(row, "imsi_hmac")),
                        Columns.text(row, "imsi_masked")),
                identifier(row, Kind.MSISDN, "msisdn"), identifier(row, Kind.ICCID, "iccid"),
                Columns.idOrNull(row, "sim_card_id", SimCardId::new), Columns.idOrNull(row, "device_id", DeviceId::new),
                Columns.instant(row, "created_at"));
    }

    private static @Nullable StoredIdentifier identifier(ResultSet row, Kind kind, String prefix) throws SQLException {
        var hmac = row.getString(prefix + "_hmac");
        return hmac == null
                ? null
                : new StoredIdentifier(kind, new IdentifierHmac(hmac), Columns.text(row, prefix + "_masked"));
    }
}
