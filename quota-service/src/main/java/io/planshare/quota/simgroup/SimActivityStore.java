package io.planshare.quota.simgroup;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;
import io.planshare.quota.simgroup.SimGroupUse.CardUse;

import static java.time.ZoneOffset.UTC;

/** The table sim_activity: a card's use, hour by hour, whichever device it was in. */
@Repository
class SimActivityStore {

    private static final UUID NO_DEVICE = new UUID(0, 0);

    private final JdbcClient jdbc;

    SimActivityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Schema(name = "SimActivityHour")
    record Hour(@Schema(example = "2026-11-20T12:00:00Z") Instant hour,
            @Schema(description = "Missing where charging did not know it", example = "01920000-0000-7000-8000-00000000d001") @Nullable DeviceId deviceId,
            @Schema(implementation = Long.class, example = "1048576") Units octets) {}

    /** How old what is known of a card is. */
    record LastHeard(GroupMember.Carrier carrier, @Nullable Instant reportedAt, long maxAgeMs) {}

    void add(Collection<CardUse> uses) {
        jdbc.sql(
                """
                INSERT INTO sim_activity (sim_card_id, hour, device_id, octets)
                SELECT card, hour, device, sum(octets)
                FROM unnest(:cards::uuid[], :hours::timestamptz[], :devices::uuid[], :octets::bigint[])
                    AS more (card, hour, device, octets) GROUP BY 1, 2, 3
                ON CONFLICT (sim_card_id, hour, device_id) DO UPDATE SET octets = sim_activity.octets + excluded.octets""")
                .param("cards", uses.stream().map(it -> it.span().simCardId().value()).toArray(UUID[]::new))
                .param("hours", uses.stream().map(it -> it.span().to().truncatedTo(ChronoUnit.HOURS).toString())
                        .toArray(String[]::new))
                .param("devices", uses.stream().map(CardUse::deviceId)
                        .map(it -> it == null ? NO_DEVICE : it.value()).toArray(UUID[]::new))
                .param("octets", uses.stream().map(it -> it.span().octets()).toArray(Long[]::new)).update();
    }

    Optional<LastHeard> lastHeard(SimCardId card) {
        return jdbc.sql("""
                        SELECT carrier, reported_at, max_age_ms FROM sim_group_card JOIN sim_group USING (sim_group_id)
                        WHERE sim_card_id = :card""").param("card", card.value()).query((row, _) -> {
            var at = row.getObject("reported_at", OffsetDateTime.class);
            return new LastHeard(GroupMember.Carrier.valueOf(row.getString("carrier")),
                    at == null ? null : at.toInstant(),
                    row.getLong("max_age_ms"));
        }).optional();
    }

    List<Hour> hours(SimCardId card, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT * FROM sim_activity WHERE sim_card_id = :card AND hour >= :from AND hour < :to
                        ORDER BY hour, device_id""").param("card", card.value()).param("from", from.atOffset(UTC))
                .param("to", to.atOffset(UTC)).query((row, _) -> {
                    var device = row.getObject("device_id", UUID.class);
                    return new Hour(row.getObject("hour", OffsetDateTime.class).toInstant(),
                            NO_DEVICE.equals(device) ? null : new DeviceId(device), Units.of(row.getLong("octets")));
                }).list();
    }
}
