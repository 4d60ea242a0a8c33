package io.planshare.charging.rating;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.page.Cursor;
import io.planshare.model.TariffId;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Rows of tariffs and their versions: written once. */
@Repository
class TariffStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TariffStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A version but for its number and its begin. */
    private record Content(List<NetworkZone> zones, List<TimeBand> timeBands, List<TariffEntry> entries) {}

    Map<TariffId, Tariff> all() {
        return withVersions(jdbc.sql("select * from tariff").query((row, _) -> tariff(row)).list()).stream()
                .collect(toMap(Tariff::id, identity()));
    }

    Optional<Tariff> find(TariffId id) {
        return withVersions(jdbc.sql("select * from tariff where tariff_id = :id").param("id", id.value())
                .query((row, _) -> tariff(row)).list()).stream().findFirst();
    }

    /** One row more than the page has. */
    List<Tariff> list(Cursor cursor) {
        return withVersions(jdbc.sql("select * from tariff where tariff_id > :after order by tariff_id limit :rows")
                .param("after", cursor.afterId().orElse(BEFORE_ALL)).param("rows", cursor.limit() + 1)
                .query((row, _) -> tariff(row)).list());
    }

    /** False if the id is taken. */
    boolean insert(Tariff tariff, Instant now) {
        return jdbc
                .sql("""
                     insert into tariff (tariff_id, name, currency, created_at)
                     values (:id, :name, :currency, cast(:now as timestamptz)) on conflict (tariff_id) do nothing""")
                .param("id", tariff.id().value()).param("name", tariff.name()).param("currency", tariff.currency())
                .param("now", now.toString()).update() == 1;
    }

    void insert(TariffId id, TariffVersion version, Instant now) {
        var content = new Content(version.zones(), version.timeBands(), version.entries());
        jdbc.sql(
                """
                insert into tariff_version (tariff_id, number, valid_from, content, created_at)
                values (:id, :number, cast(:from as timestamptz), cast(:content as jsonb), cast(:now as timestamptz))""")
                .param("id", id.value()).param("number", version.number())
                .param("from", version.validFrom().toString()).param("content", json.writeValueAsString(content))
                .param("now", now.toString()).update();
    }

    private List<Tariff> withVersions(Collection<Tariff> tariffs) {
        var versions = new HashMap<TariffId, List<TariffVersion>>();
        jdbc.sql("select * from tariff_version where tariff_id = any(cast(:ids as uuid[])) order by tariff_id, number")
                .param("ids", texts(tariffs, Tariff::id)).query(row -> {
                    versions.computeIfAbsent(new TariffId(row.getObject("tariff_id", UUID.class)),
                            _ -> new ArrayList<>()).add(version(row));
                });
        return tariffs.stream().map(found -> new Tariff(found.id(), found.name(), found.currency(),
                versions.getOrDefault(found.id(), List.of()))).toList();
    }

    private TariffVersion version(ResultSet row) throws SQLException {
        var content = json.readValue(row.getString("content"), Content.class);
        return new TariffVersion(row.getInt("number"), row.getTimestamp("valid_from").toInstant(), content.zones(),
                content.timeBands(), content.entries());
    }

    private static Tariff tariff(ResultSet row) throws SQLException {
        return new Tariff(new TariffId(row.getObject("tariff_id", UUID.class)), row.getString("name"),
                row.getString("currency"), List.of());
    }
}
