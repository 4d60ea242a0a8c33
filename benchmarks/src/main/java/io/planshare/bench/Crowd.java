package io.planshare.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.planshare.charging.session.ChargingDataRef;

/**
 * Subscribers in fours, each four with three accounts that are walked through (one small, one of middle size, one that lasts),
 * and live sessions of some of them: written by the database itself, a million in a minute or two.
 */
final class Crowd {

    private static final int SESSIONS_READ = 200_000;
    /** Numbers stand for ids, so that rows find each other: UUIDs that are spread like random ones. */
    private static final String SEED = """
                                       insert into subscription (subscription_id, version, account_id, plan_id, status, supi_hmac, payer_map_version)
                                       select md5('%1$s s' || n)::uuid, 1, md5('%1$s a' || n / 4)::uuid, md5('plan')::uuid, 'ACTIVE', md5('%1$s h' || n), 0
                                       from generate_series(0, %2$d - 1) n;
                                       insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from, status,
                                           owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version, created_at)
                                       select md5('%1$s p' || n || '/' || k)::uuid, md5('%1$s a' || n)::uuid, 'bench', 'OCTET', '{}',
                                           now() - interval '1 day', 'ACTIVE', 0, 4, (array[4000000, 40000000, 1000000000000])[k], 0, 0, 0, 0, 1, now()
                                       from generate_series(0, %2$d / 4 - 1) n, generate_series(1, 3) k;
                                       insert into ledger_entry (provider_account_id, kind, units, recorded_at)
                                       select provider_account_id, 'GRANT', granted, now() from provider_account p
                                       where not exists (select from ledger_entry e where e.provider_account_id = p.provider_account_id);
                                       insert into consumer_account (provider_account_id, subscription_id, consumed, reserved, version)
                                       select md5('%1$s p' || n / 4 || '/' || k)::uuid, md5('%1$s s' || n)::uuid, 0, 0, 1
                                       from generate_series(0, %2$d - 1) n, generate_series(1, 3) k;
                                       insert into charging_session (anchor_id, session_id, subscription_id, nf_consumer, charging_id, state, create_hash,
                                           last_sequence, distinct_sequences, opened_at, updated_at, expires_at, rating_groups)
                                       select md5('%1$s s' || n)::uuid, md5('%1$s n' || n)::uuid, md5('%1$s s' || n)::uuid, 'bench', '%1$s-' || n, 'OPEN',
                                           md5('%1$s c' || n), 0, true, now() - interval '1 hour', now(), now() + interval '1 day',
                                           (select json_object_agg(10 * g, json_build_object('unit', 'OCTET', 'reportedUntil',
                                               now() - interval '1 minute', 'capped', 0, 'overageHeld', 0)) from generate_series(1, 2) g)
                                       from generate_series(0, %3$d - 1) n;
                                       """;

    private final List<String> refs;

    private Crowd(List<String> refs) {
        this.refs = refs;
    }

    /** @param name sets it apart from others in the same database */
    static Crowd seed(Database database, String name, int subscriptions, int sessions) throws SQLException {
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            for (var each : SEED.formatted(name, subscriptions, sessions).split(";\\s*"))
                statement.execute(each);
            statement.execute("vacuum analyze");
            var refs = new ArrayList<String>();
            var rows = statement
                    .executeQuery("select anchor_id, session_id from charging_session where charging_id like '" + name
                            + "-%' order by session_id limit " + SESSIONS_READ);
            while (rows.next())
                refs.add(new ChargingDataRef(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)).toString());
            return new Crowd(refs);
        }
    }

    /** Its sessions, dealt out to connections, each update with two rating groups. */
    List<ChargingCalls> calls(int connections, String token) {
        return IntStream.range(0, connections)
                .mapToObj(c -> ChargingCalls.of("bench",
                        IntStream.range(0, refs.size()).filter(i -> i % connections == c).mapToObj(refs::get).toList(),
                        "update", 2, token))
                .toList();
    }
}
