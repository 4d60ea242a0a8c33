package io.planshare.quota.deduction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Part;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Comparator.comparing;
import static java.util.stream.Gatherers.windowFixed;

/** Reads use records as they lie after all rebookings. */
@Repository
class UseStore {

    /** Rows of a page, and provider accounts of a sum: no statement lasts longer than a transaction may. */
    private static final int PAGE = 50_000;
    private static final int ACCOUNTS = 50;
    private static final UUID NONE = new UUID(0, 0);

    private static final String CHOSEN = """
                                         FROM use_record WHERE account_id = ANY (:accounts) AND payer_subscription_id = ANY (:payers)
                                             AND occurred_at >= :from::timestamptz AND occurred_at < :to::timestamptz
                                             AND recorded_at <= :known::timestamptz
                                         """;
    private static final String NEXT = """
                                       WITH chosen AS MATERIALIZED (
                                           SELECT record_id, account_id, payer_subscription_id, rating_group, unit, occurred_at, overage
                                               + CASE WHEN uncovered_reason IN ('OVERSHOOT', 'SWITCH', 'ACCOUNT_FROZEN') THEN uncovered ELSE 0 END
                                               AS beyond
                                       """
            + CHOSEN + """
                       AND (occurred_at, record_id) > (:at::timestamptz, :record)
                       ORDER BY account_id, occurred_at, record_id LIMIT :page),""";
    /** Where each record's units lie: as it was told, and what moved since. */
    private static final String PARTS = """
                                        moved AS (
                                            SELECT b.* FROM use_rebooking b JOIN chosen USING (record_id)
                                            WHERE b.recorded_at <= :known::timestamptz),
                                        part AS (
                                            SELECT record_id, account, sum(units)::bigint AS units FROM (
                                                SELECT a.record_id, a.provider_account_id AS account, a.units FROM use_allocation a
                                                    JOIN chosen USING (record_id)
                                                UNION ALL SELECT record_id, from_account, -units FROM moved WHERE from_account IS NOT NULL
                                                UNION ALL SELECT record_id, to_account, units FROM moved WHERE to_account IS NOT NULL
                                            ) told GROUP BY 1, 2 HAVING sum(units) > 0),
                                        parts AS (
                                            SELECT record_id, array_agg(account ORDER BY account) AS part_accounts,
                                                array_agg(units ORDER BY account) AS part_units FROM part GROUP BY 1),
                                        settled AS (
                                            SELECT record_id, sum(CASE WHEN from_kind <> 'ACCOUNT' THEN units ELSE 0 END
                                                - CASE WHEN to_kind <> 'ACCOUNT' THEN units ELSE 0 END) AS units FROM moved GROUP BY 1)
                                        SELECT c.*, c.beyond - coalesce(s.units, 0) AS excess, part_accounts, part_units
                                        FROM chosen c LEFT JOIN parts USING (record_id) LEFT JOIN settled s USING (record_id)
                                        ORDER BY account_id, occurred_at, record_id""";

    private final JdbcClient jdbc;
    private final int page;

    @Autowired
    UseStore(JdbcClient jdbc) {
        this(jdbc, PAGE);
    }

    /** @param page rows of a page */
    UseStore(JdbcClient jdbc, int page) {
        this.jdbc = jdbc;
        this.page = page;
    }

    /** @param knownBy what was recorded later is not looked at, nor what moved later */
    record Span(Instant from, Instant to, Instant knownBy) {}

    /** @param accounts of the payers, as charging knows them */
    record Payers(Collection<AccountId> accounts, Collection<SubscriptionId> subscriptions) {}

    /** All use in the span that these paid for or should: of one account after another, in the order of time. */
    List<Use> uses(Payers payers, Span span) {
        var reading = new Reading();
        var uses = new ArrayList<Use>();
        for (var accounts : together(counts(payers, span))) {
            var some = new Payers(accounts, payers.subscriptions());
            var last = new Page(span.from, NONE);
            int before;
            do {
                before = uses.size();
                uses.addAll(query(NEXT + PARTS, some, span).param("at", last.at.toString())
                        .param("record", last.record).param("page", page)
                        .query((row, _) -> reading.use(row)).list());
                last = uses.isEmpty() ? last : Page.endingWith(uses.getLast());
            } while (uses.size() == before + page);
        }
        return uses;
    }

