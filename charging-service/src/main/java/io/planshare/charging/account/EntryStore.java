package io.planshare.charging.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.account.LedgerEntry.Kind;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.problem.Problem;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/** The ledger as written: append-only. */
@Repository
class EntryStore {

    private final JdbcClient jdbc;

    EntryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    LedgerEntry add(ProviderAccountId id, Kind kind, Units units, @Nullable String reference, Instant now) {
        return add(id, kind, units.count(), reference, now);
    }

    /** Units that go. */
    LedgerEntry take(ProviderAccountId id, Kind kind, Units units, @Nullable String reference, Instant now) {
        return add(id, kind, -units.count(), reference, now);
    }

    private LedgerEntry add(ProviderAccountId id, Kind kind, long units, @Nullable String reference, Instant now) {
        var number = jdbc.sql("""
                              insert into ledger_entry (provider_account_id, kind, units, reference, recorded_at)
                              values (:id, :kind, :units, :reference, cast(:now as timestamptz))
                              returning ledger_entry_id""").param("id", id.value()).param("kind", kind.name())
                .param("units", units).param("reference", reference).param("now", now.toString())
                .query((row, _) -> row.getLong(1)).single();
        return new LedgerEntry(number, kind, units, null, reference, now);
    }

    /** Newest first, one row more than the page has. */
    List<LedgerEntry> list(ProviderAccountId id, Cursor cursor) {
        return jdbc.sql("""
                        select * from ledger_entry where provider_account_id = :id and ledger_entry_id < :before
                        order by ledger_entry_id desc limit :rows""").param("id", id.value())
                .param("before", before(cursor)).param("rows", cursor.limit() + 1)
                .query((row, _) -> entry(row)).list();
    }

    private static long before(Cursor cursor) {
        if (cursor.after() == null) return Long.MAX_VALUE;
        try {
            return Long.parseLong(cursor.after());
        } catch (NumberFormatException e) {
            throw Problem.of(400, "invalid-parameter", "The query parameter after is not the next of a page.")
                    .at("#query/after", "must be the next of the page before, unchanged").exception();
        }
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(row.getLong("ledger_entry_id"), Kind.valueOf(row.getString("kind")),
                row.getLong("units"), row.getObject("usage_record_id", UUID.class), row.getString("reference"),
                row.getTimestamp("recorded_at").toInstant());
    }
}
