package io.planshare.enrollment.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

import static java.util.stream.Collectors.toSet;

/** An enrollment's row, still without its stretches. */
record EnrollmentRow(EnrollmentId id, long version, Pairing pairing, Interval validity, Set<String> capabilities,
        List<CapLimit> caps, Enrollment.State state, Set<Enrollment.Suspension> suspendedFor,
        Enrollment.@Nullable Ending reason, Instant requestedAt, Instant changedAt) {

    private static final TypeReference<List<CapLimit>> CAPS = new TypeReference<>() {};

    static EnrollmentRow of(ResultSet row) throws SQLException {
        var reason = row.getString("reason");
        var suspendedFor = Columns.texts(row, "suspended_for").stream().map(Enrollment.Suspension::valueOf)
                .collect(toSet());
        return new EnrollmentRow(Columns.id(row, "id", EnrollmentId::new), row.getLong("version"), pairing(row),
                Columns.interval(row, "valid_from", "valid_to"), Columns.texts(row, "capabilities"),
                Columns.json(row, "caps", CAPS), Columns.constant(row, "state", Enrollment.State.class), suspendedFor,
                reason == null ? null : Enrollment.Ending.valueOf(reason), Columns.instant(row, "requested_at"),
                Columns.instant(row, "changed_at"));
    }

    Enrollment enrollment(List<Stretch> stretches) {
        return new Enrollment(id, version, pairing, validity, capabilities, caps, state, suspendedFor, reason,
                stretches, requestedAt, changedAt);
    }

    private static Pairing pairing(ResultSet row) throws SQLException {
        return new Pairing(Columns.id(row, "device_id", DeviceId::new), Columns.id(row, "user_party_id", PartyId::new),
                Columns.id(row, "subscription_id", SubscriptionId::new), Columns.id(row, "account_id", AccountId::new),
                Columns.constant(row, "role", EnrolledPayer.Role.class), row.getInt("priority"),
                Columns.constant(row, "presence", EnrolledPayer.Presence.class));
    }
}
