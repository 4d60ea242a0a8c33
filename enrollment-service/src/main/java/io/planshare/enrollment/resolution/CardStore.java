package io.planshare.enrollment.resolution;

import java.time.Instant;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

/** Finds devices and subscriptions by what the network knows of them. */
@Repository
class CardStore {

    /** @param statusSince when the present status began */
    record Holder(SubscriptionId subscriptionId, AccountId accountId, PartyId partyId, SubscriptionStatus status,
            Instant statusSince) {}

    private final JdbcClient jdbc;

    CardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The device that has this identifier, or had it last. */
    Optional<DeviceId> deviceWith(String[] hmacs) {
        return jdbc.sql("""
                        select i.device_id from device_identifier i join device d on d.id = i.device_id
                        where i.hmac = any(cast(:hmacs as text[])) order by i.live desc, d.created_at desc limit 1
                        """).param("hmacs", hmacs).query((row, _) -> Columns.id(row, "device_id", DeviceId::new))
                .optional();
    }

    /** The subscription that has this card, or had it last. */
    Optional<SubscriptionId> subscriptionWith(String[] hmacs) {
        return jdbc.sql("""
                        select id from subscription where iccid_hmac = any(cast(:hmacs as text[]))
                        order by (status <> 'ENDED') desc, created_at desc limit 1
                        """).param("hmacs", hmacs).query((row, _) -> Columns.id(row, "id", SubscriptionId::new))
                .optional();
    }

    Optional<Holder> holder(SubscriptionId id) {
        return jdbc.sql("""
                        select s.id, s.account_id, a.party_id, s.status, s.status_since
                        from subscription s join account a on a.id = s.account_id where s.id = :id
                        """).param("id", id.value())
                .query((row, _) -> new Holder(Columns.id(row, "id", SubscriptionId::new),
                        Columns.id(row, "account_id", AccountId::new), Columns.id(row, "party_id", PartyId::new),
                        Columns.constant(row, "status", SubscriptionStatus.class),
                        Columns.instant(row, "status_since")))
                .optional();
    }

    Optional<DeviceId> deviceOf(SubscriptionId subscription, Instant at) {
        return jdbc
                .sql("""
                     select device_id from card_binding
                     where subscription_id = :subscription and bound_from <= :at and (bound_to is null or bound_to > :at)
                     """)
                .param("subscription", subscription.value()).param("at", Columns.utc(at))
                .query((row, _) -> Columns.id(row, "device_id", DeviceId::new)).optional();
    }
}
