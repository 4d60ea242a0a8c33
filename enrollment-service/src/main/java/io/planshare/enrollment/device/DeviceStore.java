package io.planshare.enrollment.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;

import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.enrollment.payer.OfferedTerms;
import io.planshare.enrollment.sql.Columns;
import io.planshare.event.EnrollmentEvent.DeviceStatus;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;

@Repository
class DeviceStore {

    private static final TypeReference<List<Capability>> CAPABILITIES = new TypeReference<>() {};
    private static final TypeReference<List<StoredIdentifier>> IDENTIFIERS = new TypeReference<>() {};
    private static final String DEVICES = """
                                          select d.*, t.effective_from, t.effective_to, t.capabilities, t.fallback_kind, t.fallback_enrollment_id,
                                            (select jsonb_agg(jsonb_build_object('kind', i.type, 'hmac', i.hmac, 'masked', i.masked) order by i.position)
                                             from device_identifier i where i.device_id = d.id) as identifiers
                                          from device d join device_terms t on t.device_id = d.id and t.effective_to is null
                                          """;

    private final JdbcClient jdbc;

    DeviceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the id is taken. */
    boolean insert(Device device) {
        int inserted = jdbc.sql("""
                                insert into device (id, version, kind, owner_party_id, status, created_at)
                                values (:id, :version, :kind, :owner, :status, :createdAt) on conflict (id) do nothing
                                """).param("id", device.id().value()).param("version", device.version())
                .param("kind", device.kind().name()).param("owner", device.ownerPartyId().value())
                .param("status", device.status().name()).param("createdAt", Columns.utc(device.createdAt())).update();
        if (inserted == 1) insertTerms(device);
        return inserted == 1;
    }

    void insertIdentifier(DeviceId device, int position, StoredIdentifier identifier, byte[] sealed) {
        jdbc.sql("""
                 insert into device_identifier (device_id, position, type, hmac, sealed, masked, live)
                 values (:device, :position, :type, :hmac, :sealed, :masked, true)
                 """).param("device", device.value()).param("position", position)
                .param("type", identifier.kind().name()).param("hmac", identifier.hmac().value())
                .param("sealed", sealed).param("masked", identifier.masked()).update();
    }

    boolean lock(DeviceId id) {
        return jdbc.sql("select id from device where id = :id for update").param("id", id.value())
                .query(UUID.class).optional().isPresent();
    }

    Optional<Device> find(DeviceId id) {
        return jdbc.sql(DEVICES + " where d.id = :id").param("id", id.value()).query((row, _) -> device(row))
                .optional();
    }

    List<Device> page(@Nullable PartyId owner, UUID after, int limit) {
        return jdbc.sql(DEVICES + """
                                   where d.id > :after and (cast(:owner as uuid) is null or d.owner_party_id = :owner)
                                   order by d.id limit :limit
                                  """).param("after", after).param("owner", Columns.uuidOrNull(owner))
                .param("limit", limit)
                .query((row, _) -> device(row)).list();
    }

    /** Devices that have or, retired, had it. */
    List<Device> withIdentifier(String[] hmacs, UUID after, int limit) {
        return jdbc
                .sql(DEVICES
                        + """
                           where d.id > :after
                             and d.id in (select device_id from device_identifier where hmac = any(cast(:hmacs as text[])))
                           order by d.id limit :limit
                          """)
                .param("hmacs", hmacs).param("after", after).param("limit", limit)
                .query((row, _) -> device(row)).list();
    }

    boolean isInUse(String[] hmacs) {
        return jdbc
                .sql("select exists (select from device_identifier where live and hmac = any(cast(:hmacs as text[])))")
                .param("hmacs", hmacs).query(Boolean.class).single();
    }

    List<byte[]> sealedImeis(DeviceId id) {
        return jdbc
                .sql("select sealed from device_identifier where device_id = :id and type = 'IMEI' order by position")
                .param("id", id.value()).query((row, _) -> row.getBytes("sealed")).list();
    }

    /** Ends the present terms where the new ones begin. */
    void replaceTerms(Device device) {
        jdbc.sql("update device_terms set effective_to = :from where device_id = :id and effective_to is null")
                .param("from", Columns.utc(device.terms().during().from())).param("id", device.id().value()).update();
        insertTerms(device);
        saveVersion(device);
    }

    void retire(Device device) {
        jdbc.sql("update device_identifier set live = false where device_id = :id").param("id", device.id().value())
                .update();
        saveVersion(device);
    }

    private void insertTerms(Device device) {
        var terms = device.terms();
        jdbc.sql(
                """
                insert into device_terms (device_id, effective_from, capabilities, fallback_kind, fallback_enrollment_id)
                values (:id, :from, :capabilities::jsonb, :kind, :enrollment)
                """)
                .param("id", device.id().value()).param("from", Columns.utc(terms.during().from()))
                .param("capabilities", Columns.json(terms.capabilities()))
                .param("kind", terms.fallback().kind().name())
                .param("enrollment", Columns.uuidOrNull(terms.fallback().enrollmentId())).update();
    }

    private void saveVersion(Device device) {
        jdbc.sql("update device set version = :version, status = :status where id = :id")
                .param("version", device.version()).param("status", device.status().name())
                .param("id", device.id().value()).update();
    }

    private static Device device(ResultSet row) throws SQLException {
        var fallback = new PayerFallback(Columns.constant(row, "fallback_kind", PayerFallback.Kind.class),
                Columns.idOrNull(row, "fallback_enrollment_id", EnrollmentId::new));
        var terms = new OfferedTerms(Columns.interval(row, "effective_from", "effective_to"),
                Columns.json(row, "capabilities", CAPABILITIES), fallback);
        return new Device(Columns.id(row, "id", DeviceId::new), row.getLong("version"),
                Columns.constant(row, "kind", Device.Kind.class), Columns.id(row, "owner_party_id", PartyId::new),
                Columns.constant(row, "status", DeviceStatus.class), Columns.json(row, "identifiers", IDENTIFIERS),
                terms, createdAt(row));
    }

    private static Instant createdAt(ResultSet row) throws SQLException {
        return Columns.instant(row, "created_at");
    }
}
