package io.planshare.charging;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Columns for set-based statements: one array for each, unnested side by side in SQL ({@code cast(:ids as uuid[])}). Texts
 * stand for uuid, timestamptz and jsonb alike.
 */
public final class SqlArray {

    private SqlArray() {}

    public static <T> @Nullable String[] texts(Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        var texts = new @Nullable String[rows.size()];
        int i = 0;
        for (var row : rows) {
            var value = column.apply(row);
            texts[i++] = value == null ? null : value.toString();
        }
        return texts;
    }

    public static <T> @Nullable String[] texts(Collection<T> values) {
        return texts(values, value -> value);
    }

    public static <T> Long[] longs(Collection<T> rows, ToLongFunction<T> column) {
        return rows.stream().map(column::applyAsLong).toArray(Long[]::new);
    }

    /** PostgreSQL keeps microseconds; more would be rounded up, perhaps past an edge. */
    public static Instant micros(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
