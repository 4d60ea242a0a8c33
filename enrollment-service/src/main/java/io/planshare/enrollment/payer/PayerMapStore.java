package io.planshare.enrollment.payer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PayerMap;
import io.planshare.model.SignIn;
import io.planshare.model.SubscriptionId;

@Repository
class PayerMapStore {

    private static final TypeReference<List<CapLimit>> CAPS = new TypeReference<>() {};
    private static final TypeReference<List<Capability>> CAPABILITIES = new TypeReference<>() {};
    private static final TypeReference<PayerMap> MAP = new TypeReference<>() {};

    private final JdbcClient jdbc;

    PayerMapStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 0 before the first. */
    long versionOf(DeviceId device) {
        return jdbc.sql("select version from payer_map where device_id = :device").param("device", device.value())
                .query(Long.class).optional().orElse(0L);
    }

    Map<DeviceId, Long> versionsOf(Collection<DeviceId> devices) {
        var versions = new HashMap<DeviceId, Long>();
        jdbc.sql("select device_id, version from payer_map where device_id = any(:devices)")
                .param("devices", devices.stream().map(DeviceId::value).toArray(UUID[]::new)).query(row -> {
                    versions.put(Columns.id(row, "device_id", DeviceId::new), row.getLong("version"));
                });
        return versions;
    }

    Optional<PayerMap> find(DeviceId device) {
        return jdbc.sql("select map from payer_map where device_id = :device").param("device", device.value())
                .query((row, _) -> Columns.json(row, "map", MAP)).optional();
    }

    void save(PayerMap map, Instant now) {
        jdbc.sql("""
                 insert into payer_map (device_id, version, map, changed_at)
                 values (:device, :version, :map::jsonb, :now)
                 on conflict (device_id) do update set version = excluded.version, map = excluded.map,
                   changed_at = excluded.changed_at
                 """).param("device", map.deviceId().value()).param("version", map.version())
                .param("map", Columns.json(map)).param("now", Columns.utc(now)).update();
    }

    /** All that did not end before this instant; what did is remembered by when the last of it ended. */
    PayerHistory since(DeviceId device, Instant since) {
        var terms = jdbc.sql("select * from device_terms where device_id = :device order by effective_from")
                .param("device", device.value()).query((row, _) -> terms(row)).list();
        return new PayerHistory(device, lastEndedBefore(device, since), terms, payers(device, since),
                signIns(device, since));
    }

    private Instant lastEndedBefore(DeviceId device, Instant since) {
        return jdbc
                .sql("""
                     select greatest(
                       (select max(active_to) from payer_stretch where device_id = :device and active_to <= :since),
                       (select max(signed_out_at) from sign_in where device_id = :device and signed_out_at <= :since)) as ended
                     """)
                .param("device", device.value()).param("since", Columns.utc(since))
                .query((row, _) -> Optional.ofNullable(Columns.instantOrNull(row, "ended"))).single()
                .orElse(PayerHistory.EVER);
    }

    private record Stretch(EnrolledPayer payer, Interval active) {}

    private List<EnrolledPayer> payers(DeviceId device, Instant since) {
        var stretches = jdbc
                .sql("""
                     select e.id, e.user_party_id, e.subscription_id, e.account_id, e.role, e.priority, e.presence, e.caps,
                       s.active_from, s.active_to, s.capabilities
                     from payer_stretch s join enrollment e on e.id = s.enrollment_id
                     where s.device_id = :device and (s.active_to is null or s.active_to > :since)
                     order by e.id, s.active_from
                     """)
                .param("device", device.value()).param("since", Columns.utc(since))
                .query((row, _) -> stretch(row)).list();
        record Kind(EnrollmentId enrollment, Set<String> capabilities) {}
        var grouped = new LinkedHashMap<Kind, List<Stretch>>();
        for (var stretch : stretches) {
            var kind = new Kind(stretch.payer().enrollmentId(), stretch.payer().capabilities());
            grouped.computeIfAbsent(kind, _ -> new ArrayList<>()).add(stretch);
        }
        return grouped.values().stream().map(PayerMapStore::joined).toList();
    }

    private static EnrolledPayer joined(List<Stretch> stretches) {
        var payer = stretches.getFirst().payer();
        return new EnrolledPayer(payer.enrollmentId(), payer.userPartyId(), payer.subscriptionId(), payer.accountId(),
                payer.role(), payer.priority(), payer.capabilities(), payer.presence(),
                stretches.stream().map(Stretch::active).toList(), payer.caps());
    }

    private List<SignIn> signIns(DeviceId device, Instant since) {
        return jdbc.sql("""
                        select user_party_id, signed_in_at, signed_out_at from sign_in
                        where device_id = :device and (signed_out_at is null or signed_out_at > :since)
                        order by signed_in_at, user_party_id
                        """).param("device", device.value()).param("since", Columns.utc(since))
                .query((row, _) -> new SignIn(Columns.id(row, "user_party_id", PartyId::new),
                        Columns.interval(row, "signed_in_at", "signed_out_at")))
                .list();
    }

    private static Stretch stretch(ResultSet row) throws SQLException {
        var active = Columns.interval(row, "active_from", "active_to");
        return new Stretch(new EnrolledPayer(Columns.id(row, "id", EnrollmentId::new),
                Columns.id(row, "user_party_id", PartyId::new),
                Columns.id(row, "subscription_id", SubscriptionId::new), Columns.id(row, "account_id", AccountId::new),
                Columns.constant(row, "role", EnrolledPayer.Role.class), row.getInt("priority"),
                Columns.texts(row, "capabilities"), Columns.constant(row, "presence", EnrolledPayer.Presence.class),
                List.of(active), Columns.json(row, "caps", CAPS)), active);
    }

    private static OfferedTerms terms(ResultSet row) throws SQLException {
        var fallback = new PayerFallback(Columns.constant(row, "fallback_kind", PayerFallback.Kind.class),
                Columns.idOrNull(row, "fallback_enrollment_id", EnrollmentId::new));
        return new OfferedTerms(Columns.interval(row, "effective_from", "effective_to"),
                Columns.json(row, "capabilities", CAPABILITIES), fallback);
    }
}
