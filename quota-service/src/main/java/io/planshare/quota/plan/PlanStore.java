package io.planshare.quota.plan;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.AccountId;
import io.planshare.model.Id;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Rows of activated plans, and of what charging was told. */
@Repository
class PlanStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PlanStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Until the transaction ends nobody else changes plans: groups merge and split, so there is no smaller thing to lock. */
    void serialize() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('execution plans', 0))::text").query(String.class)
                .optional();
    }

    Optional<ActivatedPlan> current(AccountId groupId) {
        return jdbc.sql("SELECT * FROM execution_plan WHERE group_id = :group ORDER BY version DESC LIMIT 1")
                .param("group", groupId.value()).query((row, _) -> activated(row)).optional();
    }

    void save(ActivatedPlan plan) {
        jdbc.sql("""
                 INSERT INTO execution_plan (plan_id, group_id, version, hash, plan, activated_at)
                 VALUES (:id, :group, :version, :hash, :plan::jsonb, :at::timestamptz)""").param("id", Id.next())
                .param("group", plan.groupId().value()).param("version", plan.version()).param("hash", plan.hash())
                .param("plan", json.writeValueAsString(plan.plan())).param("at", plan.activatedAt().toString())
                .update();
    }

    Map<AccountId, PlanChanged> published(Collection<AccountId> accounts) {
        return jdbc.sql("SELECT plan FROM published_plan WHERE account_id = ANY (:ids)")
                .param("ids", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .query((row, _) -> (PlanChanged) EventJson.read(EventType.PLAN_CHANGED,
                        row.getString(1).getBytes(StandardCharsets.UTF_8)))
                .list().stream().collect(toMap(PlanChanged::accountId, identity()));
    }

    void published(List<PlanChanged> plans) {
        jdbc.sql("""
                 INSERT INTO published_plan (account_id, version, plan)
                 SELECT * FROM unnest(:ids::uuid[], :versions::bigint[], :plans::jsonb[])
                 ON CONFLICT (account_id) DO UPDATE SET version = excluded.version, plan = excluded.plan""")
                .param("ids", plans.stream().map(it -> it.accountId().value()).toArray(UUID[]::new))
                .param("versions", plans.stream().map(PlanChanged::version).toArray(Long[]::new))
                .param("plans", plans.stream().map(EventJson::write).toArray(String[]::new)).update();
    }

    private ActivatedPlan activated(ResultSet row) throws SQLException {
        return new ActivatedPlan(new AccountId(row.getObject("group_id", UUID.class)), row.getLong("version"),
                row.getString("hash"), json.readValue(row.getString("plan"), PlanView.class),
                at(row));
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject("activated_at", OffsetDateTime.class).toInstant();
    }
}
