package io.planshare.kit.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.Topic;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;
import io.planshare.model.AccountId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class DeliveriesTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();
    private static final UUID DEVICE = new UUID(7, 7);

    private final KitTopics topics = new KitTopics().create(Topic.OBSERVATION);
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
    void what_was_delivered_is_applied_in_one_call_and_in_its_order() {
        var seen = new ArrayList<List<Received>>();
        var progress = apply(service.consumer(seen::add, Topic.OBSERVATION), batch(1, 2, 3));

        assertThat(progress).isEqualTo(new Deliveries.Progress(3, false));
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).extracting(DeliveriesTest::number).containsExactly(1L, 2L, 3L);
        assertThat(service.effects()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_reader_is_given_no_more_at_once_than_it_wants() {
        var seen = new ArrayList<List<Received>>();
        var progress = apply(new Other("slow", 2, service.consumer(seen::add, Topic.OBSERVATION)),
                batch(1, 2, 3, 4, 5));

        assertThat(progress).isEqualTo(new Deliveries.Progress(5, false));
        assertThat(seen).extracting(List::size).containsExactly(2, 2, 1);
        assertThat(service.effects()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_repeated_delivery_has_no_second_effect_within_a_batch_or_later() {
        var batch = batch(1, 2);
        batch.add(batch.getFirst());
        var deliveries = service.deliveries(service.consumer(events -> {}, Topic.OBSERVATION));
        deliveries.apply(batch, () -> false);
        deliveries.apply(batch, () -> false);

        assertThat(service.effects()).containsExactly(1L, 2L);
        assertThat(service.count("applied")).isEqualTo(2);
        assertThat(service.count("repeated")).isEqualTo(4);
    }

    @Test
    void each_consumer_has_its_own_inbox() {
        var batch = batch(1);
        apply(service.consumer(events -> {}, Topic.OBSERVATION), batch);
        apply(new Other("others", 500, service.consumer(events -> {}, Topic.OBSERVATION)), batch);
        assertThat(service.effects()).containsExactly(1L, 1L);
    }

    @Test
    void state_events_come_again_and_stay_out_of_the_inbox() {
        topics.create(Topic.PLAN);
        var plan = service.delivery(0, service.message(Events.plan(AccountId.next(), 1)));
        var deliveries = service.deliveries(service.consumer(events -> {}, Topic.PLAN));
        deliveries.apply(List.of(plan, plan), () -> false);

        assertThat(service.effects()).containsExactly(-1L, -1L);
        assertThat(DATABASE.owner().sql("SELECT count(*) FROM inbox").query(Long.class).single()).isZero();
    }

    @Test
    void an_unknown_type_is_skipped_and_counted() {
        var batch = batch(1, 2);
        batch.getFirst().headers().remove("ce_type");
        batch.getFirst().headers().add("ce_type", InboxFixture.octets("io.planshare.observation.observed.v9"));
        var progress = apply(service.consumer(events -> {}, Topic.OBSERVATION), batch);

        assertThat(progress.done()).isEqualTo(2);
        assertThat(service.effects()).containsExactly(2L);
        assertThat(service.count("unknown")).isEqualTo(1);
    }

    @Test
    void a_poisonous_record_goes_to_the_dead_letters_as_it_was_and_the_others_have_their_effect() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of());
        var batch = batch(LongStream.rangeClosed(1, 20).toArray());
        batch.get(12).headers().add("x-own", InboxFixture.octets("kept"));
        var progress = apply(service.consumer(events -> failOn(events, 13), Topic.OBSERVATION), batch);

        assertThat(progress).isEqualTo(new Deliveries.Progress(20, false));
        assertThat(service.effects()).hasSize(19).doesNotContain(13L).doesNotHaveDuplicates();
        var letters = topics.all(topics.deadLetters(Topic.OBSERVATION));
        assertThat(letters).hasSize(1);
        var letter = letters.getFirst();
        assertThat(letter.value()).isEqualTo(batch.get(12).value());
        assertThat(letter.key()).isEqualTo(batch.get(12).key());
        assertThat(KitTopics.header(letter, "x-own")).isEqualTo("kept");
        assertThat(KitTopics.header(letter, "ce_type")).isEqualTo("io.planshare.observation.observed.v1");
        assertThat(KitTopics.header(letter, DeadLetters.GROUP)).endsWith("kit-service.effects");
        assertThat(KitTopics.header(letter, DeadLetters.TOPIC)).isEqualTo(topics.name(Topic.OBSERVATION));
        assertThat(KitTopics.header(letter, DeadLetters.OFFSET)).isEqualTo("12");
        assertThat(KitTopics.header(letter, DeadLetters.CAUSE)).isEqualTo("java.lang.IllegalArgumentException");
    }

    @Test
    void bytes_that_are_no_event_go_there_too_without_a_try() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of());
        var batch = batch(1, 2, 3);
        var broken = new ConsumerRecord<byte[], byte[]>(batch.get(1).topic(), 1, 1, null, new byte[]{0, -1, 7});
        broken.headers().add("ce_type", InboxFixture.octets("io.planshare.observation.observed.v1"));
        batch.set(1, broken);
        apply(service.consumer(events -> {}, Topic.OBSERVATION), batch);

        assertThat(service.effects()).containsExactly(1L, 3L);
        assertThat(topics.all(topics.deadLetters(Topic.OBSERVATION))).singleElement().satisfies(letter -> {
            assertThat(letter.value()).containsExactly(0, -1, 7);
            assertThat(letter.key()).isNull();
        });
    }

    @Test
    void a_record_that_succeeds_within_the_patience_is_not_dead() {
        var left = new AtomicInteger(2);
        var progress = apply(service.consumer(events -> {
            if (left.getAndDecrement() > 0) throw new IllegalStateException("not yet");
        }, Topic.OBSERVATION), batch(1));

        assertThat(progress.done()).isEqualTo(1);
        assertThat(service.effects()).containsExactly(1L);
    }

    @Test
    void a_record_is_not_skipped_while_the_dead_letters_cannot_be_written() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of("max.message.bytes", "100"));
        var batch = batch(1, 2, 3);
        var deliveries = service.deliveries(service.consumer(events -> failOn(events, 2), Topic.OBSERVATION));

        assertThat(deliveries.apply(batch, () -> false)).isEqualTo(new Deliveries.Progress(1, true));
        assertThat(deliveries.apply(batch.subList(1, 3), () -> false)).isEqualTo(new Deliveries.Progress(0, true));
        assertThat(service.effects()).containsExactly(1L);
        assertThat(service.count("dead.letters.failed")).isEqualTo(2);

        topics.alter(topics.deadLetters(Topic.OBSERVATION), "max.message.bytes", "100000");
        await().untilAsserted(() -> assertThat(deliveries.apply(batch.subList(1, 3), () -> false))
                .isEqualTo(new Deliveries.Progress(2, false)));
        assertThat(service.effects()).containsExactly(1L, 3L);
        assertThat(topics.all(topics.deadLetters(Topic.OBSERVATION))).hasSize(1);
    }

    @Test
    void a_database_that_goes_away_kills_no_record() {
        topics.create(topics.deadLetters(Topic.OBSERVATION), 1, Map.of());
        var deliveries = service.deliveries(service.consumer(events -> DATABASE.jdbc()
                .sql("SELECT pg_terminate_backend(pg_backend_pid())").query(Boolean.class).single(),
                Topic.OBSERVATION));

        var progress = deliveries.apply(batch(1, 2), () -> false);

        assertThat(progress).isEqualTo(new Deliveries.Progress(0, true));
        assertThat(topics.all(topics.deadLetters(Topic.OBSERVATION))).isEmpty();
        assertThat(service.effects()).isEmpty();
    }

    @Test
    void what_takes_too_long_together_is_applied_in_parts() {
        var progress = apply(service.consumer(events -> {
            DATABASE.jdbc().sql("SET LOCAL transaction_timeout = '500ms'").update();
            DATABASE.jdbc().sql("SELECT pg_sleep(:s)").param("s", 0.2 * events.size()).query((row, n) -> 0).list();
        }, Topic.OBSERVATION), batch(1, 2, 3, 4));

        assertThat(progress).isEqualTo(new Deliveries.Progress(4, false));
        assertThat(service.effects()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void one_that_stops_leaves_the_rest_to_the_next() {
        var progress = service.deliveries(service.consumer(events -> {}, Topic.OBSERVATION)).apply(batch(1),
                () -> true);
        assertThat(progress).isEqualTo(new Deliveries.Progress(0, false));
        assertThat(service.effects()).isEmpty();
    }

    private Deliveries.Progress apply(EventConsumer consumer, List<ConsumerRecord<byte[], byte[]>> batch) {
        return service.deliveries(consumer).apply(batch, () -> false);
    }

    private List<ConsumerRecord<byte[], byte[]>> batch(long... numbers) {
        var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (long number : numbers) {
            batch.add(service.delivery(batch.size(), service.message(Events.observed(DEVICE, number))));
        }
        return batch;
    }

    private static void failOn(List<Received> events, long number) {
        if (events.stream().anyMatch(event -> number(event) == number)) {
            throw new IllegalArgumentException("its message may tell something personal");
        }
    }

    private static long number(Received received) {
        return ((Observed) received.event()).observationId().getLeastSignificantBits();
    }

    private record Other(String name, int batchMax, EventConsumer other) implements EventConsumer {
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
