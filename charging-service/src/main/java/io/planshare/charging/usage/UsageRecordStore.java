package io.planshare.charging.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** Reads usage records, newest first: their ids ascend with time. */
@Repository
class UsageRecordStore {

    static final UUID AFTER_ALL = new UUID(-1, -1);
    private static final TypeReference<List<Allocation>> ALLOCATIONS = new TypeReference<>() {};

    private static final TypeReference<List<Overage>> OVERAGE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UsageRecordStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** One row more than the page has. */
    List<UsageRecordView> list(About about, Cursor cursor) {
        var column = switch (about.parameter()) {
            case "deviceId" -> "device_id";
            case "subscriptionId" -> "subscription_id";
            case "payer" -> "payer";
            default -> throw new IllegalArgumentException("no list is about " + about.parameter());
        };
        return jdbc.sql("select * from usage_record where " + column
                + " = :id and usage_record_id < :before order by usage_record_id desc limit :rows")
                .param("id", about.id()).param("before", cursor.afterId().orElse(AFTER_ALL))
                .param("rows", cursor.limit() + 1).query((row, _) -> record(row)).list();
    }

    private UsageRecordView record(ResultSet row) throws SQLException {
        var device = id(row, "device_id", DeviceId::new);
        var subscription = new SubscriptionId(row.getObject("subscription_id", UUID.class));
        var reason = row.getString("uncovered_reason");
        return new UsageRecordView(row.getObject("usage_record_id", UUID.class),
                ref(device, subscription, row.getObject("session_id", UUID.class)), row.getString("nf_consumer"),
                device, subscription, id(row, "payer", SubscriptionId::new),
                id(row, "payer_account_id", AccountId::new), id(row, "enrollment_id", EnrollmentId::new),
                row.getString("capability"), row.getLong("rating_group"), UnitType.valueOf(row.getString("unit")),
                row.getLong("metered"), row.getLong("covered"), row.getLong("overage"), row.getLong("overage_minor"),
                row.getString("overage_currency"), row.getLong("uncovered"),
                reason == null ? null : UncoveredReason.valueOf(reason),
                json.readValue(row.getString("allocations"), ALLOCATIONS), overage(row.getString("overage_parts")),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("occurred_at").toInstant(), row.getTimestamp("recorded_at").toInstant(),
                row.getBoolean("estimated"));
    }

    private List<Overage> overage(@Nullable String parts) {
        return parts == null ? List.of() : json.readValue(parts, OVERAGE);
    }

    /** A session is anchored at its device, else at its subscription. */
    static String ref(@Nullable DeviceId device, SubscriptionId subscription, UUID session) {
        return new ChargingDataRef(device == null ? subscription.value() : device.value(), session).toString();
    }

    static <T> @Nullable T id(ResultSet row, String column, Function<UUID, T> type) throws SQLException {
        var value = row.getObject(column, UUID.class);
        return value == null ? null : type.apply(value);
    }
}
