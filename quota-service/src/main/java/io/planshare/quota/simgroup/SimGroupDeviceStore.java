package io.planshare.quota.simgroup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import com.nimbusds.jose.jwk.ECKey;

import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** The devices that report for groups, and their counters; every write under the group's lock. */
@Repository
class SimGroupDeviceStore {

    private final JdbcClient jdbc;

    SimGroupDeviceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param told what it was told last; null for one that never asked */
    record Device(DeviceId id, ECKey publicKey, long sequence, Instruction.@Nullable Kind told) {}

    /** With another key its reports are numbered anew. */
    void trust(SimGroupId group, DeviceId device, ECKey publicKey) {
        jdbc.sql(
                """
                INSERT INTO sim_group_device (device_id, sim_group_id, public_key) VALUES (:device, :group, :key)
                ON CONFLICT (device_id) DO UPDATE SET sim_group_id = excluded.sim_group_id, public_key = excluded.public_key,
                    sequence = CASE WHEN sim_group_device.public_key = excluded.public_key THEN sim_group_device.sequence ELSE 0 END""")
                .param("device", device.value()).param("group", group.value())
                .param("key", publicKey.toPublicJWK().toJSONString()).update();
    }

    Optional<Device> find(SimGroupId group, DeviceId device) {
        return jdbc.sql("SELECT * FROM sim_group_device WHERE device_id = :device AND sim_group_id = :group")
                .param("device", device.value()).param("group", group.value()).query((row, _) -> device(row))
                .optional();
    }

    Optional<SimGroupId> groupOf(DeviceId device) {
        return jdbc.sql("SELECT sim_group_id FROM sim_group_device WHERE device_id = :device")
                .param("device", device.value()).query((row, _) -> new SimGroupId(row.getObject(1, UUID.class)))
                .optional();
    }

    /**
     * Octets that the group's other devices may have used by now of what they were told, until they report: of the last answer
     * or, as that may have been lost, of the one before.
     *
     * @param since what they were told to be over before then counts no more
     */
    Units outstandingBeside(SimGroupId group, DeviceId device, Instant since) {
        return Units.of(jdbc.sql("""
                                 SELECT coalesce(sum(greatest(CASE WHEN valid_until > :since THEN outstanding END,
                                     CASE WHEN held_until > :since THEN held END)), 0)
                                 FROM sim_group_device WHERE sim_group_id = :group AND device_id <> :device""")
                .param("group", group.value()).param("device", device.value()).param("since", since.atOffset(UTC))
                .query(Long.class).single());
    }

    /**
     * @param cameThrough whether the device has the last answer; else it still goes by what it had before
     * @param used octets that it reports to have used of what it goes by
     */
    void answered(DeviceId device, long sequence, Instruction instruction, boolean cameThrough, long used) {
        var threshold = instruction.threshold();
        jdbc.sql(
                """
                UPDATE sim_group_device SET sequence = :sequence, told = :told, outstanding = :outstanding,
                    valid_until = :until, held = greatest(0, CASE WHEN :through THEN outstanding ELSE held END - :used),
                    held_until = CASE WHEN :through THEN valid_until ELSE held_until END
                WHERE device_id = :device""").param("device", device.value()).param("through", cameThrough)
                .param("used", used)
                .param("sequence", sequence).param("told", instruction.kind().name())
                .param("outstanding", threshold == null ? 0 : threshold.count())
                .param("until", instruction.validUntil().atOffset(UTC)).update();
    }

    Map<SimCardId, CounterReading> readings(DeviceId device, Collection<SimCardId> cards) {
        return jdbc
                .sql("SELECT * FROM sim_counter_reading WHERE device_id = :device AND sim_card_id = ANY (:cards::uuid[])")
                .param("device", device.value())
                .param("cards", cards.stream().map(SimCardId::value).toArray(UUID[]::new))
                .query((row, _) -> Map.entry(new SimCardId(row.getObject("sim_card_id", UUID.class)), reading(row)))
                .list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void save(DeviceId device, Map<SimCardId, CounterReading> byCard) {
        var cards = List.copyOf(byCard.keySet());
        var readings = cards.stream().map(byCard::get).map(Objects::requireNonNull).toList();
        jdbc.sql("""
                 INSERT INTO sim_counter_reading (device_id, sim_card_id, counted_from, read_at, rx, tx)
                 SELECT :device, reading.* FROM unnest(:cards::uuid[], :froms::timestamptz[], :ats::timestamptz[],
                     :rxs::bigint[], :txs::bigint[]) AS reading
                 ON CONFLICT (device_id, sim_card_id) DO UPDATE SET counted_from = excluded.counted_from,
                     read_at = excluded.read_at, rx = excluded.rx, tx = excluded.tx""").param("device", device.value())
                .param("cards", cards.stream().map(SimCardId::value).toArray(UUID[]::new))
                .param("froms", readings.stream().map(it -> it.from().toString()).toArray(String[]::new))
                .param("ats", readings.stream().map(it -> it.at().toString()).toArray(String[]::new))
                .param("rxs", readings.stream().map(CounterReading::rxOctets).toArray(Long[]::new))
                .param("txs", readings.stream().map(CounterReading::txOctets).toArray(Long[]::new)).update();
    }

    private static CounterReading reading(ResultSet row) throws SQLException {
        return new CounterReading(row.getObject("counted_from", OffsetDateTime.class).toInstant(),
                row.getObject("read_at", OffsetDateTime.class).toInstant(), row.getLong("rx"), row.getLong("tx"));
    }

    private static Device device(ResultSet row) throws SQLException {
        var told = row.getString("told");
        try {
            return new Device(new DeviceId(row.getObject("device_id", UUID.class)),
                    ECKey.parse(row.getString("public_key")), row.getLong("sequence"),
                    told == null ? null : Instruction.Kind.valueOf(told));
        } catch (ParseException e) {
            throw new IllegalStateException("the stored key of a device is none", e);
        }
    }
}
