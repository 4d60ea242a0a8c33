package io.planshare.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.EventType;
import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.model.AccountId;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class RelayTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();
    private static final UUID DEVICE = new UUID(7, 7);

    private final KitTopics topics = new KitTopics().create(Topic.OBSERVATION, Topic.PLAN);
    private final RelayFixture service = new RelayFixture(DATABASE, topics);

    @AfterEach
    void close() {
        service.close();
        topics.close();
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void a_committed_event_arrives_as_a_CloudEvent_in_binary_mode() {
        service.relay();
        publish(5);

        var record = awaitSent(1).getFirst();
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(DEVICE.toString());
        assertThat(EventJson.read(EventType.OBSERVED, record.value())).isEqualTo(Events.observed(DEVICE, 5));
        assertThat(KitTopics.header(record, CloudEvents.SPECVERSION)).isEqualTo("1.0");
        assertThat(KitTopics.header(record, CloudEvents.TYPE)).isEqualTo("io.planshare.observation.observed.v1");
        assertThat(KitTopics.header(record, CloudEvents.SOURCE)).isEqualTo("/planshare/kit-service");
        assertThat(KitTopics.header(record, CloudEvents.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(UUID.fromString(KitTopics.header(record, CloudEvents.ID)).version()).isEqualTo(7);
        assertThat(KitTopics.header(record, CloudEvents.TIME)).endsWith("Z");
    }

    @Test
    void BUG_5_a_lower_id_that_commits_after_a_higher_one_is_still_sent_and_first() throws Exception {
        service.relay();
        try (var slow = new OpenTransaction(service.database)) {
            slow.insert(Events.observed(DEVICE, 1));
            publish(2);
            await().during(Duration.ofMillis(400)).atMost(Duration.ofSeconds(2))
                    .until(() -> topics.all(topics.name(Topic.OBSERVATION)).isEmpty());
            slow.commit();
        }
        assertThat(numbers(awaitSent(2))).containsExactly(1L, 2L);
    }

    @Test
    void a_gap_that_was_rolled_back_is_passed() throws Exception {
        service.relay();
        try (var slow = new OpenTransaction(service.database)) {
            slow.insert(Events.observed(DEVICE, 1));
            publish(2);
            slow.rollback();
        }
        assertThat(numbers(awaitSent(1))).containsExactly(2L);
        publish(3);
        assertThat(numbers(awaitSent(2))).containsExactly(2L, 3L);
    }

    @Test
    void a_long_transaction_that_publishes_nothing_or_elsewhere_holds_nobody_up() throws Exception {
        try (var other = KitDatabase.fresh();
                var elsewhere = new OpenTransaction(other);
                var reader = new OpenTransaction(service.database);
                var rolledBack = new OpenTransaction(service.database)) {
            elsewhere.insert(Events.observed());
            reader.jdbc.sql("SELECT count(*) FROM outbox").query(Long.class).single();
            rolledBack.insert(Events.observed());
            rolledBack.rollback();
            service.relay();
            publish(2);
            assertThat(numbers(awaitSent(1))).containsExactly(2L);
        }
    }

    @Test
    void every_committed_event_is_sent_and_each_key_in_the_order_of_its_row_lock() throws Exception {
        int keys = 4;
        int transactions = 400;
        var random = Seeds.random();
        service.database.owner().sql("CREATE TABLE counter (key bigint PRIMARY KEY, version bigint NOT NULL)").update();
        for (long key = 0; key < keys; key++) {
            service.database.owner().sql("INSERT INTO counter VALUES (:key, 0)").param("key", key).update();
        }
        service.relay(7);
        var committed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < transactions; i++) {
                long seed = random.nextLong();
                threads.submit(() -> committed.addAndGet(commandOn(new Random(seed), keys)));
            }
        }
        var sent = awaitSent(committed.get());
        Map<Long, List<Long>> byKey = new HashMap<>();
        sent.stream().map(RelayTest::observed).collect(groupingBy(event -> event.key()))
                .forEach((key, events) -> byKey.put(UUID.fromString(key).getLeastSignificantBits(),
                        events.stream().map(event -> event.observationId().getLeastSignificantBits()).toList()));
        byKey.forEach((key, versions) -> assertThat(versions).as("versions of key %s", key).isSorted()
                .doesNotHaveDuplicates());
        assertThat(sent).hasSize(committed.get());
    }

    /** Changes one row and publishes its versions, sometimes in vain; how many events it committed. */
    private int commandOn(Random random, int keys) {
        long key = random.nextInt(keys);
        int events = 1 + random.nextInt(3);
        boolean fails = random.nextInt(4) == 0;
        Integer published = service.database.transaction().execute(open -> {
            var batch = new ArrayList<Observed>();
            for (int i = 0; i < events; i++) {
                long version = service.database.jdbc()
                        .sql("UPDATE counter SET version = version + 1 WHERE key = :key RETURNING version")
                        .param("key", key).query(Long.class).single();
                batch.add(Events.observed(new UUID(3, key), version));
            }
            service.outbox().publishAll(batch);
            if (random.nextInt(8) == 0) sleepInDatabase(50 + random.nextInt(100));
            if (fails) open.setRollbackOnly();
            return fails ? 0 : events;
        });
        return published == null ? 0 : published;
    }

    private void sleepInDatabase(int milliseconds) {
        service.database.jdbc().sql("SELECT pg_sleep(:s)").param("s", milliseconds / 1000.0).query((row, n) -> 0)
                .list();
    }

    @Test
    void a_crash_between_sending_and_moving_the_cursor_repeats_at_most_one_batch_with_the_same_ids() throws Exception {
        service.relay(5);
        try (var holder = new OpenTransaction(service.database.access().url(), service.database.access().ownerUser(),
                service.database.access().ownerPassword())) {
            holder.jdbc.sql("LOCK TABLE outbox_cursor IN EXCLUSIVE MODE").update();
            publish(1, 2, 3, 4, 5, 6, 7, 8);
            awaitSent(5);
            int killed = service.database.jdbc()
                    .sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'outbox-relay'"
                            + " AND datname = current_database()")
                    .query(Integer.class).single();
            assertThat(killed).isEqualTo(1);
        }
        var sent = awaitSent(13);
        assertThat(numbers(sent)).containsExactly(1L, 2L, 3L, 4L, 5L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(sent.stream().collect(groupingBy(record -> KitTopics.header(record, CloudEvents.ID)))).hasSize(8);
    }

    @Test
    void of_two_relays_one_sends_and_the_other_takes_over() {
        var first = service.relay();
        var second = service.relay();
        for (int i = 1; i <= 100; i++)
            publish(i);
        assertThat(awaitSent(100)).hasSize(100);

        first.stop();
        for (int i = 101; i <= 120; i++)
            publish(i);
        assertThat(numbers(awaitSent(120))).isSorted().doesNotHaveDuplicates();

        second.stop();
        assertThat(service.cursor()).isEqualTo(120);
    }

    @Test
    void after_a_failed_send_another_producer_begins_again_at_the_cursor() {
        var nobody = new KafkaClients("kit-service", "", Map.of("bootstrap.servers", "127.0.0.1:1"), Map.of(),
                Map.of());
        var attempts = new AtomicInteger();
        service.relay(100, () -> attempts.incrementAndGet() <= 2
                ? new Sender(nobody, Map.of("max.block.ms", 100L))
                : new Sender(topics.clients()));
        publish(1, 2, 3);

        assertThat(numbers(awaitSent(3))).containsExactly(1L, 2L, 3L);
        assertThat(attempts).hasValue(3);
        assertThat(service.meters.get("planshare.outbox.send.failures").counter().count()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(service.cursor()).isEqualTo(3));
    }

    @Test
    void stopping_sends_first_what_is_committed() {
        var relay = service.relay(3);
        for (int i = 1; i <= 50; i++)
            publish(i);
        relay.stop();

        assertThat(numbers(topics.all(topics.name(Topic.OBSERVATION)))).hasSize(50);
        assertThat(service.cursor()).isEqualTo(50);
    }

    @Test
    void what_Kafka_refuses_for_itself_is_parked_and_holds_nothing_up_until_a_replay() {
        topics.alter(topics.name(Topic.PLAN), "max.message.bytes", "3000");
        service.relay();
        var account = AccountId.next();
        publish(1);
        service.database.transaction().executeWithoutResult(open -> service.outbox().publishAll(
                List.of(Events.plan(account, 1), Events.plan(account, 2, 9000), Events.plan(account, 3))));
        publish(2);

        awaitSent(2);
        await().untilAsserted(() -> assertThat(topics.all(topics.name(Topic.PLAN))).hasSize(2));
        await().untilAsserted(() -> assertThat(service.cursor()).isEqualTo(5));
        assertThat(
                service.database.jdbc().sql("SELECT outbox_id || ' ' || cause FROM outbox_parked").query(String.class)
                        .list())
                .containsExactly("3 RecordTooLargeException");
        assertThat(service.meters.get("planshare.outbox.parked").counter().count()).isEqualTo(1);
        assertThat(service.meters.get("planshare.outbox.sent").counter().count()).isEqualTo(4);

        topics.alter(topics.name(Topic.PLAN), "max.message.bytes", "100000");
        assertThat(service.replays().from(3)).isEqualTo(new OutboxReplays.Outcome.Started(3, 3));
        await().untilAsserted(() -> assertThat(topics.all(topics.name(Topic.PLAN))).hasSize(4));
        assertThat(service.database.jdbc().sql("SELECT count(*) FROM outbox_parked").query(Long.class).single())
                .isZero();
    }

    @Test
    void a_replay_sends_again_with_the_same_ids_in_order_and_new_events_after_them() {
        service.relay();
        for (int i = 1; i <= 6; i++)
            publish(i);
        var before = awaitSent(6);
        await().untilAsserted(() -> assertThat(service.cursor()).isEqualTo(6));

        assertThat(service.replays().from(4)).isEqualTo(new OutboxReplays.Outcome.Started(4, 3));
        publish(7);

        var sent = awaitSent(10);
        assertThat(numbers(sent)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 4L, 5L, 6L, 7L);
        assertThat(ids(sent).subList(6, 9)).isEqualTo(ids(before).subList(3, 6));
        var recorded = service.database.jdbc().sql("SELECT recorded_at FROM outbox WHERE id = 7")
                .query((row, n) -> row.getTimestamp(1).toInstant()).single();
        assertThat(service.replays().from(recorded)).isEqualTo(new OutboxReplays.Outcome.Started(7, 1));
        assertThat(service.replays().from(recorded.plusSeconds(3600)))
                .isEqualTo(new OutboxReplays.Outcome.NothingToSend());
        assertThat(service.replays().from(8)).isEqualTo(new OutboxReplays.Outcome.NothingToSend());
    }

    @Test
    void what_is_not_sent_yet_is_told_as_backlog_and_age() {
        service.relay();
        await().until(() -> service.meters.get("planshare.outbox.relay").gauge().value() == 1);
        try (var slow = new OpenTransaction(service.database)) {
            slow.insert(Events.observed(DEVICE, 1));
            publish(2);
            await().untilAsserted(() -> {
                assertThat(service.meters.get("planshare.outbox.backlog").gauge().value()).isEqualTo(2);
                assertThat(service.meters.get("planshare.outbox.oldest.age").gauge().value()).isPositive();
            });
            slow.commit();
        }
        await().untilAsserted(
                () -> assertThat(service.meters.get("planshare.outbox.backlog").gauge().value()).isZero());
    }

    /** A session of its own, whose transaction the test ends. */
    private final class OpenTransaction implements AutoCloseable {
        final JdbcClient jdbc;
        private final SingleConnectionDataSource session;

        OpenTransaction(KitDatabase database) {
            this(database.access().url(), database.access().appUser(), database.access().appPassword());
        }

        OpenTransaction(String url, String user, String password) {
            session = new SingleConnectionDataSource(url, user, password, true);
            session.setAutoCommit(false);
            jdbc = JdbcClient.create(session);
        }

        void insert(Observed event) {
            new OutboxStore(jdbc).insert(List.of(new OutboxStore.Written(UUID.randomUUID().toString(),
                    EventType.OBSERVED.ceType(), topics.name(Topic.OBSERVATION), event.key(), null,
                    EventJson.write(event))), "/planshare/kit-service", event.occurredAt());
        }

        void commit() {
            jdbc.sql("COMMIT").update();
        }

        void rollback() {
            jdbc.sql("ROLLBACK").update();
        }

        @Override
        public void close() {
            session.destroy();
        }
    }

    private void publish(long... numbers) {
        service.database.transaction().executeWithoutResult(open -> {
            for (long number : numbers)
                service.outbox().publish(Events.observed(DEVICE, number));
        });
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitSent(int count) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(topics.all(topics.name(Topic.OBSERVATION))).hasSizeGreaterThanOrEqualTo(count));
        return topics.all(topics.name(Topic.OBSERVATION));
    }

    private static Observed observed(ConsumerRecord<byte[], byte[]> record) {
        return (Observed) EventJson.read(EventType.OBSERVED, record.value());
    }

    private static List<Long> numbers(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(RelayTest::observed).map(event -> event.observationId().getLeastSignificantBits())
                .toList();
    }

    private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> KitTopics.header(record, CloudEvents.ID)).toList();
    }
}
