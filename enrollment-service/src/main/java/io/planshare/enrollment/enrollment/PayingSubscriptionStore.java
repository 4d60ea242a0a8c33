package io.planshare.enrollment.enrollment;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

/** Reads the subscriptions that pay, and keeps them from being suspended or ended meanwhile. */
@Repository
class PayingSubscriptionStore {

    record Found(SubscriptionId id, AccountId accountId, PartyId holder, SubscriptionStatus status) {}

    private final JdbcClient jdbc;

    PayingSubscriptionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Many enrollments may be made on one subscription at a time, but none while it changes. Lock order everywhere:
     * subscription, then device.
     */
    Optional<Found> lockShared(SubscriptionId id) {
        return jdbc
                .sql("""
                     select s.id, s.account_id, a.party_id, s.status from subscription s join account a on a.id = s.account_id
                     where s.id = :id for share of s
                     """)
                .param("id", id.value())
                .query((row, _) -> new Found(Columns.id(row, "id", SubscriptionId::new),
                        Columns.id(row, "account_id", AccountId::new), Columns.id(row, "party_id", PartyId::new),
                        Columns.constant(row, "status", SubscriptionStatus.class)))
                .optional();
    }
}
