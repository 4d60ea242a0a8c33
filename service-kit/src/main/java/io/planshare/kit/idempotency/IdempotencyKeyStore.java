package io.planshare.kit.idempotency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table idempotency_key. */
final class IdempotencyKeyStore {

    private static final int PURGED_AT_ONCE = 5_000;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    IdempotencyKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Remembered(byte[] hash, StoredAnswer answer) {}

    /** Keeps this key to the running transaction; false if another one has it. */
    boolean tryLock(KeyedRequest request) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))").param(request.scope())
                .query(Boolean.class).single();
    }

    /** Waits for the key, as long as the database's lock_timeout lets it. */
    void lock(KeyedRequest request) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))::text").param(request.scope())
                .query(String.class).optional();
    }

    Optional<Remembered> find(KeyedRequest request, Instant now) {
        return jdbc.sql("""
                        SELECT request_hash, status, headers::text, body FROM idempotency_key
                        WHERE caller = ? AND method = ? AND path = ? AND key = ? AND expires_at > ?""")
                .params(request.caller(), request.method(), request.path(), request.key().value(), utc(now))
                .query(IdempotencyKeyStore::row).optional();
    }

    void remember(KeyedRequest request, StoredAnswer answer, Instant now) {
        jdbc.sql(
                """
                INSERT INTO idempotency_key (caller, method, path, key, request_hash, status, headers, body, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                ON CONFLICT (caller, method, path, key) DO UPDATE SET request_hash = excluded.request_hash,
                    status = excluded.status, headers = excluded.headers, body = excluded.body,
                    created_at = excluded.created_at, expires_at = excluded.expires_at""")
                .params(request.caller(), request.method(), request.path(), request.key().value(), request.hash(),
                        answer.status(), JSON.writeValueAsString(answer.headers()), answer.body(), utc(now),
                        utc(now.plus(request.keep())))
                .update();
    }

    /** Forgets keys that have expired, not all at once; answers how many. */
    int purge(Instant now) {
        return jdbc.sql("""
                        DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM idempotency_key WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED))""")
                .params(utc(now), PURGED_AT_ONCE).update();
    }

    private static Remembered row(ResultSet row, int number) throws SQLException {
        return new Remembered(row.getBytes(1),
                new StoredAnswer(row.getInt(2), JSON.readValue(row.getString(3), HEADERS), row.getBytes(4)));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
