package io.planshare.enrollment.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.PartyId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.Objects.requireNonNull;

@Repository
class ConsentStore {

    private final JdbcClient jdbc;

    ConsentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Consent consent) {
        var limit = consent.limit();
        jdbc.sql(
                """
                insert into consent (id, enrollment_id, by_party_id, to_party_id, capabilities, limit_unit, limit_count,
                  limit_window, reference, given_at, until)
                values (:id, :enrollment, :by, :to, cast(:capabilities as text[]), :unit, :count, :window, :reference,
                  :givenAt, :until)
                """).param("id", consent.id()).param("enrollment", consent.enrollmentId().value())
                .param("by", consent.by().value()).param("to", consent.to().value())
                .param("capabilities", Columns.texts(consent.capabilities()))
                .param("unit", limit == null ? null : limit.unit().name())
                .param("count", limit == null ? null : limit.limit().count())
                .param("window", limit == null ? null : limit.window().name())
                .param("reference", consent.reference()).param("givenAt", Columns.utc(consent.givenAt()))
                .param("until", Columns.utcOrNull(consent.until())).update();
    }

    List<Consent> of(Collection<EnrollmentId> enrollments) {
        return jdbc.sql("select * from consent where enrollment_id = any(:enrollments) order by id")
                .param("enrollments", enrollments.stream().map(Id::value).toArray(UUID[]::new))
                .query((row, _) -> consent(row)).list();
    }

    void revoke(EnrollmentId enrollment, Instant at) {
        jdbc.sql("update consent set revoked_at = :at where enrollment_id = :enrollment and revoked_at is null")
                .param("at", Columns.utc(at)).param("enrollment", enrollment.value()).update();
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(requireNonNull(row.getObject("id", UUID.class)),
                Columns.id(row, "enrollment_id", EnrollmentId::new), Columns.id(row, "by_party_id", PartyId::new),
                Columns.id(row, "to_party_id", PartyId::new), Columns.texts(row, "capabilities"), limit(row),
                Columns.text(row, "reference"), Columns.instant(row, "given_at"), Columns.instantOrNull(row, "until"),
                Columns.instantOrNull(row, "revoked_at"));
    }

    private static @Nullable CapLimit limit(ResultSet row) throws SQLException {
        if (row.getString("limit_unit") == null) return null;
        return new CapLimit(Columns.constant(row, "limit_unit", UnitType.class), Units.of(row.getLong("limit_count")),
                Columns.constant(row, "limit_window", CapLimit.Window.class));
    }
}
