package io.planshare.quota.transfer;

import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** What we, as the operator, counted: the use records of a subscription. */
@Repository
class OperatorCountStore {

    private final JdbcClient jdbc;

    OperatorCountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Units octets(SubscriptionId subscription, Instant from, Instant to) {
        return Units.of(jdbc
                .sql("""
                     SELECT coalesce(sum(metered), 0) FROM use_record
                     WHERE subscription_id = :id AND unit = 'OCTET' AND occurred_at >= :from AND occurred_at < :to""")
                .param("id", subscription.value()).param("from", from.atOffset(UTC)).param("to", to.atOffset(UTC))
                .query(Long.class).single());
    }
}
