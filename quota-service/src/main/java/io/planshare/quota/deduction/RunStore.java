package io.planshare.quota.deduction;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.quota.deduction.DeductionRun.Mode;
import io.planshare.quota.deduction.DeductionRun.State;

/** Rows of runs, and which cycles they closed. */
@Repository
class RunStore {

    private final JdbcClient jdbc;

    RunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Cycles that ended by then and were not closed. */
    List<PackageActivated> due(Instant endedBy, int limit) {
        return jdbc.sql("""
                        SELECT announced FROM package_cycle
                        WHERE closed_at IS NULL AND cycle_to <= :by::timestamptz ORDER BY cycle_to LIMIT :limit""")
                .param("by", endedBy.toString()).param("limit", limit)
                .query((row, _) -> cycle(row)).list();
    }

    /** Closed cycles of which use became known later that something is beyond all accounts of. */
    List<PackageActivated> late(Instant knownSince, int limit) {
        return jdbc.sql("""
                        SELECT announced FROM package_cycle WHERE provider_account_id IN (
                            SELECT c.provider_account_id
                            FROM use_record r JOIN package_sharer s ON s.account_id = r.account_id
                            JOIN package_cycle c ON c.package_id = s.package_id
                                AND r.occurred_at >= c.cycle_from AND r.occurred_at < c.cycle_to
                            WHERE r.recorded_at > :since::timestamptz AND r.overage + r.uncovered > 0
                                AND c.closed_at < r.recorded_at LIMIT :limit)""")
                .param("since", knownSince.toString()).param("limit", limit).query((row, _) -> cycle(row)).list();
    }

    /** Every cycle of these packages' that has ended by then and overlaps the span. */
    List<PackageActivated> ended(Collection<UUID> packages, Instant from, Instant to, Instant by) {
        return jdbc
                .sql("""
                     SELECT announced FROM package_cycle WHERE package_id = ANY (:ids) AND cycle_from < :to::timestamptz
                     AND cycle_to > :from::timestamptz AND cycle_to <= :by::timestamptz ORDER BY provider_account_id""")
                .param("ids", packages.toArray(UUID[]::new)).param("from", from.toString())
                .param("to", to.toString()).param("by", by.toString()).query((row, _) -> cycle(row)).list();
    }

    /** Of each of these packages the cycle that an instant lies in. */
    List<PackageActivated> current(Collection<UUID> packages, Instant at) {
        return jdbc
                .sql("""
                     SELECT announced FROM package_cycle WHERE package_id = ANY (:ids) AND cycle_from <= :at::timestamptz
                     AND (cycle_to IS NULL OR cycle_to > :at::timestamptz) ORDER BY provider_account_id""")
                .param("ids", packages.toArray(UUID[]::new)).param("at", at.toString())
                .query((row, _) -> cycle(row)).list();
    }

    void closed(Collection<ProviderAccountId> ids, Instant at) {
        jdbc.sql("UPDATE package_cycle SET closed_at = :at::timestamptz WHERE provider_account_id = ANY (:ids)")
                .param("at", at.toString()).param("ids", uuids(ids)).update();
    }

    /** False while another run of the group is open. */
    boolean insert(DeductionRun run) {
        return jdbc
                .sql("""
                     INSERT INTO deduction_run (run_id, group_id, mode, use_from, use_to, ended, round, state, requested_at)
                     VALUES (:id, :group, :mode, :from::timestamptz, :to::timestamptz, :ended, :round, :state, :at::timestamptz)
                     ON CONFLICT DO NOTHING""")
                .param("id", run.id()).param("group", run.groupId().value())
                .param("mode", run.mode().name())
                .param("from", run.from().toString()).param("to", run.to().toString())
                .param("ended", uuids(run.ended())).param("round", run.round()).param("state", run.state().name())
                .param("at", run.requestedAt().toString()).update() == 1;
    }

