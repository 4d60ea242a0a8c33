package io.planshare.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.event.Topic;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;
import io.planshare.kit.topic.KafkaClients;

/** Consumers of one service, wired as its auto-configuration does. Their effect is a row for each event. */
final class InboxFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMillis(300);

    final KitDatabase database;
    final KitTopics topics;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DeadLetters deadLetters;
    private final List<ConsumerGroups> running = new ArrayList<>();

    InboxFixture(KitDatabase database, KitTopics topics) {
        this.database = database;
        this.topics = topics;
        this.deadLetters = new DeadLetters(topics.clients());
        database.owner().sql("CREATE TABLE IF NOT EXISTS effect (id uuid, number bigint)").update();
        database.owner().sql("TRUNCATE effect").update();
    }

    /** Writes an effect for each event, after whatever a test wants to happen first. */
    EventConsumer consumer(Consumer<List<Received>> first, Topic... topics) {
        return new EventConsumer() {
            @Override
            public String name() {
                return "effects";
            }

            @Override
            public Set<Topic> topics() {
                return Set.of(topics);
            }

            @Override
            public void accept(List<Received> events) {
                first.accept(events);
                events.forEach(event -> effect(event));
            }
        };
    }

    private void effect(Received received) {
        long number = received.event() instanceof Observed observed
                ? observed.observationId().getLeastSignificantBits()
                : -1;
        database.jdbc().sql("INSERT INTO effect VALUES (:id::uuid, :number)").param("id", received.id())
                .param("number", number).update();
    }

    List<Long> effects() {
        return database.owner().sql("SELECT number FROM effect ORDER BY number").query((row, n) -> row.getLong(1))
                .list();
    }

    Deliveries deliveries(EventConsumer consumer) {
        return deliveries(consumer, topics.clients());
    }

    private Deliveries deliveries(EventConsumer consumer, KafkaClients clients) {
        var surroundings = new Deliveries.Surroundings(clients, new InboxStore(database.jdbc()), database.transaction(),
                deadLetters, new Spans(null, ObservationRegistry.NOOP), PATIENCE);
        return new Deliveries(consumer, surroundings, new InboxMetrics(meters, consumer.name()));
    }

    Readers readers(EventConsumer... consumers) {
        return Readers.of(List.of(consumers), consumer -> new Reader(deliveries(consumer),
                new InboxMetrics(meters, consumer.name()), Duration.ofMillis(500)));
    }

    /** As one instance of the service. */
    ConsumerGroups start(CaughtUp caughtUp, Readers readers) {
        return start(caughtUp, readers, CompletableFuture.completedFuture(null));
    }

    ConsumerGroups start(CaughtUp caughtUp, Readers readers, CompletableFuture<Void> topicsDone) {
        var groups = new ConsumerGroups(topics.clients(), new ConsumerSettings(true, 50, 1, PATIENCE,
                Duration.ofMillis(500)), readers, topicsDone, caughtUp);
        groups.start();
        running.add(groups);
        return groups;
    }

    CaughtUp caughtUp(Readers readers) {
        return new CaughtUp(readers, true, topics.clients()::topicName);
    }

    DeadLetterReplays replays(Readers readers) {
        return new DeadLetterReplays(topics.clients(), readers, deadLetters);
    }

    double count(String meter) {
        return meters.get("planshare.inbox." + meter).counter().count();
    }

    ProducerRecord<byte[], byte[]> message(Event event) {
        return message(event, UUID.randomUUID());
    }

    ProducerRecord<byte[], byte[]> message(Event event, UUID id) {
        var type = EventType.of(event);
        var record = new ProducerRecord<>(topics.name(type.topic()), octets(event.key()),
                octets(EventJson.write(event)));
        headers(record.headers(), type, id);
        return record;
    }

    /** As if it had been polled. */
    ConsumerRecord<byte[], byte[]> delivery(long offset, ProducerRecord<byte[], byte[]> message) {
        var record = new ConsumerRecord<>(message.topic(), 1, offset, message.key(), message.value());
        message.headers().forEach(record.headers()::add);
        return record;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void headers(Headers headers, EventType type, UUID id) {
        headers.add(CloudEvents.SPECVERSION, octets("1.0"));
        headers.add(CloudEvents.ID, octets(id.toString()));
        headers.add(CloudEvents.TYPE, octets(type.ceType()));
        headers.add(CloudEvents.SOURCE, octets("/planshare/test"));
        headers.add(CloudEvents.TIME, octets(Instant.parse("2026-11-23T10:00:00Z").toString()));
    }

    @Override
    public void close() {
        running.forEach(ConsumerGroups::stop);
        deadLetters.close();
        database.clear();
    }
}
