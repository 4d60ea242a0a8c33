package io.planshare.enrollment.restriction;

import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.sql.Columns;
import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.restriction.RestrictionEnforcer;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;

/** Adds a period with each restriction that is ordered or lifted, in the transaction in which it begins to hold here. */
@Component
public class RestrictionHistory implements RestrictionEnforcer {

    private final JdbcClient jdbc;

    RestrictionHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public String apply(RestrictionChanged change) {
        return switch (change) {
            case RestrictionOrdered ordered -> {
                end(ordered.deviceId(), ordered.orderedAt());
                begin(ordered);
                yield "pairing and payers follow " + ordered.level();
            }
            case RestrictionLifted lifted -> {
                end(lifted.deviceId(), lifted.liftedAt());
                yield "pairing and payers are free";
            }
        };
    }

    /** How far the device was restricted at that instant. */
    @Transactional(readOnly = true)
    public RestrictionLevel levelAt(DeviceId device, Instant at) {
        return jdbc
                .sql("""
                     select level from restriction_period
                     where device_id = :device and restricted_from <= :at and (restricted_to is null or restricted_to > :at)
                     order by version desc limit 1
                     """)
                .param("device", device.value()).param("at", Columns.utc(at))
                .query((row, _) -> Columns.constant(row, "level", RestrictionLevel.class)).optional()
                .orElse(RestrictionLevel.NONE);
    }

    private void end(DeviceId device, Instant at) {
        jdbc.sql(
                "update restriction_period set restricted_to = :at where device_id = :device and restricted_to is null")
                .param("at", Columns.utc(at)).param("device", device.value()).update();
    }

    private void begin(RestrictionOrdered ordered) {
        if (ordered.level() == RestrictionLevel.NONE) return;
        jdbc.sql("""
                 insert into restriction_period (device_id, restricted_from, restriction_id, version, level)
                 values (:device, :from, :restriction, :version, :level)
                 """).param("device", ordered.deviceId().value()).param("from", Columns.utc(ordered.orderedAt()))
                .param("restriction", ordered.restrictionId().value()).param("version", ordered.version())
                .param("level", ordered.level().name()).update();
    }
}
