package io.planshare.kit.partition;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import io.planshare.kit.fixture.KitDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PartitionTest {

    private final KitDatabase database = KitDatabase.fresh();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_migrated_database_has_partitions_from_what_may_still_come_to_three_days_ahead() {
        assertThat(partitions("outbox")).contains(name("outbox", -1), name("outbox", 3), "outbox_default").hasSize(6);
        assertThat(partitions("inbox")).contains(name("inbox", -21), name("inbox", 3), "inbox_default").hasSize(26);
    }

    @Test
    void the_service_makes_the_missing_ones_without_any_right_of_its_own() {
        database.owner().sql("DROP TABLE " + name("outbox", 3)).update();

        new PartitionKeeper(database.jdbc()).keep();

        assertThat(partitions("outbox")).contains(name("outbox", 3));
        assertThatThrownBy(() -> database.jdbc().sql("CREATE TABLE mine (id int)").update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> database.jdbc().sql("SELECT drop_partitions_before('2999-01-01')").query(Integer.class)
                .single()).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> database.jdbc().sql("INSERT INTO " + name("outbox", 0) + " DEFAULT VALUES").update())
                .isInstanceOf(DataAccessException.class).hasStackTraceContaining("permission denied");
    }

    @Test
    void a_row_without_a_partition_is_kept_and_moves_once_there_is_one() {
        database.owner().sql("DROP TABLE " + name("outbox", 0)).update();
        insert(1, 0);
        assertThat(rowsOf("outbox_default")).isEqualTo(1);

        new PartitionKeeper(database.jdbc()).keep();

        assertThat(rowsOf("outbox_default")).isZero();
        assertThat(rowsOf(name("outbox", 0))).isEqualTo(1);
    }

    @Test
    void an_old_partition_is_dropped_when_all_of_it_is_sent_and_not_before() {
        createAround(-20);
        insert(1, -20);
        insert(2, -19);

        drop();
        assertThat(partitions("outbox")).contains(name("outbox", -20), name("outbox", -19))
                .doesNotContain(name("outbox", -21), name("outbox", -18));

        database.jdbc().sql("UPDATE outbox_cursor SET position = 1, passed = 1").update();
        assertThat(drop()).isEqualTo(1);
        assertThat(partitions("outbox")).doesNotContain(name("outbox", -20)).contains(name("outbox", -19));

        database.jdbc().sql("UPDATE outbox_cursor SET position = 2, passed = 2").update();
        assertThat(drop()).isEqualTo(1);
    }

    @Test
    void a_partition_stays_for_as_long_as_its_table_says() {
        createAround(-14);
        drop();
        assertThat(partitions("outbox")).contains(name("outbox", -14)).doesNotContain(name("outbox", -15));
        assertThat(partitions("inbox")).contains(name("inbox", -21)).doesNotContain(name("inbox", -22));
    }

    @Test
    void a_reader_in_the_way_delays_the_drop_and_nothing_else() {
        createAround(-30);
        var before = partitions("inbox").size();
        database.transaction().executeWithoutResult(open -> {
            database.jdbc().sql("SELECT count(*) FROM inbox").query(Long.class).single();
            assertThat(drop()).as("outbox only").isEqualTo(5);
        });
        assertThat(partitions("inbox")).hasSize(before);
        assertThat(drop()).isPositive();
    }

    private void createAround(int days) {
        database.owner().sql("SELECT create_partitions_around(:day)").param("day", today.plusDays(days))
                .query(Integer.class).single();
    }

    private int drop() {
        return database.owner().sql("SELECT drop_partitions()").query(Integer.class).single();
    }

    private void insert(long id, int days) {
        database.jdbc()
                .sql("""
                     INSERT INTO outbox (id, recorded_at, ce_id, ce_type, ce_source, ce_time, topic, key, payload)
                     VALUES (:id, :at, gen_random_uuid(), 't', 's', now(), 't', 'k', '{}')""")
                .param("id", id).param("at", today.plusDays(days).atTime(12, 0).atOffset(ZoneOffset.UTC)).update();
    }

    private long rowsOf(String table) {
        return database.owner().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    private List<String> partitions(String table) {
        return database.owner()
                .sql("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = :table::regclass")
                .param("table", table).query((row, n) -> row.getString(1)).list();
    }

    private String name(String table, int days) {
        return table + "_" + today.plusDays(days).toString().replace("-", "");
    }
}
