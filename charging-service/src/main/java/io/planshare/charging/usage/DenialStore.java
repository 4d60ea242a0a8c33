package io.planshare.charging.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.kit.page.Cursor;
import io.planshare.model.DeviceId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.usage.UsageRecordStore.id;

/** Reads denials, newest first: their ids ascend with time. */
@Repository
class DenialStore {

    private final JdbcClient jdbc;

    DenialStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row more than the page has. */
    List<DenialView> list(About about, Cursor cursor) {
        var column = switch (about.parameter()) {
            case "deviceId" -> "device_id";
            case "subscriptionId" -> "subscription_id";
            default -> throw new IllegalArgumentException("no list is about " + about.parameter());
        };
        return jdbc.sql("select * from denial where " + column
                + " = :id and denial_id < :before order by denial_id desc limit :rows").param("id", about.id())
                .param("before", cursor.afterId().orElse(UsageRecordStore.AFTER_ALL))
                .param("rows", cursor.limit() + 1).query((row, _) -> denial(row)).list();
    }

    private static DenialView denial(ResultSet row) throws SQLException {
        var device = id(row, "device_id", DeviceId::new);
        var subscription = new SubscriptionId(row.getObject("subscription_id", UUID.class));
        return new DenialView(row.getObject("denial_id", UUID.class),
                UsageRecordStore.ref(device, subscription, row.getObject("session_id", UUID.class)), device,
                subscription, id(row, "payer", SubscriptionId::new), row.getLong("rating_group"),
                row.getLong("requested"), row.getLong("granted"), row.getString("reason"),
                id(row, "provider_account_id", ProviderAccountId::new), row.getTimestamp("denied_at").toInstant());
    }
}
