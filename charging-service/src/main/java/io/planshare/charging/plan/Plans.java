package io.planshare.charging.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.AccountId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Keeps the latest plan of each account, and hands it to the walk. */
@Service
public class Plans implements EventConsumer {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Plans(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Those of the billing accounts that these subscriptions are on. */
    public Map<AccountId, PlanChanged> of(Collection<SubscriptionId> subscriptions) {
        return jdbc.sql("""
                        select plan from plan where account_id in (
                            select account_id from subscription where subscription_id = any(cast(:ids as uuid[])))""")
                .param("ids", texts(subscriptions))
                .query((row, _) -> json.readValue(row.getString(1), PlanChanged.class)).list().stream()
                .collect(toMap(PlanChanged::accountId, identity()));
    }

    @Override
    public String name() {
        return "plans";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.PLAN);
    }

    @Override
    public void accept(List<Received> received) {
        var plans = received.stream().map(Received::event).map(PlanChanged.class::cast)
                .collect(toMap(PlanChanged::accountId, identity(), (a, b) -> a.version() > b.version() ? a : b))
                .values();
        jdbc.sql("""
                 insert into plan (account_id, version, plan)
                 select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:plans as jsonb[]))
                 on conflict (account_id) do update set version = excluded.version, plan = excluded.plan
                 where plan.version < excluded.version""").param("ids", texts(plans, PlanChanged::accountId))
                .param("versions", texts(plans, PlanChanged::version))
                .param("plans", texts(plans, json::writeValueAsString))
                .update();
    }
}