    /** How many records each account has, in the order of accounts. */
    private Map<AccountId, Long> counts(Payers payers, Span span) {
        var counts = new TreeMap<AccountId, Long>(comparing(AccountId::value));
        payers.accounts().stream().gather(windowFixed(ACCOUNTS)).forEach(some -> query(
                "SELECT account_id, count(*) AS records " + CHOSEN + " GROUP BY 1",
                new Payers(some, payers.subscriptions()), span).query(row -> {
                    counts.put(new AccountId(row.getObject("account_id", UUID.class)), row.getLong("records"));
                }));
        return counts;
    }

    /** Accounts whose records are less than a page together; one that has more stands alone. */
    private List<List<AccountId>> together(Map<AccountId, Long> counts) {
        var all = new ArrayList<List<AccountId>>();
        long records = page;
        for (var account : counts.entrySet()) {
            records += account.getValue();
            if (records >= page) {
                all.add(new ArrayList<>());
                records = account.getValue();
            }
            all.getLast().add(account.getKey());
        }
        return all;
    }

    /** Where the next one of an account's begins. */
    private record Page(Instant at, UUID record) {
        static Page endingWith(Use use) {
            return new Page(use.occurredAt(), use.recordId());
        }
    }

    /** Rows name the same few accounts and payers again and again: one object each is enough. */
    private static final class Reading {
        private final Map<UUID, SubscriptionId> payers = new HashMap<>();
        private final Map<UUID, AccountId> accounts = new HashMap<>();
        private final Map<UUID, ProviderAccountId> providers = new HashMap<>();

        Use use(ResultSet row) throws SQLException {
            return new Use(row.getObject("record_id", UUID.class),
                    payers.computeIfAbsent(row.getObject("payer_subscription_id", UUID.class), SubscriptionId::new),
                    accounts.computeIfAbsent(row.getObject("account_id", UUID.class), AccountId::new),
                    row.getLong("rating_group"), UnitType.valueOf(row.getString("unit")),
                    row.getObject("occurred_at", OffsetDateTime.class).toInstant(), parts(row),
                    Units.of(Math.max(0, row.getLong("excess"))));
        }

        private List<Part> parts(ResultSet row) throws SQLException {
            var accounts = row.getArray("part_accounts");
            if (accounts == null) return List.of();
            var ids = (UUID[]) accounts.getArray();
            var units = (Long[]) row.getArray("part_units").getArray();
            return IntStream.range(0, ids.length)
                    .mapToObj(i -> new Part(providers.computeIfAbsent(ids[i], ProviderAccountId::new),
                            Units.of(units[i])))
                    .toList();
        }
    }

    /** What all known use took from these provider accounts. */
    Map<ProviderAccountId, Long> taken(Collection<ProviderAccountId> ids, Instant knownBy) {
        var taken = new HashMap<ProviderAccountId, Long>();
        ids.stream().gather(windowFixed(ACCOUNTS)).forEach(some -> jdbc.sql(
                """
                SELECT account, sum(units) AS units FROM (
                    SELECT a.provider_account_id AS account, a.units FROM use_allocation a JOIN use_record r USING (record_id)
                    WHERE a.provider_account_id = ANY (:ids) AND r.recorded_at <= :known::timestamptz
                    UNION ALL SELECT from_account, -units FROM use_rebooking
                    WHERE from_account = ANY (:ids) AND recorded_at <= :known::timestamptz
                    UNION ALL SELECT to_account, units FROM use_rebooking
                    WHERE to_account = ANY (:ids) AND recorded_at <= :known::timestamptz) part GROUP BY 1""")
                .param("ids", some.stream().map(ProviderAccountId::value).toArray(UUID[]::new))
                .param("known", knownBy.toString()).query(row -> {
                    taken.put(new ProviderAccountId(row.getObject("account", UUID.class)), row.getLong("units"));
                }));
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
        return payers.accounts().stream().gather(windowFixed(ACCOUNTS)).mapToLong(
                some -> query(
                        "WITH chosen AS NOT MATERIALIZED (SELECT record_id " + CHOSEN
                                + """
                                  ) SELECT (SELECT count(*) FROM chosen) + (
                                      SELECT count(*) FROM use_rebooking JOIN chosen USING (record_id)
                                      WHERE use_rebooking.recorded_at <= :known::timestamptz)""",
                        new Payers(some, payers.subscriptions()), span).query(Long.class).single())
                .sum();
    }

    private JdbcClient.StatementSpec query(String sql, Payers payers, Span span) {
        return jdbc.sql(sql)
                .param("accounts", payers.accounts().stream().map(AccountId::value).toArray(UUID[]::new))
                .param("payers", payers.subscriptions().stream().map(SubscriptionId::value).toArray(UUID[]::new))
                .param("from", span.from.toString()).param("to", span.to.toString())
                .param("known", span.knownBy.toString());
    }
}
