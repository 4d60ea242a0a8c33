package io.planshare.charging.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.micrometer.core.instrument.MeterRegistry;

import io.planshare.charging.offline.OfflineFixtures;
import io.planshare.charging.offline.OfflineFixtures.Subscriber;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.ProviderAccountId;

import static io.planshare.charging.offline.OfflineFixtures.record;
import static org.assertj.core.api.Assertions.assertThat;

/** The auditor at its own pace on a real database; corruption is planted as the owner of the tables could. */
@ServiceTest(properties = "planshare.charging.audit.every=PT0.5S")
class AuditTest {

    private static final Duration FOUND_WITHIN = Duration.ofSeconds(60);

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private MeterRegistry meters;
    private OfflineFixtures given;
    private Api api;
    private Connection owner;
    private Subscriber who;
    private ProviderAccountId pool;

    @BeforeEach
    void aPoolThatWasUsed(@Autowired Environment environment) throws SQLException {
        owner = DriverManager.getConnection(environment.getRequiredProperty("planshare.db.url"),
                environment.getRequiredProperty("planshare.db.owner-user"),
                environment.getRequiredProperty("planshare.db.owner-password"));
        given = new OfflineFixtures(plain, jdbc);
        api = plain.as("charging:read charging:write");
        who = given.subscriber(null);
        pool = given.pool(who.accountId(), 10_000, who);
        given.send(record(who, 700), record(who, 300));
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
    }

    private void plant(String sql) throws SQLException {
        try (var statement = owner.prepareStatement(sql)) {
            statement.setObject(1, pool.value());
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    private String status() {
        return jdbc.sql("select status from provider_account where provider_account_id = :id").param("id", pool.value())
                .query(String.class).single();
    }

    private String breaches() {
        return jdbc.sql("""
                        select array_to_string(breaches, ' ') from account_freeze where provider_account_id = :id
                        order by account_freeze_id desc limit 1""").param("id", pool.value()).query(String.class)
                .single();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + FOUND_WITHIN.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + FOUND_WITHIN).isLessThan(until);
            Thread.sleep(100);
        }
    }

    private void assertFrozenFor(String breach) throws InterruptedException {
        await(() -> status().equals("FROZEN"));
        assertThat(breaches()).contains(breach);
    }

    /** Until the auditor has looked at it, and seen that nothing is wrong. */
    private void awaitLooked() throws InterruptedException {
        await(() -> jdbc.sql("""
                             select count(*) from account_audit where provider_account_id = :id
                             and cardinality(suspected) = 0 and entries = 3""").param("id", pool.value())
                .query(Long.class).single() == 1);
    }

    @Test
    void a_changed_balance_is_found_and_the_account_frozen() throws Exception {
        plant("update provider_account set consumed = consumed - 1 where provider_account_id = ?");
        assertFrozenFor("ENTRIES");
        assertThat(breaches()).contains("CONSUMERS_CONSUMED");
        await(() -> meters.get("planshare.charging.audit.frozen").gauge().value() >= 1);
        assertThat(meters.get("planshare.charging.audit.accounts").counter().count()).isPositive();
        assertThat(meters.get("planshare.charging.audit.duration").timer().count()).isPositive();
    }

    @Test
    void a_changed_old_entry_is_found() throws Exception {
        awaitLooked();
        plant("update ledger_entry set units = units + 1 where provider_account_id = ? and kind = 'GRANT'");
        assertFrozenFor("ENTRIES");
    }

    @Test
    void a_lost_entry_is_found() throws Exception {
        plant("delete from ledger_entry where ledger_entry_id = (select max(ledger_entry_id) from ledger_entry where provider_account_id = ?)");
        assertFrozenFor("ENTRIES");
    }

    @Test
    void a_changed_consumer_is_found() throws Exception {
        awaitLooked();
        plant("update consumer_account set reserved = 5 where provider_account_id = ?");
        assertFrozenFor("CONSUMERS_RESERVED");
    }

    @Test
    void a_lost_reservation_is_found() throws Exception {
        plant("update provider_account set reserved = 5 where provider_account_id = ?");
        assertFrozenFor("RESERVATIONS");
    }

    @Test
    void a_changed_usage_record_is_found() throws Exception {
        awaitLooked();
        plant("""
              update usage_record set metered = metered + 1, covered = covered + 1
              where usage_record_id in (select usage_record_id from ledger_entry where provider_account_id = ?)""");
        assertFrozenFor("USAGE_RECORDS");
    }

