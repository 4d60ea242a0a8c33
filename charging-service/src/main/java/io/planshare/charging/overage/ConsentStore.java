package io.planshare.charging.overage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.Money;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Rows of overage consents; their counters are moved by charging sessions. */
@Repository
class ConsentStore {

    private final JdbcClient jdbc;

    ConsentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<OverageConsent> find(SubscriptionId subscription) {
        return jdbc.sql("select * from overage_consent where subscription_id = :id").param("id", subscription.value())
                .query((row, _) -> consent(row)).optional();
    }

    Optional<OverageConsent> lock(SubscriptionId subscription) {
        return jdbc.sql("select * from overage_consent where subscription_id = :id for update")
                .param("id", subscription.value()).query((row, _) -> consent(row)).optional();
    }

    /** False if there is one. */
    boolean insert(SubscriptionId subscription, ConsentTerms terms) {
        return jdbc
                .sql("""
                     insert into overage_consent (subscription_id, unit, currency, price, price_size, limit_minor, used,
                         reserved, version)
                     values (:id, :unit, :currency, :price, :size, :limit, 0, 0, 1)
                     on conflict (subscription_id) do nothing""").params(columns(subscription, terms)).update() == 1;
    }

    void update(SubscriptionId subscription, ConsentTerms terms) {
        jdbc.sql("""
                 update overage_consent set unit = :unit, currency = :currency, price = :price, price_size = :size,
                     limit_minor = :limit, version = version + 1 where subscription_id = :id""")
                .params(columns(subscription, terms)).update();
    }

    void delete(SubscriptionId subscription) {
        jdbc.sql("delete from overage_consent where subscription_id = :id").param("id", subscription.value()).update();
    }

    private static Map<String, Object> columns(SubscriptionId subscription, ConsentTerms terms) {
        return Map.of("id", subscription.value(), "unit", terms.unit().name(), "currency", terms.limit().currency(),
                "price", terms.price(), "size", terms.priceSize(), "limit", terms.limit().amountMinor());
    }

    private static OverageConsent consent(ResultSet row) throws SQLException {
        return new OverageConsent(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                UnitType.valueOf(row.getString("unit")), row.getBigDecimal("price"), row.getLong("price_size"),
                new Money(row.getLong("limit_minor"), row.getString("currency")), Units.of(row.getLong("used")),
                Units.of(row.getLong("reserved")));
    }
}
