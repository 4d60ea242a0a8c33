package io.planshare.kit.audit;

import java.time.Clock;
import java.time.ZoneOffset;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

/** The append-only table audit_entry. Writes under /v1 enter it by themselves; others may be added by hand. */
public final class AuditTrail {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Stands or falls with the running transaction. */
    public void record(AuditEntry entry) {
        jdbc.sql("""
                 INSERT INTO audit_entry (at, subject, client, method, route, ids, reason, status, trace_id)
                 VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)""")
                .param(clock.instant().atOffset(ZoneOffset.UTC)).param(entry.subject()).param(entry.client())
                .param(entry.method()).param(entry.route()).param(JSON.writeValueAsString(entry.ids()))
                .param(entry.reason()).param(entry.status()).param(entry.traceId()).update();
    }
}
