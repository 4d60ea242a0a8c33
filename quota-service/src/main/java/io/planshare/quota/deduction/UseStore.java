package io.planshare.quota.deduction;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Part;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Reads use records as they lie after all rebookings. */
@Repository
class UseStore {

    /** Where each record's units lie: as it was told, and what moved since. */
    private static final String PARTS = """
                                        SELECT record_id, account, sum(units) AS units FROM (
                                            SELECT a.record_id, a.provider_account_id AS account, a.units FROM use_allocation a
                                                JOIN chosen USING (record_id)
                                            UNION ALL
                                            SELECT b.record_id, b.from_account, -b.units FROM use_rebooking b JOIN chosen USING (record_id)
                                                WHERE b.recorded_at <= :known::timestamptz AND b.from_account IS NOT NULL
                                            UNION ALL
                                            SELECT b.record_id, b.to_account, b.units FROM use_rebooking b JOIN chosen USING (record_id)
                                                WHERE b.recorded_at <= :known::timestamptz AND b.to_account IS NOT NULL
                                        ) part GROUP BY 1, 2 HAVING sum(units) > 0 ORDER BY 1, 2""";
    private static final String CHOSEN = """
                                         WITH chosen AS NOT MATERIALIZED (
                                             SELECT record_id, account_id, payer_subscription_id, rating_group, unit, occurred_at, overage
                                                 + CASE WHEN uncovered_reason IN ('OVERSHOOT', 'SWITCH', 'ACCOUNT_FROZEN') THEN uncovered ELSE 0 END
                                                 AS beyond
                                             FROM use_record WHERE account_id = ANY (:accounts) AND payer_subscription_id = ANY (:payers) AND occurred_at >= :from::timestamptz
                                             AND occurred_at < :to::timestamptz AND recorded_at <= :known::timestamptz)
                                         """;

    private final JdbcClient jdbc;

    UseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param knownBy what was recorded later is not looked at, nor what moved later */
    record Span(Instant from, Instant to, Instant knownBy) {}

    /** @param accounts of the payers, as charging knows them */
    record Payers(Collection<AccountId> accounts, Collection<SubscriptionId> subscriptions) {}

    /** All use in the span that these paid for or should, in the order of its records' ids. */
    List<Use> uses(Payers payers, Span span) {
        Map<UUID, List<Part>> parts = query(CHOSEN + PARTS, payers, span)
                .query((row, _) -> Map.entry(row.getObject("record_id", UUID.class),
                        new Part(new ProviderAccountId(row.getObject("account", UUID.class)),
                                Units.of(row.getLong("units")))))
                .list().stream().collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        return query(CHOSEN + """
                              SELECT c.*, c.beyond - coalesce(moved.units, 0) AS excess FROM chosen c LEFT JOIN (
                                  SELECT b.record_id, sum(CASE WHEN from_kind <> 'ACCOUNT' THEN units ELSE 0 END
                                      - CASE WHEN to_kind <> 'ACCOUNT' THEN units ELSE 0 END) AS units
                                  FROM use_rebooking b JOIN chosen USING (record_id)
                                  WHERE b.recorded_at <= :known::timestamptz GROUP BY 1) moved USING (record_id)
                              ORDER BY record_id""", payers, span).query((row, _) -> {
            var id = row.getObject("record_id", UUID.class);
            return new Use(id, new SubscriptionId(row.getObject("payer_subscription_id", UUID.class)),
                    new AccountId(row.getObject("account_id", UUID.class)), row.getLong("rating_group"),
                    UnitType.valueOf(row.getString("unit")),
                    row.getObject("occurred_at", OffsetDateTime.class).toInstant(), parts.getOrDefault(id, List.of()),
                    Units.of(Math.max(0, row.getLong("excess"))));
        }).list();
    }

    /** What all known use took from these provider accounts. */
    Map<ProviderAccountId, Long> taken(Collection<ProviderAccountId> ids, Instant knownBy) {
        var taken = new HashMap<ProviderAccountId, Long>();
        jdbc.sql(
                """
                SELECT account, sum(units) AS units FROM (
                    SELECT a.provider_account_id AS account, a.units FROM use_allocation a JOIN use_record r USING (record_id)
                    WHERE a.provider_account_id = ANY (:ids) AND r.recorded_at <= :known::timestamptz
                    UNION ALL SELECT from_account, -units FROM use_rebooking
                    WHERE from_account = ANY (:ids) AND recorded_at <= :known::timestamptz
                    UNION ALL SELECT to_account, units FROM use_rebooking
                    WHERE to_account = ANY (:ids) AND recorded_at <= :known::timestamptz) part GROUP BY 1""")
                .param("ids", ids.stream().map(ProviderAccountId::value).toArray(UUID[]::new))
                .param("known", knownBy.toString()).query(row -> {
                    taken.put(new ProviderAccountId(row.getObject("account", UUID.class)), row.getLong("units"));
                });
        return taken;
    }

    /** Whether something of these accounts' use in the span is beyond all provider accounts, by what was told of it. */
    boolean anythingBeyond(Collection<AccountId> accounts, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM use_record WHERE account_id = ANY (:accounts)
                            AND occurred_at >= :from::timestamptz AND occurred_at < :to::timestamptz
                            AND overage + uncovered > 0)""")
                .param("accounts", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .param("from", from.toString()).param("to", to.toString()).query(Boolean.class).single();
    }

    /** How much of these accounts was ever called back, and from whom. What was given back since counts too. */
    Recalls recalled(Collection<ProviderAccountId> ids, Instant knownBy) {
        var recalled = new HashMap<Recalls.Key, Units>();
        jdbc.sql(
                """
                SELECT b.from_account, r.account_id, sum(b.units) AS units FROM use_rebooking b JOIN use_record r USING (record_id)
                WHERE b.from_account = ANY (:ids) AND b.to_kind = 'OVERAGE' AND b.recorded_at <= :known::timestamptz
                GROUP BY 1, 2""")
                .param("ids", ids.stream().map(ProviderAccountId::value).toArray(UUID[]::new))
                .param("known", knownBy.toString()).query(row -> {
                    recalled.put(new Recalls.Key(new ProviderAccountId(row.getObject("from_account", UUID.class)),
                            new AccountId(row.getObject("account_id", UUID.class))), Units.of(row.getLong("units")));
                });
        return new Recalls(recalled);
    }

    /** How many records of these payers, and rebookings of them, are known here. */
    long known(Payers payers, Span span) {
        return query(CHOSEN + """
                              SELECT (SELECT count(*) FROM chosen) + (
                                  SELECT count(*) FROM use_rebooking JOIN chosen USING (record_id)
                                  WHERE use_rebooking.recorded_at <= :known::timestamptz)""", payers, span)
                .query(Long.class).single();
    }

    private JdbcClient.StatementSpec query(String sql, Payers payers, Span span) {
        return jdbc.sql(sql)
                .param("accounts", payers.accounts().stream().map(AccountId::value).toArray(UUID[]::new))
                .param("payers", payers.subscriptions().stream().map(SubscriptionId::value).toArray(UUID[]::new))
                .param("from", span.from.toString()).param("to", span.to.toString())
                .param("known", span.knownBy.toString());
    }
}
