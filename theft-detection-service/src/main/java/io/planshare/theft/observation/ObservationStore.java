package io.planshare.theft.observation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** The table observation, and both tables of observations as one list. */
@Repository
class ObservationStore {

    private final JdbcClient jdbc;

    ObservationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One that is there already stays as it is. */
    void insert(List<Observed> observed) {
        if (observed.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO observation (observation_id, occurred_at, device_id, subscription_id, kind)
                SELECT * FROM unnest(:ids::uuid[], :occurred::timestamptz[], :devices::uuid[], :subscriptions::uuid[], :kinds::text[])
                ON CONFLICT DO NOTHING""")
                .param("ids", observed.stream().map(Observed::observationId).toArray(UUID[]::new))
                .param("occurred", observed.stream().map(it -> it.occurredAt().toString()).toArray(String[]::new))
                .param("devices", observed.stream()
                        .map(it -> it.deviceId() == null ? null : it.deviceId().value()).toArray(UUID[]::new))
                .param("subscriptions", observed.stream().map(it -> it.subscriptionId().value()).toArray(UUID[]::new))
                .param("kinds", observed.stream().map(it -> it.kind().name()).toArray(String[]::new)).update();
    }

    /** The latest first, each of the two tables by its index. */
    List<Observation> latest(DeviceId device, Optional<Observation.Place> before, int limit) {
        return jdbc
                .sql("""
                     (SELECT record_id AS id, 'USAGE' AS kind, occurred_at, subscription_id, unit, metered, rating_group,
                             payer_subscription_id, payer_account_id
                      FROM usage_observation
                      WHERE device_id = :device AND (occurred_at, record_id) < (:at::timestamptz, :id::uuid)
                      ORDER BY occurred_at DESC, record_id DESC LIMIT :limit)
                     UNION ALL
                     (SELECT observation_id, kind, occurred_at, subscription_id, NULL, NULL, NULL, NULL, NULL
                      FROM observation
                      WHERE device_id = :device AND (occurred_at, observation_id) < (:at::timestamptz, :id::uuid)
                      ORDER BY occurred_at DESC, observation_id DESC LIMIT :limit)
                     ORDER BY occurred_at DESC, id DESC LIMIT :limit""")
                .param("device", device.value())
                .param("at", before.map(place -> place.occurredAt().toString()).orElse("infinity"))
                .param("id", before.map(Observation.Place::id).orElse(new UUID(0, 0))).param("limit", limit)
                .query(ObservationStore::observation).list();
    }

    private static Observation observation(ResultSet row, int number) throws SQLException {
        return new Observation(
                new Observation.Place(row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        row.getObject("id", UUID.class)),
                Observation.Kind.valueOf(row.getString("kind")),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                row.getString("unit") == null ? null : usage(row));
    }

    private static Observation.Usage usage(ResultSet row) throws SQLException {
        var payer = row.getObject("payer_subscription_id", UUID.class);
        var account = row.getObject("payer_account_id", UUID.class);
        return new Observation.Usage(UnitType.valueOf(row.getString("unit")), Units.of(row.getLong("metered")),
                row.getObject("rating_group", Long.class), payer == null ? null : new SubscriptionId(payer),
                account == null ? null : new AccountId(account));
    }
}
