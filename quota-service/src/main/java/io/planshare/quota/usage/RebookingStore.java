package io.planshare.quota.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.Rebooking;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.model.ProviderAccountId;

/** Rows of rebookings: what a close changed of a record's parts. Append-only; told again, nothing is added. */
@Repository
class RebookingStore {

    private final JdbcClient jdbc;

    RebookingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(UsageRebooked told, int place, Rebooking part) {}

    void insert(List<UsageRebooked> told) {
        if (told.isEmpty()) return;
        var rows = new ArrayList<Row>();
        for (var each : told) {
            for (int place = 0; place < each.parts().size(); place++) {
                rows.add(new Row(each, place, each.parts().get(place)));
            }
        }
        jdbc.sql("""
                 INSERT INTO use_rebooking (rebooking_id, place, record_id, run_id, from_kind, from_account, to_kind,
                     to_account, units, recorded_at)
                 SELECT * FROM unnest(:ids::uuid[], :places::int[], :records::uuid[], :runs::uuid[], :fromKinds::text[],
                     :froms::uuid[], :toKinds::text[], :tos::uuid[], :units::bigint[], :recorded::timestamptz[])
                 ON CONFLICT DO NOTHING""")
                .param("ids", rows.stream().map(it -> it.told.rebookingId()).toArray(UUID[]::new))
                .param("places", rows.stream().map(Row::place).toArray(Integer[]::new))
                .param("records", rows.stream().map(it -> it.told.recordId()).toArray(UUID[]::new))
                .param("runs", rows.stream().map(it -> it.told.runId()).toArray(UUID[]::new))
                .param("fromKinds", rows.stream().map(it -> it.part.from().kind().name()).toArray(String[]::new))
                .param("froms", rows.stream().map(it -> id(it.part.from().providerAccountId())).toArray(UUID[]::new))
                .param("toKinds", rows.stream().map(it -> it.part.to().kind().name()).toArray(String[]::new))
                .param("tos", rows.stream().map(it -> id(it.part.to().providerAccountId())).toArray(UUID[]::new))
                .param("units", rows.stream().map(it -> it.part.units().count()).toArray(Long[]::new))
                .param("recorded", rows.stream().map(it -> it.told.recordedAt().toString()).toArray(String[]::new))
                .update();
    }

    private static @Nullable UUID id(@Nullable ProviderAccountId id) {
        return id == null ? null : id.value();
    }
}
