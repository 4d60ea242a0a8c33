package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.RestrictionId;

import static java.time.ZoneOffset.UTC;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** The table restriction_ack: the first answer of each service to each version; a success replaces a failure. */
@Repository
class AcknowledgementStore {

    private final JdbcClient jdbc;

    AcknowledgementStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void save(RestrictionId restriction, long version, Acknowledgements.Answer answer) {
        var took = answer.took();
        jdbc.sql(
                """
                INSERT INTO restriction_ack (restriction_id, version, service, applied, acknowledged_at, took_micros, detail)
                VALUES (:restriction, :version, :service, :applied, :at, :took, :detail)
                ON CONFLICT (restriction_id, version, service) DO UPDATE SET applied = excluded.applied,
                    acknowledged_at = excluded.acknowledged_at, took_micros = excluded.took_micros, detail = excluded.detail
                WHERE NOT restriction_ack.applied""")
                .param("restriction", restriction.value()).param("version", version)
                .param("service", answer.service().serviceName()).param("applied", answer.applied())
                .param("at", answer.at().atOffset(UTC))
                .param("took", took == null ? null : took.toNanos() / 1000)
                .param("detail", answer.detail()).update();
    }

    Acknowledgements of(RestrictionId restriction, long version) {
        return new Acknowledgements(
                jdbc.sql("""
                         SELECT * FROM restriction_ack WHERE restriction_id = :restriction AND version = :version""")
                        .param("restriction", restriction.value()).param("version", version).query((row, _) -> {
                            var took = row.getObject("took_micros", Long.class);
                            return new Acknowledgements.Answer(
                                    EnforcingService.named(row.getString("service")).orElseThrow(),
                                    row.getBoolean("applied"),
                                    row.getObject("acknowledged_at", OffsetDateTime.class).toInstant(),
                                    took == null ? null : Duration.of(took, ChronoUnit.MICROS),
                                    row.getString("detail"));
                        }).list().stream().collect(toMap(Acknowledgements.Answer::service, identity())));
    }

    boolean knows(UUID restriction, long version) {
        return jdbc
                .sql("SELECT EXISTS (SELECT FROM restriction_order WHERE restriction_id = :id AND version >= :version)")
                .param("id", restriction).param("version", version).query(Boolean.class).single();
    }
}