    /** The group's close that is not done yet. */
    Optional<DeductionRun> open(AccountId group) {
        return jdbc.sql("""
                        SELECT * FROM deduction_run WHERE group_id = :group AND mode = 'CYCLE_CLOSE'
                        AND state IN ('REQUESTED', 'PREPARED', 'PROPOSED')""").param("group", group.value())
                .query((row, _) -> run(row)).optional();
    }

    Optional<DeductionRun> find(UUID id) {
        return jdbc.sql("SELECT * FROM deduction_run WHERE run_id = :id").param("id", id)
                .query((row, _) -> run(row)).optional();
    }

    List<DeductionRun> in(State state, int limit) {
        return jdbc.sql("SELECT * FROM deduction_run WHERE state = :state ORDER BY requested_at LIMIT :limit")
                .param("state", state.name()).param("limit", limit).query((row, _) -> run(row)).list();
    }

    /** Charging did not answer for so long: from when it was asked, and for each move that it has to post a little more. */
    List<DeductionRun> unanswered(Instant now, Duration patience, Duration patienceForAMove) {
        return jdbc.sql("""
                        SELECT * FROM deduction_run WHERE state = 'REQUESTED' AND requested_at < :before::timestamptz
                        OR state = 'PROPOSED'
                            AND requested_at < :before::timestamptz - moves * :more * interval '1 millisecond'""")
                .param("before", now.minus(patience).toString()).param("more", patienceForAMove.toMillis())
                .query((row, _) -> run(row)).list();
    }

    /** Keeps a part of what a run waits for; with the last one it is prepared. */
    void prepared(ClosePrepared part) {
        jdbc.sql("""
                 INSERT INTO deduction_prepared (run_id, round, part, prepared)
                 SELECT run_id, round, :part, :prepared::jsonb FROM deduction_run
                 WHERE run_id = :id AND round = :round AND state = 'REQUESTED' FOR UPDATE ON CONFLICT DO NOTHING""")
                .param("part", part.part()).param("prepared", EventJson.write(part)).param("id", part.runId())
                .param("round", part.round()).update();
        jdbc.sql("""
                 UPDATE deduction_run SET state = 'PREPARED'
                 WHERE run_id = :id AND round = :round AND state = 'REQUESTED' AND :parts = (
                     SELECT count(*) FROM deduction_prepared p WHERE p.run_id = :id AND p.round = :round)""")
                .param("id", part.runId()).param("round", part.round()).param("parts", part.parts()).update();
    }

    /** All parts of the round, as one. */
    Optional<ClosePrepared> prepared(DeductionRun run) {
        return jdbc.sql("SELECT prepared FROM deduction_prepared WHERE run_id = :id AND round = :round ORDER BY part")
                .param("id", run.id()).param("round", run.round())
                .query((row, _) -> (ClosePrepared) EventJson.read(EventType.CLOSE_PREPARED,
                        row.getString(1).getBytes(StandardCharsets.UTF_8)))
                .list().stream().reduce(RunStore::together);
    }

    private static ClosePrepared together(ClosePrepared one, ClosePrepared next) {
        var accounts = new LinkedHashMap<ProviderAccountId, CloseAccount>();
        Stream.concat(one.accounts().stream(), next.accounts().stream())
                .forEach(it -> accounts.merge(it.providerAccountId(), it, RunStore::together));
        return new ClosePrepared(one.runId(), one.round(), one.groupId(), 1, 1, List.copyOf(accounts.values()),
                one.records(), one.preparedAt());
    }

    private static CloseAccount together(CloseAccount one, CloseAccount rest) {
        return new CloseAccount(one.providerAccountId(), one.ownerId(), one.packageId(), one.unit(),
                one.ratingGroups(), one.validity(), one.ended(), one.spare(), one.consumed(),
                Stream.concat(one.consumers().stream(), rest.consumers().stream()).toList());
    }

