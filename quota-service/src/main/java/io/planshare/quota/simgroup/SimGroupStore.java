package io.planshare.quota.simgroup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** The table sim_group. */
@Repository
class SimGroupStore {

    private static final int DUE_MAX = 100;

    private final JdbcClient jdbc;

    SimGroupStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(SimGroup group) {
        var terms = group.terms();
        var restriction = terms.restriction();
        jdbc.sql(
                """
                INSERT INTO sim_group (sim_group_id, version, account_id, name, first_value, first_threshold, lift_margin, start_day,
                    zone, who, how, throttle_kbps, predictive, report_interval_ms, source, max_age_ms, on_stale, grace_octets, rollover, total,
                    counted_from, cycle_end, used, used_foreign, state, free_from, stale, evaluate_at)
                VALUES (:id, :version, :account, :name, :firstValue, :threshold, :margin, :startDay, :zone, :who, :how, :kbps,
                    :predictive, :interval, :source, :maxAge, :onStale, :grace, :rollover, :total, :from, :end, :used, :usedForeign, :state,
                    :freeFrom, :stale, :from)""")
                .param("id", group.id().value()).param("version", group.version())
                .param("account", group.accountId().value()).param("name", group.name())
                .param("firstValue", count(terms.firstValue())).param("threshold", terms.firstThreshold().count())
                .param("margin", terms.liftMargin().count()).param("startDay", terms.cycle().startDay())
                .param("zone", terms.cycle().zone().getId()).param("who", restriction.who().name())
                .param("how", restriction.how().name()).param("kbps", restriction.throttleKbps())
                .param("predictive", restriction.predictive())
                .param("interval", restriction.reportInterval().toMillis()).param("source", terms.source().name())
                .param("maxAge", terms.staleness().maxAge().toMillis())
                .param("onStale", terms.staleness().onStale().name())
                .param("grace", terms.staleness().grace().count()).param("rollover", terms.rollover())
                .param("total", count(group.count().total())).param("from", at(group.count().from()))
                .param("end", at(group.count().cycleEnd())).param("used", group.count().used().count())
                .param("usedForeign", group.count().usedForeign().count())
                .param("state", group.standing().state().name()).param("freeFrom", group.standing().freeFrom())
                .param("stale", group.stale()).update();
    }

    /** Those that are there, in the order of their ids: the one order in which groups are locked. */
    List<SimGroup> lock(Collection<SimGroupId> ids) {
        return jdbc
                .sql("SELECT * FROM sim_group WHERE sim_group_id = ANY (:ids::uuid[]) ORDER BY sim_group_id FOR UPDATE")
                .param("ids", ids.stream().map(SimGroupId::value).toArray(UUID[]::new))
                .query((row, _) -> group(row)).list();
    }

    Optional<SimGroup> lock(SimGroupId id) {
        return lock(List.of(id)).stream().findFirst();
    }

    /** Groups that time alone may have changed; of several instances each takes what the others have not locked. */
    List<SimGroup> lockDue(Instant now) {
        return jdbc.sql("""
                        SELECT * FROM sim_group WHERE evaluate_at <= :now
                        ORDER BY evaluate_at LIMIT :max FOR UPDATE SKIP LOCKED""").param("now", at(now))
                .param("max", DUE_MAX).query((row, _) -> group(row)).list();
    }

    /** Under its lock; the terms stay as they are. */
    void update(SimGroup group, boolean diverged, Instant evaluateAt) {
        var snapshot = group.snapshot();
        jdbc.sql(
                """
                UPDATE sim_group SET version = :version, total = :total, counted_from = :from, cycle_end = :end, used = :used,
                    used_foreign = :usedForeign, state = :state, free_from = :freeFrom, stale = :stale, diverged = :diverged,
                    evaluate_at = :evaluateAt, carrier_remaining = :remaining, carrier_as_of = :asOf
                WHERE sim_group_id = :id""")
                .param("id", group.id().value()).param("version", group.version())
                .param("total", count(group.count().total())).param("from", at(group.count().from()))
                .param("end", at(group.count().cycleEnd())).param("used", group.count().used().count())
                .param("usedForeign", group.count().usedForeign().count())
                .param("state", group.standing().state().name()).param("freeFrom", group.standing().freeFrom())
                .param("stale", group.stale()).param("diverged", diverged).param("evaluateAt", at(evaluateAt))
                .param("remaining", snapshot == null ? null : snapshot.remaining().count())
                .param("asOf", snapshot == null ? null : at(snapshot.asOf())).update();
    }

    /** Whether carrier and we were apart already when it was evaluated last. */
    boolean hasDiverged(SimGroupId id) {
        return jdbc.sql("SELECT diverged FROM sim_group WHERE sim_group_id = :id").param("id", id.value())
                .query(Boolean.class).single();
    }

    Optional<SimGroup> find(SimGroupId id) {
        return jdbc.sql("SELECT * FROM sim_group WHERE sim_group_id = :id").param("id", id.value())
                .query((row, _) -> group(row)).optional();
    }

    /** One more than the page holds, by id. */
    List<SimGroup> page(AccountId account, Cursor cursor) {
        return jdbc.sql("""
                        SELECT * FROM sim_group
                        WHERE account_id = :account AND (:after::uuid IS NULL OR sim_group_id > :after::uuid)
                        ORDER BY sim_group_id LIMIT :limit""").param("account", account.value())
                .param("after", cursor.afterId().orElse(null)).param("limit", cursor.limit() + 1)
                .query((row, _) -> group(row)).list();
    }

    private static SimGroup group(ResultSet row) throws SQLException {
        var asOf = row.getObject("carrier_as_of", OffsetDateTime.class);
        var remaining = units(row, "carrier_remaining");
        return new SimGroup(new SimGroupId(row.getObject("sim_group_id", UUID.class)), row.getLong("version"),
                new AccountId(row.getObject("account_id", UUID.class)), row.getString("name"), terms(row),
                new SimGroup.Count(units(row, "total"), instant(row, "counted_from"), instant(row, "cycle_end"),
                        Units.of(row.getLong("used")), Units.of(row.getLong("used_foreign"))),
                new Restricting.Standing(Restricting.State.valueOf(row.getString("state")), row.getLong("free_from")),
                row.getBoolean("stale"), asOf == null || remaining == null
                        ? null
                        : new Remaining.CarrierSnapshot(remaining, asOf.toInstant()));
    }

    private static SimGroupTerms terms(ResultSet row) throws SQLException {
        return new SimGroupTerms(units(row, "first_value"), Units.of(row.getLong("first_threshold")),
                Units.of(row.getLong("lift_margin")),
                new SimGroupCycle(row.getInt("start_day"), ZoneId.of(row.getString("zone"))),
                new SimGroupTerms.Restriction(SimGroupTerms.Who.valueOf(row.getString("who")),
                        BarAction.valueOf(row.getString("how")), row.getObject("throttle_kbps", Integer.class),
                        row.getBoolean("predictive"), Duration.ofMillis(row.getLong("report_interval_ms"))),
                SimGroupTerms.Source.valueOf(row.getString("source")),
                new SimGroupTerms.Staleness(Duration.ofMillis(row.getLong("max_age_ms")),
                        SimGroupTerms.OnStale.valueOf(row.getString("on_stale")),
                        Units.of(row.getLong("grace_octets"))),
                row.getBoolean("rollover"));
    }

    private static @Nullable Units units(ResultSet row, String column) throws SQLException {
        var count = row.getObject(column, Long.class);
        return count == null ? null : Units.of(count);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long count(@Nullable Units units) {
        return units == null ? null : units.count();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(UTC);
    }
}
