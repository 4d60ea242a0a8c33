package io.planshare.charging.notify;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.AccountId;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PayerMap;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TrafficMatch;

/** Sessions as they lie in the tables, payer maps, and what became of notifications. */
final class NotifyFixtures {

    private final JdbcClient jdbc;

    NotifyFixtures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A notification as it lies in its table. */
    record Row(UUID sessionId, String type, List<Long> ratingGroups, int attempts, String state) {}

    static EnrolledPayer enrolled(String capability, int priority, Interval active) {
        return new EnrolledPayer(EnrollmentId.next(), PartyId.next(), SubscriptionId.next(), AccountId.next(),
                EnrolledPayer.Role.CONSUMER, priority, Set.of(capability), EnrolledPayer.Presence.NOT_REQUIRED,
                List.of(active), List.of());
    }

    /** Of some device, whose rating group 10 is telematics and 20 infotainment. */
    static PayerMap map(long version, EnrolledPayer... payers) {
        return map(DeviceId.next(), version, payers);
    }

    static PayerMap map(DeviceId device, long version, EnrolledPayer... payers) {
        return new PayerMap(device, version, Instant.EPOCH,
                List.of(new Capability("OEM_TELEMATICS", List.of(TrafficMatch.ofRatingGroup(10))),
                        new Capability("INFOTAINMENT", List.of(TrafficMatch.ofRatingGroup(20)))),
                Arrays.asList(payers), List.of(), PayerFallback.BLOCK);
    }

    ChargingDataRef session(DeviceId device, @Nullable String notifyUri) {
        return session(device, SubscriptionId.next(), notifyUri, "internet");
    }

    ChargingDataRef session(DeviceId device, SubscriptionId subscription, @Nullable String notifyUri, String dnn) {
        var ref = new ChargingDataRef(device.value(), Id.next());
        jdbc.sql(
                """
                insert into charging_session (anchor_id, session_id, subscription_id, device_id, nf_consumer, charging_id,
                    notify_uri, dnn, state, create_hash, last_sequence, distinct_sequences, opened_at, updated_at, expires_at)
                values (:anchor, :session, :subscription, :anchor, 'smf', '1', :uri, :dnn, 'OPEN', :hash, 0, true, now(),
                    now(), now() + interval '1 day')""")
                .param("anchor", ref.anchorId()).param("session", ref.sessionId())
                .param("subscription", subscription.value()).param("uri", notifyUri).param("dnn", dnn)
                .param("hash", ref.toString()).update();
        return ref;
    }

    void quota(ChargingDataRef session, long ratingGroup, @Nullable EnrolledPayer holder) {
        jdbc.sql(
                """
                update charging_session set rating_groups = cast(jsonb_build_object(:group, jsonb_strip_nulls(
                    jsonb_build_object('unit', 'OCTET', 'reportedUntil', now(), 'payer', cast(:payer as text),
                    'enrollmentId', cast(:enrollment as text), 'capped', 0, 'overageHeld', 0))) || cast(rating_groups as jsonb)
                    as json) where anchor_id = :anchor and session_id = :session""")
                .param("anchor", session.anchorId()).param("session", session.sessionId()).param("group", ratingGroup)
                .param("payer", holder == null ? null : holder.subscriptionId().toString())
                .param("enrollment", holder == null ? null : holder.enrollmentId().toString()).update();
    }

    void close(ChargingDataRef session) {
        jdbc.sql("update charging_session set state = 'RELEASED' where session_id = :id")
                .param("id", session.sessionId()).update();
    }

    List<Row> told(ChargingDataRef session) {
        return jdbc.sql("select * from notification where session_id = :id order by created_at")
                .param("id", session.sessionId())
                .query((row, _) -> new Row(row.getObject("session_id", UUID.class), row.getString("type"),
                        Arrays.asList((Long[]) row.getArray("rating_groups").getArray()), row.getInt("attempts"),
                        row.getString("state")))
                .list();
    }

    Row only(ChargingDataRef session) {
        var told = told(session);
        if (told.size() != 1) throw new AssertionError("expected one notification, found " + told);
        return told.getFirst();
    }
}
