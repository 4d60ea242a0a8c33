package io.planshare.enrollment.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.Id;
import io.planshare.model.Interval;

import static java.util.Objects.requireNonNull;

/** Reads and writes columns of the types that JDBC does not know by itself. */
public final class Columns {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Columns() {}

    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime utcOrNull(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return requireNonNull(instantOrNull(row, column), column);
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public static Interval interval(ResultSet row, String from, String to) throws SQLException {
        return new Interval(instant(row, from), instantOrNull(row, to));
    }

    public static <T extends Id> T id(ResultSet row, String column, Function<UUID, T> type) throws SQLException {
        return type.apply(requireNonNull(row.getObject(column, UUID.class), column));
    }

    public static <T extends Id> @Nullable T idOrNull(ResultSet row, String column, Function<UUID, T> type)
            throws SQLException {
        var value = row.getObject(column, UUID.class);
        return value == null ? null : type.apply(value);
    }

    public static @Nullable UUID uuidOrNull(@Nullable Id id) {
        return id == null ? null : id.value();
    }

    public static String text(ResultSet row, String column) throws SQLException {
        return requireNonNull(row.getString(column), column);
    }

    public static <E extends Enum<E>> E constant(ResultSet row, String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, text(row, column));
    }

    /** A {@code text[]} as a sorted set. */
    public static Set<String> texts(ResultSet row, String column) throws SQLException {
        var values = (String[]) requireNonNull(row.getArray(column), column).getArray();
        return new TreeSet<>(Set.of(values));
    }

    public static String[] texts(Collection<String> values) {
        return values.stream().sorted().toArray(String[]::new);
    }

    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    public static <T> T json(ResultSet row, String column, TypeReference<T> type) throws SQLException {
        return JSON.readValue(text(row, column), type);
    }
}
