package io.planshare.charging.sharing;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.page.Cursor;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.texts;

/** The history of adjustments: written once, never changed. */
@Repository
class AdjustmentStore {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final JdbcClient jdbc;

    AdjustmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(RecordedAdjustment made) {
        jdbc.sql(
                """
                insert into limit_adjustment values (:id, :account, cast(:triggers as text[]), cast(:consumers as uuid[]),
                    cast(:before as bigint[]), cast(:after as bigint[]), :common, :reason, cast(:at as timestamptz))""")
                .param("id", made.id()).param("account", made.providerAccountId().value())
                .param("triggers", texts(made.triggers().stream().sorted().toList()))
                .param("consumers", texts(made.limits(), Limit::id))
                .param("before", texts(made.limits(), Limit::before)).param("after", texts(made.limits(), Limit::after))
                .param("common", made.inCommon().count()).param("reason", made.reason())
                .param("at", made.adjustedAt().toString()).update();
    }

    /** Newest first, one more than the page has. */
    List<RecordedAdjustment> list(ProviderAccountId id, Cursor cursor) {
        return jdbc.sql("""
                        select * from limit_adjustment where provider_account_id = :id and limit_adjustment_id < :before
                        order by limit_adjustment_id desc limit :rows""").param("id", id.value())
                .param("before", cursor.afterId().orElse(AFTER_ALL)).param("rows", cursor.limit() + 1)
                .query((row, _) -> adjustment(row)).list();
    }

    private static RecordedAdjustment adjustment(ResultSet row) throws SQLException {
        Set<LimitTrigger> triggers = Arrays.stream((String[]) row.getArray("triggers").getArray())
                .map(LimitTrigger::valueOf).collect(Collectors.toSet());
        var consumers = (UUID[]) row.getArray("consumers").getArray();
        var before = numbers(row.getArray("before_units"));
        var after = numbers(row.getArray("after_units"));
        var limits = new ArrayList<Limit>();
        for (int i = 0; i < consumers.length; i++) {
            var was = before[i];
            limits.add(new Limit(new SubscriptionId(consumers[i]), was == null ? null : Units.of(was),
                    Units.of(after[i]), false));
        }
        return new RecordedAdjustment(row.getObject("limit_adjustment_id", UUID.class),
                new ProviderAccountId(row.getObject("provider_account_id", UUID.class)), triggers, limits,
                Units.of(row.getLong("in_common")), row.getString("reason"),
                row.getTimestamp("adjusted_at").toInstant());
    }

    private static Long[] numbers(Array array) throws SQLException {
        return (Long[]) array.getArray();
    }
}
