package io.planshare.charging.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.Tokens;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;
import io.planshare.platform.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of charging serve one pool at once, while one of them or PostgreSQL is killed every few seconds. A killed one's
 * sessions go on at the other; what was acknowledged is there once, and what nobody knows of has one effect once it is repeated.
 */
class CrashTest {

    private static final int KILLS = Boolean.getBoolean("planshare.proof") ? 24 : 5;
    private static final int CLIENTS = 8;
    private static final int MEMBERS = 20;
    private static final int BETWEEN = 150;
    private static final long UNITS = 1_000_000_000_000_000L;
    private static final String PASSWORD = "of-a-test";
    private static final byte[] KEY = "the hmac key of the crash test.."
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final UUID pool = UUID.randomUUID();

    @Test
    void what_was_acknowledged_is_there_once_whoever_is_killed(@TempDir Path directory) throws Exception {
        var random = Seeds.random();
        // First, so that its programs lie where they stay: the other's go with this test.
        var broker = Platform.shared().bootstrapServers();
        int port = Ports.free();
        var postgres = PostgresServer.start(directory.resolve("postgres"), port);
        var instances = new ArrayList<Instance>();
        try {
            createDatabase(postgres);
            var settings = settings(postgres, broker);
            for (int i = 0; i < 2; i++)
                instances.add(new Instance(settings, Ports.free(), directory));
            for (var instance : instances)
                instance.awaitReady();
            var supis = seed(postgres);
            var clients = new ArrayList<Client>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = new ArrayList<Future<Void>>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new Client("smf-" + i, instances, supis, Tokens.bearer("nchf-convergedcharging"),
                            new Random(random.nextLong()), stop, answered));
                    running.add(threads.submit(clients.getLast()));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitAnswers(running);
                    if (kill % 2 == 1) {
                        for (var instance : instances)
                            instance.awaitReady();
                        var victim = instances.get(kill / 2 % 2);
                        victim.kill();
                        // Its sessions go on at the other, before it is back.
                        awaitAnswers(running);
                        victim.startAgain();
                    } else {
                        postgres.kill();
                        postgres = PostgresServer.start(directory.resolve("postgres"), port);
                    }
                }
                awaitAnswers(running);
                stop.set(true);
                for (var client : running)
                    client.get();
            }
            judge(postgres, clients);
        } finally {
            stop.set(true);
            for (var instance : instances)
                instance.kill();
            postgres.close();
        }
    }

    /** Some more work is done. */
    private void awaitAnswers(List<Future<Void>> running) throws Exception {
        int enough = answered.get() + BETWEEN;
        for (int i = 0; answered.get() < enough; i++) {
            for (var client : running)
                if (client.isDone()) client.get();
            assertThat(i).as("nothing is answered any more").isLessThan(1_200);
            Thread.sleep(50);
        }
    }

    private void judge(PostgresServer postgres, List<Client> clients) throws SQLException {
        var intended = new HashMap<UUID, Long>();
        clients.forEach(client -> client.intended().forEach((ref, used) -> intended
                .put(ChargingDataRef.parse(ref).orElseThrow().sessionId(), used)));
        var metered = new HashMap<UUID, Long>();
        try (var connection = connect(postgres, "charging");
                var rows = connection.createStatement()
                        .executeQuery("select session_id, sum(metered) from usage_record group by 1")) {
            while (rows.next())
                metered.put(rows.getObject(1, UUID.class), rows.getLong(2));
        }
        assertThat(metered).isEqualTo(intended);
        long used = intended.values().stream().mapToLong(Long::longValue).sum();
        assertThat(number(postgres, "select consumed from provider_account")).isEqualTo(used);
        assertThat(number(postgres, "select reserved from provider_account")).isZero();
        assertThat(number(postgres, "select sum(units) from ledger_entry")).isEqualTo(UNITS - used);
        assertThat(number(postgres, "select sum(consumed) from consumer_account")).isEqualTo(used);
        assertThat(number(postgres, "select count(*) from reservation")).isZero();
        assertThat(number(postgres, "select count(*) from charging_session where state = 'OPEN'")).isZero();
        System.out.printf(
                "%d kills: %,d requests answered, %,d of them at a second attempt or later; %,d octets, exact%n",
                KILLS, answered.get(), clients.stream().mapToInt(Client::unknown).sum(), used);
    }

    private static long number(PostgresServer postgres, String sql) throws SQLException {
        try (var connection = connect(postgres, "charging");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection connect(PostgresServer postgres, String database) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), postgres.adminUser(), postgres.adminPassword());
    }

    private static void createDatabase(PostgresServer postgres) throws SQLException {
        execute(postgres, "postgres", "create role charging_owner login password '" + PASSWORD + "'",
                "create role charging_app login password '" + PASSWORD + "'",
                "create database charging owner charging_owner");
        execute(postgres, "charging", "grant usage, create on schema public to charging_owner",
                "grant usage on schema public to charging_app");
    }

    private static void execute(PostgresServer postgres, String database, String... statements) throws SQLException {
        try (var connection = connect(postgres, database); var statement = connection.createStatement()) {
            for (var each : statements)
                statement.execute(each);
        }
    }

    private static Map<String, String> settings(PostgresServer postgres, String broker) {
        var settings = new HashMap<String, String>();
        settings.put("planshare.db.url", postgres.jdbcUrl("charging"));
        settings.put("planshare.db.owner-user", "charging_owner");
        settings.put("planshare.db.owner-password", PASSWORD);
        settings.put("planshare.db.app-user", "charging_app");
        settings.put("planshare.db.app-password", PASSWORD);
        settings.put("spring.kafka.bootstrap-servers", broker);
        settings.put("planshare.kafka.prefix", "crash-" + UUID.randomUUID().toString().substring(0, 8) + "-");
        settings.put("planshare.security.issuer", Tokens.ISSUER);
        settings.put("planshare.security.jwk-set-uri", Tokens.jwkSetUri());
        settings.put("planshare.identifiers.hmac-keys.crash", java.util.Base64.getEncoder().encodeToString(KEY));
        settings.put("planshare.identifiers.current-hmac-key", "crash");
        return settings;
    }

    /** One pool of all members. */
    private List<String> seed(PostgresServer postgres) throws SQLException, IOException {
        var keys = new IdentifierKeys("crash", Map.of("crash", KEY));
        var supis = new ArrayList<String>();
        execute(postgres, "charging",
                """
                insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from,
                    status, owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version, created_at)
                values ('%s', '%s', 'pool', 'OCTET', '{}', '2020-01-01', 'ACTIVE', 0, %d, %d, 0, 0, 0, 0, 1, now())"""
                        .formatted(pool, UUID.randomUUID(), MEMBERS, UNITS),
                """
                insert into ledger_entry (provider_account_id, kind, units, recorded_at) values ('%s', 'GRANT', %d, now())"""
                        .formatted(pool, UNITS));
        for (int i = 0; i < MEMBERS; i++) {
            var supi = new Imsi("0010100000077%02d".formatted(i));
            var id = UUID.randomUUID();
            execute(postgres, "charging",
                    """
                    insert into subscription (subscription_id, version, account_id, plan_id, status, supi_hmac,
                        payer_map_version) values ('%s', 1, '%s', '%s', 'ACTIVE', '%s', 0)"""
                            .formatted(id, UUID.randomUUID(), UUID.randomUUID(), keys.of(supi).value()),
                    "insert into consumer_account (provider_account_id, subscription_id, consumed, reserved, version)"
                            + " values ('%s', '%s', 0, 0, 1)".formatted(pool, id));
            supis.add(supi.supi());
        }
        return supis;
    }
}
