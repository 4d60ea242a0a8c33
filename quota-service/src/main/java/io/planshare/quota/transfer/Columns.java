package io.planshare.quota.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

import static java.util.Objects.requireNonNull;

/** Values on their way out of and into SQL. */
final class Columns {

    private Columns() {}

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return requireNonNull(row.getObject(column, UUID.class), column);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return requireNonNull(row.getObject(column, OffsetDateTime.class), column).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static Units units(ResultSet row, String column) throws SQLException {
        return Units.of(row.getLong(column));
    }

    /** A column for a set-based statement; texts stand for uuid and timestamptz alike. */
    static <T> @Nullable String[] texts(Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        var texts = new @Nullable String[rows.size()];
        int i = 0;
        for (var row : rows) {
            var value = column.apply(row);
            texts[i++] = value == null ? null : value.toString();
        }
        return texts;
    }

    static <T> @Nullable Long[] counts(Collection<T> rows, Function<T, @Nullable Units> column) {
        var counts = new @Nullable Long[rows.size()];
        int i = 0;
        for (var row : rows) {
            var units = column.apply(row);
            counts[i++] = units == null ? null : units.count();
        }
        return counts;
    }
}