    @Test
    void a_lost_usage_record_is_found() throws Exception {
        plant("""
              delete from usage_record
              where usage_record_id in (select usage_record_id from ledger_entry where provider_account_id = ?)""");
        assertFrozenFor("USAGE_RECORDS");
    }

    @Test
    void a_consumer_past_its_limit_freezes_nothing() throws Exception {
        plant("update consumer_account set limit_units = 10 where provider_account_id = ?");
        await(() -> jdbc
                .sql("select count(*) from account_audit where provider_account_id = :id and suspected = '{LIMIT}'")
                .param("id", pool.value()).query(Long.class).single() == 1);
        Thread.sleep(1_500);
        assertThat(status()).isEqualTo("ACTIVE");
    }

    @Test
    void a_frozen_account_grants_nothing_until_it_is_repaired_and_unfrozen() throws Exception {
        plant("update provider_account set consumed = consumed - 1 where provider_account_id = ?");
        await(() -> status().equals("FROZEN"));

        var tried = api.post("/v1/decisions/simulate",
                """
                {"subscriptionId": "%s", "ratingGroups": [{"ratingGroup": 20, "unit": "OCTET", "requested": 5}]}"""
                        .formatted(who.id()));
        assertThat(tried.body().at("/ratingGroups/0/bound").asString()).as(tried.raw()).isEqualTo("ACCOUNT_FROZEN");
        given.send(record(who, 40));
        var used = api.get("/v1/usage-records?subscriptionId=" + who.id()).body().at("/items/0");
        assertThat(used.path("uncovered").asLong()).isEqualTo(40);
        assertThat(used.path("uncoveredReason").asString()).isEqualTo("ACCOUNT_FROZEN");

        var path = "/v1/provider-accounts/" + pool;
        assertThat(api.post(path + "/resume").problem()).isEqualTo("account-frozen");
        assertThat(api.post(path + "/suspend").problem()).isEqualTo("account-frozen");
        assertThat(status()).isEqualTo("FROZEN");

        assertThat(api.post(path + "/unfreeze", "{\"reason\": \"hoping\"}").status()).isEqualTo(200);
        await(() -> status().equals("FROZEN"));

        plant("update provider_account set consumed = consumed + 1 where provider_account_id = ?");
        var lifted = api.post(path + "/unfreeze", "{\"reason\": \"ticket 4711\"}");
        assertThat(lifted.status()).as(lifted.raw()).isEqualTo(200);
        assertThat(lifted.body().path("status").asString()).isEqualTo("ACTIVE");
        awaitLooked();
        assertThat(status()).isEqualTo("ACTIVE");
        given.send(record(who, 50));
        assertThat(given.consumed(pool)).isEqualTo(1_050);
        assertThat(jdbc.sql(
                "select lifted_because from account_freeze where provider_account_id = :id order by account_freeze_id")
                .param("id", pool.value()).query(String.class).list()).containsExactly("hoping", "ticket 4711");
    }

    @Test
    void an_unfreeze_says_what_is_wrong_with_it() {
        var path = "/v1/provider-accounts/" + pool + "/unfreeze";
        assertThat(api.post(path, "{\"reason\": \"why not\"}").problem()).isEqualTo("account-not-frozen");
        assertThat(api.post(path, "{\"reason\": \" \"}").pointer()).isEqualTo("/reason");
        assertThat(api.post(path, "{}").pointer()).isEqualTo("/reason");
        assertThat(api.post("/v1/provider-accounts/" + UUID.randomUUID() + "/unfreeze", "{\"reason\": \"a\"}").status())
                .isEqualTo(404);
        assertThat(plain.as("charging:read").post(path, "{\"reason\": \"a\"}").status()).isEqualTo(403);
    }

    @Test
    void accounts_that_are_charged_all_the_time_are_never_suspected() {
        for (int i = 0; i < 40; i++) {
            var lines = new String[200];
            Arrays.setAll(lines, _ -> record(who, 1));
            given.send(lines);
        }
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(jdbc.sql(
                "select count(*) from account_audit where provider_account_id = :id and cardinality(suspected) > 0")
                .param("id", pool.value()).query(Long.class).single()).isZero();
        assertThat(given.consumed(pool)).isEqualTo(9_000);
    }
}
