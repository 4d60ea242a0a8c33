package io.planshare.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import io.planshare.model.Imsi;

/** Subscribers with pools, put into charging's tables at once; their sessions are opened as the network does. */
final class Pools {

    private static final Pattern REF = Pattern.compile("(?i)/chargingdata/([^/\"\\s]+)");
    private static long imsis = 1_010_000_000_000L;

    /** Members by pool: SUPIs. */
    private final List<List<String>> members = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();

    private Pools() {}

    /** @return so many pools of so many members, with more units than any run uses */
    static Pools seed(Database database, int pools, int membersEach) throws SQLException {
        var seeded = new Pools();
        var keys = ServiceProcess.keys();
        try (var connection = database.connect();
                var subscription = connection.prepareStatement(
                        """
                        insert into subscription (subscription_id, version, account_id, plan_id, status, supi_hmac,
                            payer_map_version) values (?, 1, ?, ?, 'ACTIVE', ?, 0)""");
                var provider = connection.prepareStatement(
                        """
                        insert into provider_account (provider_account_id, account_id, name, unit, rating_groups,
                            valid_from, status, owner_reserve, audience, granted, reserved, consumed, expired,
                            withdrawn, version, created_at) values (?, ?, 'bench', 'OCTET', '{}', now() - interval '1 day',
                            'ACTIVE', 0, ?, 1000000000000000, 0, 0, 0, 0, 1, now())""");
                var consumer = connection.prepareStatement(
                        """
                        insert into consumer_account (provider_account_id, subscription_id, consumed, reserved, version)
                        values (?, ?, 0, 0, 1)""");
                var entry = connection
                        .prepareStatement("""
                                          insert into ledger_entry (provider_account_id, kind, units, recorded_at)
                                          values (?, 'GRANT', 1000000000000000, now())""")) {
            connection.setAutoCommit(false);
            var plan = UUID.randomUUID();
            for (int pool = 0; pool < pools; pool++) {
                var account = UUID.randomUUID();
                var id = UUID.randomUUID();
                seeded.ids.add(id);
                provider.setObject(1, id);
                provider.setObject(2, account);
                provider.setInt(3, membersEach);
                provider.executeUpdate();
                entry.setObject(1, id);
                entry.executeUpdate();
                var supis = new ArrayList<String>();
                for (int member = 0; member < membersEach; member++) {
                    var imsi = new Imsi("00" + imsis++);
                    var subscriber = UUID.randomUUID();
                    subscription.setObject(1, subscriber);
                    subscription.setObject(2, account);
                    subscription.setObject(3, plan);
                    subscription.setString(4, keys.of(imsi).value());
                    subscription.addBatch();
                    consumer.setObject(1, id);
                    consumer.setObject(2, subscriber);
                    consumer.addBatch();
                    supis.add(imsi.supi());
                }
                subscription.executeBatch();
                consumer.executeBatch();
                seeded.members.add(supis);
            }
            connection.commit();
            try (var statement = connection.createStatement()) {
                connection.setAutoCommit(true);
                statement.execute("analyze");
            }
        }
        return seeded;
    }

    /** From now on their members' limits move, and together promise no more than there is. */
    Pools moveLimits(Database database) throws SQLException {
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            for (var id : ids) {
                statement.execute(
                        "update provider_account set limit_mode = 'STRICT' where provider_account_id = '" + id + "'");
                statement.execute(
                        """
                        insert into limit_policy values ('%s', 'STRICT', 100,
                            '{TIME,AMOUNT,RATE,IMBALANCE,NEAR_LIMIT}', 60000, 2, 1048576, 1, 0, 0, now(), now(), 0, now(),
                            '9999-01-01')"""
                                .formatted(id));
                statement.execute("""
                                  insert into limit_epoch (provider_account_id, promised, wanted)
                                  values ('%s', 9223372036854775807, '{CHANGE}')""".formatted(id));
            }
        }
        return this;
    }

    /** How often limits in them have moved. */
    long adjustments(Database database) throws SQLException {
        try (var connection = database.connect();
                var asked = connection.prepareStatement(
                        "select count(*) from limit_adjustment where provider_account_id = any (?)")) {
            asked.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var row = asked.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Opens sessions, spread over pools and members in turn, and hands them out to connections. */
    List<ChargingCalls> open(URI charging, int sessions, int connections, String suffix, String token)
            throws IOException {
        var name = "bench-" + UUID.randomUUID();
        var refs = new ArrayList<List<String>>();
        for (int i = 0; i < connections; i++)
            refs.add(new ArrayList<>());
        try (var connection = new Connection(charging)) {
            for (int i = 0; i < sessions; i++) {
                var pool = members.get(i % members.size());
                var supi = pool.get(i / members.size() % pool.size());
                var status = connection.send(ChargingCalls.create(name + "-" + i, supi, token));
                var ref = REF.matcher(connection.location());
                if (status != 201 || !ref.find()) {
                    throw new IOException("a session was not opened: " + status + " "
                            + new String(connection.body(), StandardCharsets.UTF_8));
                }
                refs.get(i % connections).add(ref.group(1));
            }
        }
        return refs.stream().map(each -> ChargingCalls.of(name, each, suffix, token)).toList();
    }
}
