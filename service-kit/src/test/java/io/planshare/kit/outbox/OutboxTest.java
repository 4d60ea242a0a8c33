package io.planshare.kit.outbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.AccountId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");

    private final AtomicInteger woken = new AtomicInteger();
    private final Outbox outbox = new Outbox(new OutboxStore(DATABASE.jdbc()), "kit-service",
            Set.of(Topic.PLAN, Topic.OBSERVATION), topic -> "here-" + topic.topicName(),
            Clock.fixed(NOW.plusNanos(789), ZoneOffset.UTC), new CurrentTrace(null), null, woken::incrementAndGet);

    @AfterEach
    void clear() {
        DATABASE.clear();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void an_event_is_stored_with_all_that_its_record_needs() {
        var plan = Events.plan(AccountId.next(), 3);
        inTransaction(() -> outbox.publish(plan));

        var row = DATABASE.jdbc().sql("SELECT *, ce_time AT TIME ZONE 'UTC' AS utc FROM outbox").query().singleRow();
        assertThat(row).containsEntry("id", 1L).containsEntry("topic", "here-planshare.plan.v1")
                .containsEntry("key", plan.key()).containsEntry("ce_type", "io.planshare.plan.changed.v1")
                .containsEntry("ce_source", "/planshare/kit-service");
        assertThat(row.get("utc")).hasToString("2026-11-23 10:00:00.123456");
        assertThat(row.get("payload")).asString().contains("\"version\":3");
    }

    @Test
    void the_order_given_is_the_order_of_ids() {
        var versions = new ArrayList<Long>();
        for (long version = 1; version <= 300; version++)
            versions.add(version);
        var account = AccountId.next();
        inTransaction(
                () -> outbox.publishAll(versions.stream().map(version -> Events.plan(account, version)).toList()));

        assertThat(DATABASE.jdbc().sql("SELECT (payload::json ->> 'version')::bigint FROM outbox ORDER BY id")
                .query(Long.class).list()).isEqualTo(versions);
    }

    @Test
    void nothing_is_stored_when_the_transaction_rolls_back_and_the_relay_sleeps_on() {
        DATABASE.transaction().executeWithoutResult(open -> {
            outbox.publish(Events.observed());
            open.setRollbackOnly();
        });
        assertThat(stored()).isZero();
        assertThat(woken).hasValue(0);
    }

    @Test
    void one_transaction_wakes_the_relay_once() {
        inTransaction(() -> {
            outbox.publish(Events.observed());
            outbox.publish(Events.observed());
            outbox.publishAll(List.of());
            assertThat(woken).hasValue(0);
        });
        assertThat(woken).hasValue(1);
    }

    @Test
    void outside_a_transaction_nothing_is_published() {
        assertThatThrownBy(() -> outbox.publish(Events.observed())).isInstanceOf(IllegalStateException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void a_topic_that_the_service_does_not_name_is_refused() {
        var other = new Outbox(new OutboxStore(DATABASE.jdbc()), "kit-service", Set.of(Topic.PLAN), Topic::topicName,
                Clock.systemUTC(), new CurrentTrace(null), null, () -> {});
        assertThatThrownBy(() -> inTransaction(() -> other.publish(Events.observed())))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("observation");
    }

    @Test
    void more_than_256_KiB_fail_the_command_and_just_as_much_does_not() {
        var account = AccountId.next();
        int frame = EventJson.write(Events.plan(account, 1, 0)).length();
        inTransaction(() -> outbox.publish(Events.plan(account, 1, Outbox.PAYLOAD_OCTETS_MAX - frame)));
        assertThat(stored()).isEqualTo(1);

        assertThatThrownBy(() -> inTransaction(
                () -> outbox.publish(Events.plan(account, 1, Outbox.PAYLOAD_OCTETS_MAX - frame + 1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("262145 octets");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void octets_count_and_not_characters() {
        var account = AccountId.next();
        var sign = new PlanChanged(account, 1, "€".repeat(90_000), List.of());
        assertThatThrownBy(() -> inTransaction(() -> outbox.publish(sign)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_service_may_neither_change_nor_delete_what_it_has_published() {
        inTransaction(() -> outbox.publish(Events.observed()));
        for (var statement : List.of("UPDATE outbox SET payload = '{}'", "DELETE FROM outbox", "TRUNCATE outbox",
                "DELETE FROM inbox", "DELETE FROM outbox_cursor", "UPDATE partitioned_table SET keep_days = 1")) {
            assertThatThrownBy(() -> DATABASE.jdbc().sql(statement).update()).as(statement)
                    .isInstanceOf(DataAccessException.class).hasStackTraceContaining("permission denied");
        }
    }

    private static long stored() {
        return DATABASE.jdbc().sql("SELECT count(*) FROM outbox").query(Long.class).single();
    }

    private static void inTransaction(Runnable work) {
        DATABASE.transaction().executeWithoutResult(open -> work.run());
    }
}
