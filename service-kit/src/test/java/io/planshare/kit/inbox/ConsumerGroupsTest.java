package io.planshare.kit.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class ConsumerGroupsTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();
    private static final Duration LONG = Duration.ofSeconds(40);

    private final KitTopics topics = new KitTopics().create(Topic.OBSERVATION, Topic.PLAN);
    private final InboxFixture service = new InboxFixture(DATABASE, topics);

    @AfterEach
    void closeTopics() {
        service.close();
        topics.close();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void REL_11_each_event_has_its_effect_once_however_often_it_comes_and_whoever_reads_it() {
        int events = 400;
        var random = Seeds.random();
        var first = instance();
        var second = instance();
        var messages = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (long number = 1; number <= events; number++) {
            var id = UUID.randomUUID();
            for (int copy = random.nextInt(3); copy >= 0; copy--) {
                // Another device is another partition: copies meet in different readers.
                messages.add(service.message(Events.observed(new UUID(copy, random.nextInt(9)), number), id));
            }
        }
        Collections.shuffle(messages, random);
        int third = messages.size() / 3;
        topics.send(messages.subList(0, third));
        await().atMost(LONG).until(() -> service.effects().size() > events / 10);
        first.stop();
        topics.send(messages.subList(third, 2 * third));
        var fourth = instance();
        second.stop();
        topics.send(messages.subList(2 * third, messages.size()));

        await().atMost(LONG).untilAsserted(() -> assertThat(service.effects()).hasSizeGreaterThanOrEqualTo(events));
        await().atMost(LONG).until(this::allIsRead);
        assertThat(service.effects()).isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
        fourth.stop();
    }

    @Test
    void readers_that_were_stopped_and_started_again_go_on() {
        var groups = instance();
        topics.send(List.of(service.message(Events.observed(new UUID(1, 1), 1))));
        await().atMost(LONG).until(() -> service.effects().size() == 1);
        groups.stop();
        groups.start();
        topics.send(List.of(service.message(Events.observed(new UUID(1, 1), 2))));

        await().atMost(LONG).untilAsserted(() -> assertThat(service.effects()).containsExactly(1L, 2L));
    }

    @Test
    void a_record_that_is_poison_for_a_whole_poll_holds_the_others_up_only_shortly() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of());
        var reader = service.readers(service.consumer(events -> {
            if (events.stream().anyMatch(event -> event.event().equals(Events.observed(new UUID(1, 1), 7)))) {
                throw new IllegalStateException("poison");
            }
        }, Topic.OBSERVATION));
        service.start(service.caughtUp(reader), reader);
        topics.send(LongStream.rangeClosed(1, 30).mapToObj(number -> service.message(
                Events.observed(new UUID(1, 1), number))).toList());

        await().atMost(LONG).untilAsserted(() -> assertThat(service.effects()).hasSize(29));
        await().atMost(LONG).until(this::allIsRead);
        assertThat(topics.all(topics.deadLetters(Topic.OBSERVATION))).hasSize(1);
    }

    @Test
    void a_database_that_comes_back_finds_every_record_waiting() {
        var failures = new AtomicInteger(4);
        var reader = service.readers(service.consumer(events -> {
            if (failures.getAndDecrement() > 0) {
                DATABASE.jdbc().sql("SELECT pg_terminate_backend(pg_backend_pid())").query(Boolean.class).single();
            }
        }, Topic.OBSERVATION));
        service.start(service.caughtUp(reader), reader);
        topics.send(LongStream.rangeClosed(1, 10).mapToObj(number -> service.message(
                Events.observed(new UUID(1, 1), number))).toList());

        await().atMost(LONG).untilAsserted(() -> assertThat(service.effects()).hasSize(10));
        assertThat(service.count("retried")).isPositive();
        assertThat(service.count("dead.letters")).isZero();
    }

    @Test
    void a_service_is_caught_up_once_what_its_state_topics_held_at_its_start_is_applied() {
        topics.send(List.of(service.message(Events.plan(AccountId.next(), 1)),
                service.message(Events.plan(AccountId.next(), 1))));
        var gate = new CountDownLatch(1);
        var readers = service.readers(service.consumer(events -> passed(gate), Topic.PLAN),
                new Additive(service.consumer(events -> {}, Topic.OBSERVATION)));
        var caughtUp = service.caughtUp(readers);
        service.start(caughtUp, readers);

        await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> !caughtUp.isCaughtUp("effects"));
        assertThat(new CaughtUpHealthIndicator(caughtUp).health().getStatus().getCode()).isEqualTo("OUT_OF_SERVICE");
        assertThat(caughtUp.isCaughtUp("additive")).isTrue();
        assertThatThrownBy(() -> caughtUp.isCaughtUp("nobody")).isInstanceOf(IllegalArgumentException.class);

        gate.countDown();
        await().atMost(LONG).until(() -> caughtUp.isCaughtUp("effects"));
        assertThat(service.effects()).hasSize(2);
        assertThat(new CaughtUpHealthIndicator(caughtUp).health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void where_there_is_nothing_to_catch_up_with_a_service_is_caught_up_at_once() {
        var readers = service.readers(service.consumer(events -> {}, Topic.PLAN));
        var caughtUp = service.caughtUp(readers);
        service.start(caughtUp, readers);
        await().atMost(LONG).until(() -> caughtUp.isCaughtUp("effects"));
    }

    @Test
    void a_second_instance_is_caught_up_by_what_the_first_has_read() {
        var readers = service.readers(service.consumer(events -> {}, Topic.PLAN));
        topics.send(List.of(service.message(Events.plan(AccountId.next(), 1))));
        service.start(service.caughtUp(readers), readers);
        await().atMost(LONG).until(() -> service.effects().size() == 1);

        var again = service.readers(service.consumer(events -> {}, Topic.PLAN));
        var caughtUp = service.caughtUp(again);
        service.start(caughtUp, again);
        await().atMost(LONG).until(() -> caughtUp.isCaughtUp("effects"));
        assertThat(service.effects()).hasSize(1);
    }

    @Test
    void until_the_topics_exist_nothing_is_read_and_the_service_is_not_caught_up() {
        var exist = new CompletableFuture<Void>();
        var readers = service.readers(service.consumer(events -> {}, Topic.PLAN));
        var caughtUp = service.caughtUp(readers);
        service.start(caughtUp, readers, exist);
        topics.send(List.of(service.message(Events.plan(AccountId.next(), 1))));

        await().during(Duration.ofMillis(300)).atMost(LONG)
                .until(() -> service.effects().isEmpty() && !caughtUp.isCaughtUp("effects"));
        exist.complete(null);
        await().atMost(LONG).until(() -> caughtUp.isCaughtUp("effects"));
    }

    private ConsumerGroups instance() {
        var readers = service.readers(service.consumer(events -> {}, Topic.OBSERVATION));
        return service.start(service.caughtUp(readers), readers);
    }

    private boolean allIsRead() throws Exception {
        var group = topics.clients().group("effects");
        var committed = topics.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        var sent = topics.all(topics.name(Topic.OBSERVATION)).size();
        return committed.values().stream().mapToLong(offset -> offset.offset()).sum() == sent;
    }

    private static void passed(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Additive(EventConsumer other) implements EventConsumer {
        @Override
        public String name() {
            return "additive";
        }

        @Override
        public Set<Topic> topics() {
            return other.topics();
        }

        @Override
        public void accept(List<Received> events) {
            other.accept(events);
        }
    }
}
