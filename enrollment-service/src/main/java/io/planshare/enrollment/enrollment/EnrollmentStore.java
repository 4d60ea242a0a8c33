package io.planshare.enrollment.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

@Repository
class EnrollmentStore {

    private static final String LIVE = " state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED') ";

    private final JdbcClient jdbc;

    EnrollmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the id is taken. */
    boolean insert(Enrollment e) {
        int inserted = bound(e,
                """
                insert into enrollment (id, version, device_id, user_party_id, subscription_id, account_id, role, priority,
                  presence, valid_from, valid_to, capabilities, caps, state, suspended_for, reason, requested_at, changed_at)
                values (:id, :version, :device, :user, :subscription, :account, :role, :priority, :presence, :validFrom,
                  :validTo, cast(:capabilities as text[]), :caps::jsonb, :state, cast(:suspendedFor as text[]), :reason,
                  :requestedAt, :changedAt)
                on conflict (id) do nothing
                """)
                .param("user", e.pairing().userPartyId().value())
                .param("subscription", e.pairing().subscriptionId().value())
                .param("account", e.pairing().accountId().value()).param("role", e.pairing().role().name())
                .param("priority", e.pairing().priority()).param("presence", e.pairing().presence().name())
                .param("device", e.pairing().deviceId().value())
                .param("validFrom", Columns.utc(e.validity().from()))
                .param("requestedAt", Columns.utc(e.requestedAt())).update();
        if (inserted == 1) insertTimes(e);
        return inserted == 1;
    }

    void update(Enrollment e) {
        bound(e, """
                 update enrollment set version = :version, valid_to = :validTo, capabilities = cast(:capabilities as text[]),
                   caps = :caps::jsonb, state = :state, suspended_for = cast(:suspendedFor as text[]), reason = :reason,
                   changed_at = :changedAt
                 where id = :id
                 """)
                .update();
        jdbc.sql("""
                 with gone as (delete from payer_claim where enrollment_id = :id)
                 delete from payer_stretch where enrollment_id = :id
                 """).param("id", e.id().value()).update();
        insertTimes(e);
    }

    private JdbcClient.StatementSpec bound(Enrollment e, String sql) {
        var reason = e.reason();
        return jdbc.sql(sql).param("id", e.id().value()).param("version", e.version())
                .param("validTo", Columns.utcOrNull(e.validity().to()))
                .param("capabilities", Columns.texts(e.capabilities())).param("caps", Columns.json(e.caps()))
                .param("state", e.state().name())
                .param("suspendedFor", Columns.texts(e.suspendedFor().stream().map(Enum::name).toList()))
                .param("reason", reason == null ? null : reason.name())
                .param("changedAt", Columns.utc(e.changedAt()));
    }

    private void insertTimes(Enrollment e) {
        for (var stretch : e.stretches()) {
            bound(e, stretch, """
                              insert into payer_stretch (enrollment_id, active_from, active_to, device_id, capabilities)
                              values (:enrollment, :from, :to, :device, cast(:capabilities as text[]))
                              """).update();
        }
        if (e.pairing().presence() == EnrolledPayer.Presence.REQUIRED) return;
        for (var claim : e.claims()) {
            bound(e, claim, """
                            insert into payer_claim (enrollment_id, device_id, capability, priority, during)
                            select :enrollment, :device, capability, :priority, tstzrange(:from, :to)
                            from unnest(cast(:capabilities as text[])) capability
                            """).param("priority", e.pairing().priority()).update();
        }
    }

    private JdbcClient.StatementSpec bound(Enrollment e, Stretch stretch, String sql) {
        return jdbc.sql(sql).param("enrollment", e.id().value())
                .param("from", Columns.utc(stretch.during().from()))
                .param("to", Columns.utcOrNull(stretch.during().to()))
                .param("device", e.pairing().deviceId().value())
                .param("capabilities", Columns.texts(stretch.capabilities()));
    }

    Optional<Enrollment> find(EnrollmentId id) {
        return loaded(jdbc.sql("select * from enrollment where id = :id").param("id", id.value())).stream().findFirst();
    }

    List<Enrollment> page(DeviceId device, Enrollment.@Nullable State state, UUID after, int limit) {
        return loaded(
                jdbc.sql("""
                         select * from enrollment
                         where device_id = :device and id > :after and (cast(:state as text) is null or state = :state)
                         order by id limit :limit
                         """).param("device", device.value()).param("after", after)
                        .param("state", state == null ? null : state.name()).param("limit", limit));
    }

    /** Those that are live, and those that paid after an instant. */
    List<Enrollment> liveOrPaidAfter(DeviceId device, Instant from) {
        return loaded(jdbc.sql("select * from enrollment e where device_id = :device and (" + LIVE
                + """
                   or exists (select from payer_stretch s where s.enrollment_id = e.id
                              and (s.active_to is null or s.active_to > :from)))
                  """).param("device", device.value()).param("from", Columns.utc(from)));
    }

    List<Enrollment> live(DeviceId device) {
        return loaded(jdbc.sql("select * from enrollment where device_id = :device and" + LIVE)
                .param("device", device.value()));
    }

    List<Enrollment> liveOn(SubscriptionId subscription) {
        return loaded(jdbc.sql("select * from enrollment where subscription_id = :subscription and" + LIVE)
                .param("subscription", subscription.value()));
    }

    /** Devices of which some enrollment is over by the clock alone. */
    List<DeviceId> due(Instant now, int max) {
        return jdbc
                .sql("""
                     select device_id from enrollment where state in ('ACTIVE', 'SUSPENDED') and valid_to <= :now
                     union select device_id from enrollment where state = 'PENDING_OWNER' and requested_at <= :unanswered
                     limit :max
                     """)
                .param("now", Columns.utc(now))
                .param("unanswered", Columns.utc(now.minus(Enrollment.OWNER_PATIENCE))).param("max", max)
                .query((row, _) -> Columns.id(row, "device_id", DeviceId::new)).list();
    }

    private List<Enrollment> loaded(JdbcClient.StatementSpec query) {
        var rows = query.query((row, _) -> EnrollmentRow.of(row)).list();
        if (rows.isEmpty()) return List.of();
        var stretches = stretches(rows.stream().map(EnrollmentRow::id).toList());
        return rows.stream().map(row -> row.enrollment(stretches.getOrDefault(row.id(), List.of()))).toList();
    }

    private record Of(EnrollmentId id, Stretch stretch) {}

    private Map<EnrollmentId, List<Stretch>> stretches(Collection<EnrollmentId> ids) {
        return jdbc
                .sql("select * from payer_stretch where enrollment_id = any(:ids) order by enrollment_id, active_from")
                .param("ids", ids.stream().map(EnrollmentId::value).toArray(UUID[]::new))
                .query((row, _) -> stretch(row)).list().stream()
                .collect(groupingBy(Of::id, mapping(Of::stretch, toList())));
    }

    private static Of stretch(ResultSet row) throws SQLException {
        return new Of(Columns.id(row, "enrollment_id", EnrollmentId::new),
                new Stretch(Columns.interval(row, "active_from", "active_to"), Columns.texts(row, "capabilities")));
    }
}