    /** What a run's earlier rounds had moved when charging looked: all of it, as that is waited for before anything is computed. */
    DeductionRun.Posted posted(DeductionRun run, ClosePrepared prepared) {
        return jdbc.sql("""
                        SELECT count(*), coalesce(sum(units) FILTER (WHERE to_account IS NULL), 0) FROM use_rebooking
                        WHERE (from_account = ANY (:accounts) OR to_account = ANY (:accounts)) AND run_id = :id
                            AND recorded_at <= :known::timestamptz""")
                .param("accounts", uuids(prepared.accounts().stream().map(CloseAccount::providerAccountId).toList()))
                .param("id", run.id()).param("known", prepared.preparedAt().toString())
                .query((row, _) -> new DeductionRun.Posted(row.getInt(1), row.getLong(2))).single();
    }

    /** False if somebody else went on with it. What the first round found beyond all accounts stays. */
    boolean proposed(DeductionRun run, DeductionRun.Outcome outcome) {
        return jdbc
                .sql("""
                     UPDATE deduction_run SET state = 'PROPOSED', input_hash = :inputHash, moves_hash = :movesHash,
                         excess_before = coalesce(excess_before, :before), excess_after = :after, recalled = :recalled, moves = :moves
                     WHERE run_id = :id AND round = :round AND state = 'PREPARED'""")
                .param("inputHash", outcome.inputHash()).param("movesHash", outcome.movesHash())
                .param("before", outcome.excessBefore()).param("after", outcome.excessAfter())
                .param("recalled", outcome.recalled()).param("moves", outcome.moves()).param("id", run.id())
                .param("round", run.round()).update() == 1;
    }

    /** False if it was not in the state that was expected. */
    boolean move(DeductionRun run, State from, State to, @Nullable Instant finishedAt) {
        return jdbc.sql("""
                        UPDATE deduction_run SET state = :to, finished_at = :at::timestamptz
                        WHERE run_id = :id AND round = :round AND state = :from""").param("to", to.name())
                .param("at", finishedAt == null ? null : finishedAt.toString()).param("id", run.id())
                .param("round", run.round()).param("from", from.name()).update() == 1;
    }

    /** Another round from the beginning; false if somebody else has begun one. */
    boolean again(DeductionRun run, Instant now) {
        return jdbc
                .sql("""
                     UPDATE deduction_run SET round = round + 1, state = 'REQUESTED', requested_at = :now::timestamptz
                     WHERE run_id = :id AND round = :round AND state IN ('REQUESTED', 'PREPARED', 'PROPOSED')""")
                .param("now", now.toString()).param("id", run.id()).param("round", run.round()).update() == 1;
    }

    private static PackageActivated cycle(ResultSet row) throws SQLException {
        return (PackageActivated) EventJson.read(EventType.PACKAGE_ACTIVATED,
                row.getString("announced").getBytes(StandardCharsets.UTF_8));
    }

    private static DeductionRun run(ResultSet row) throws SQLException {
        var hash = row.getString("moves_hash");
        var outcome = hash == null
                ? null
                : new DeductionRun.Outcome(row.getString("input_hash"), hash, row.getLong("excess_before"),
                        row.getLong("excess_after"), row.getLong("recalled"), row.getInt("moves"));
        return new DeductionRun(row.getObject("run_id", UUID.class),
                new AccountId(row.getObject("group_id", UUID.class)), Mode.valueOf(row.getString("mode")),
                at(row, "use_from"), at(row, "use_to"),
                Arrays.stream((UUID[]) row.getArray("ended").getArray()).map(ProviderAccountId::new).toList(),
                row.getInt("round"), State.valueOf(row.getString("state")), at(row, "requested_at"), outcome,
                row.getObject("finished_at") == null ? null : at(row, "finished_at"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static UUID[] uuids(Collection<ProviderAccountId> ids) {
        return ids.stream().map(ProviderAccountId::value).toArray(UUID[]::new);
    }
}
