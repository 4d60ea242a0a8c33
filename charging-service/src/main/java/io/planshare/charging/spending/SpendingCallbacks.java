package io.planshare.charging.spending;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.notify.Callback;
import io.planshare.charging.notify.Outgoing;
import io.planshare.kit.identifier.IdentifierVault;

/**
 * What those who watch still have to be told: the newest statuses, whatever was to be told before, or that the subscriber is
 * gone. The row that watches is its own queue, so nothing overtakes anything.
 */
@Repository
class SpendingCallbacks implements Outgoing {

    private final JdbcClient jdbc;
    private final IdentifierVault vault;
    private final SpendingStore store;
    private final JsonMapper json;

    SpendingCallbacks(JdbcClient jdbc, IdentifierVault vault, SpendingStore store, JsonMapper json) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.store = store;
        this.json = json;
    }

    @Override
    public List<Callback> due(int limit, Duration lease) {
        return jdbc.sql("""
                        with due as (select spending_limit_id from spending_limit
                            where version > told_version and next_attempt_at <= now()
                            order by next_attempt_at limit :limit for update skip locked)
                        update spending_limit l
                        set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => :lease)
                        from due where l.spending_limit_id = due.spending_limit_id returning l.*""")
                .param("limit", limit).param("lease", lease.toMillis() / 1000.0).query((row, _) -> callback(row))
                .list();
    }

    @Override
    public void delivered(Callback callback) {
        settle(callback);
    }

    @Override
    public void givenUp(Callback callback) {
        settle(callback);
    }

    @Override
    public void again(Callback callback, Duration in) {
        jdbc.sql("""
                 update spending_limit set next_attempt_at = now() + make_interval(secs => :wait)
                 where spending_limit_id = :id and version = :version and attempts = :attempts""")
                .param("wait", in.toMillis() / 1000.0).param("id", callback.id()).param("version", callback.version())
                .param("attempts", callback.attempts()).update();
    }

    @Override
    public String afterwards() {
        return "the next change of a status is told again";
    }

    /** Told up to that version; who was told of the end watches no more. */
    private void settle(Callback callback) {
        jdbc.sql(
                "update spending_limit set told_version = :version where spending_limit_id = :id and told_version < :version")
                .param("id", callback.id()).param("version", callback.version()).update();
        jdbc.sql("delete from spending_limit where spending_limit_id = :id and ended and version = told_version")
                .param("id", callback.id()).update();
    }

    private Callback callback(ResultSet row) throws SQLException {
        var id = row.getObject("spending_limit_id", UUID.class);
        var ended = row.getBoolean("ended");
        var supi = "imsi-" + vault.open(row.getBytes("sealed_supi"));
        var notifId = row.getString("notif_id");
        var body = ended
                ? termination(supi, notifId)
                : status(supi, notifId, store.statuses(row.getString("statuses")));
        return new Callback(id, row.getLong("version"), row.getString("notif_uri") + (ended ? "/terminate" : "/notify"),
                body, ended ? "SPENDING_TERMINATION" : "SPENDING_STATUS", "spending limit subscription " + id,
                row.getInt("attempts"), false);
    }

    /** TS 29.594 SpendingLimitStatus. */
    private String status(String supi, @Nullable String notifId, SortedMap<String, CounterStatus> statuses) {
        var infos = new LinkedHashMap<String, Object>();
        statuses.forEach((counter, status) -> infos.put(counter, counted(counter, status)));
        var body = new LinkedHashMap<String, Object>();
        body.put("supi", supi);
        if (notifId != null) body.put("notifId", notifId);
        body.put("statusInfos", infos);
        return json.writeValueAsString(body);
    }

    private static LinkedHashMap<String, Object> counted(String counter, CounterStatus status) {
        var info = new LinkedHashMap<String, Object>();
        info.put("policyCounterId", counter);
        info.put("currentStatus", status.name());
        return info;
    }

    /** TS 29.594 SubscriptionTerminationInfo. */
    private String termination(String supi, @Nullable String notifId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("supi", supi);
        if (notifId != null) body.put("notifId", notifId);
        body.put("termCause", "REMOVED_SUBSCRIBER");
        return json.writeValueAsString(body);
    }
}
