package io.planshare.theft.restriction;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.kit.page.Cursor;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.theft.device.HeldCards;

import static java.time.ZoneOffset.UTC;

/** The tables restricted_device (the lock) and restriction_order. Whoever writes holds the device's lock or the restriction's. */
@Repository
class RestrictionStore {

    private final JdbcClient jdbc;

    RestrictionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the version of the device's latest event, 0 before the first */
    long lock(DeviceId device) {
        jdbc.sql("INSERT INTO restricted_device (device_id, version) VALUES (:device, 0) ON CONFLICT DO NOTHING")
                .param("device", device.value()).update();
        return jdbc.sql("SELECT version FROM restricted_device WHERE device_id = :device FOR UPDATE")
                .param("device", device.value()).query(Long.class).single();
    }

    void advance(DeviceId device, long version) {
        jdbc.sql("UPDATE restricted_device SET version = :version WHERE device_id = :device")
                .param("device", device.value()).param("version", version).update();
    }

    /** No earlier event of the device is sent again after this: the latest must stay the last. */
    void silenceEarlier(DeviceId device) {
        jdbc.sql(
                "UPDATE restriction_order SET next_send_at = NULL WHERE device_id = :device AND next_send_at IS NOT NULL")
                .param("device", device.value()).update();
    }

    void insert(Restriction restriction, Instant nextSendAt) {
        jdbc.sql(
                """
                INSERT INTO restriction_order (restriction_id, device_id, level, version, subscription_ids, sim_card_ids, reason,
                                         ordered_by, ordered_at, sends, next_send_at)
                VALUES (:id, :device, :level, :version, :subscriptions::uuid[], :cards::uuid[], :reason, :by, :at, 1, :next)""")
                .param("id", restriction.restrictionId().value()).param("device", restriction.deviceId().value())
                .param("level", restriction.level().name()).param("version", restriction.version())
                .param("subscriptions", values(restriction.held().subscriptionIds()))
                .param("cards", values(restriction.held().simCardIds()))
                .param("reason", restriction.order().reason()).param("by", restriction.order().by())
                .param("at", restriction.order().at().atOffset(UTC)).param("next", nextSendAt.atOffset(UTC)).update();
    }

    void replace(Restriction replaced) {
        var at = replaced.replacedAt();
        if (at == null) throw new IllegalArgumentException("not replaced");
        jdbc.sql("UPDATE restriction_order SET replaced_at = :at WHERE restriction_id = :id")
                .param("id", replaced.restrictionId().value()).param("at", at.atOffset(UTC)).update();
    }

    void lift(Restriction lifted, Instant nextSendAt) {
        var lift = lifted.lift();
        if (lift == null) throw new IllegalArgumentException("not lifted");
        jdbc.sql(
                """
                UPDATE restriction_order SET version = :version, lift_reason = :reason, lifted_by = :by, lifted_at = :at, sends = 1,
                                       next_send_at = :next
                WHERE restriction_id = :id""")
                .param("id", lifted.restrictionId().value()).param("version", lifted.version())
                .param("reason", lift.reason()).param("by", lift.by()).param("at", lift.at().atOffset(UTC))
                .param("next", nextSendAt.atOffset(UTC)).update();
    }

    Optional<Restriction> find(RestrictionId id) {
        return jdbc.sql("SELECT * FROM restriction_order WHERE restriction_id = :id").param("id", id.value())
                .query(RestrictionStore::restriction).optional();
    }

    Optional<Restriction> inForce(DeviceId device) {
        return jdbc.sql(
                """
                SELECT * FROM restriction_order WHERE device_id = :device AND replaced_at IS NULL AND lifted_at IS NULL""")
                .param("device", device.value()).query(RestrictionStore::restriction).optional();
    }

    int sendsOf(RestrictionId id) {
        return jdbc.sql("SELECT sends FROM restriction_order WHERE restriction_id = :id").param("id", id.value())
                .query(Integer.class).single();
    }

    /** One more than the page holds, newest first. */
    List<Restriction> page(DeviceId device, Cursor cursor) {
        return jdbc.sql("""
                        SELECT * FROM restriction_order
                        WHERE device_id = :device AND (:after::uuid IS NULL OR restriction_id < :after::uuid)
                        ORDER BY restriction_id DESC LIMIT :limit""")
                .param("device", device.value()).param("after", cursor.afterId().orElse(null))
                .param("limit", cursor.limit() + 1).query(RestrictionStore::restriction).list();
    }

    static Restriction restriction(ResultSet row, int number) throws SQLException {
        return new Restriction(new RestrictionId(row.getObject("restriction_id", UUID.class)),
                new DeviceId(row.getObject("device_id", UUID.class)), RestrictionLevel.valueOf(row.getString("level")),
                row.getLong("version"),
                new HeldCards(ids(row.getArray("subscription_ids"), SubscriptionId::new),
                        ids(row.getArray("sim_card_ids"), SimCardId::new)),
                new Restriction.Decision(row.getString("reason"), row.getString("ordered_by"),
                        row.getObject("ordered_at", OffsetDateTime.class).toInstant()),
                instant(row, "replaced_at"), lift(row));
    }

    private static Restriction.@Nullable Decision lift(ResultSet row) throws SQLException {
        var at = instant(row, "lifted_at");
        return at == null
                ? null
                : new Restriction.Decision(row.getString("lift_reason"), row.getString("lifted_by"), at);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static UUID[] values(List<? extends Id> ids) {
        return ids.stream().map(Id::value).toArray(UUID[]::new);
    }

    private static <T> List<T> ids(Array array, Function<UUID, T> id) throws SQLException {
        return Arrays.stream((UUID[]) array.getArray()).map(id).toList();
    }
}
