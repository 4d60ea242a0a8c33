package io.planshare.kit.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.ObjectProvider;

import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.kit.topic.PublishedTopics;
import io.planshare.kit.topic.TopicCreation;
import io.planshare.model.Id;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

/** The other services, as far as Kafka shows them: tells the service under test something and hears what it tells. */
public final class Topics implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaClients clients;
    private final PublishedTopics published;
    private final ObjectProvider<EventConsumer> consumers;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Event> heard = new LinkedHashMap<>();

    Topics(KafkaClients clients, PublishedTopics published, ObjectProvider<EventConsumer> consumers,
            TopicCreation creation) {
        creation.done().join();
        this.clients = clients;
        this.published = published;
        this.consumers = consumers;
        this.admin = clients.admin("test");
        this.producer = clients.producer("test", Map.of());
        this.consumer = new KafkaConsumer<>(clients.consumerSettings("test", Map.of()));
        listen();
    }

    /** Tells the service these events, in this order, as their publisher would. Returns when the broker has them. */
    public void publish(Event... events) {
        for (var event : events)
            producer.send(Messages.of(clients, Id.next(), event));
        producer.flush();
    }

    /** With a given CloudEvents id: the same one again is a repeated delivery. */
    public void publish(UUID id, Event event) {
        producer.send(Messages.of(clients, id, event));
        producer.flush();
    }

    /**
     * What the service has published so far of this type, or family of types: each event once, those of a key in their order. What
     * it committed a moment ago may still be on its way; see {@link #awaitPublished}.
     */
    public synchronized <E extends Event> List<E> published(Class<E> type) {
        hear();
        return heard.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The first such event, once the service has published it; fails after 30 s. */
    public <E extends Event> E awaitPublished(Class<E> type, Predicate<? super E> such) {
        return await("a " + type.getSimpleName()).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> published(type).stream().filter(such).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** All such events, once there are so many; fails after 30 s. */
    public <E extends Event> List<E> awaitPublished(Class<E> type, Predicate<? super E> such, int count) {
        return await(count + " of " + type.getSimpleName()).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> published(type).stream().filter(such).toList(), found -> found.size() >= count);
    }

    /** Returns when the service is done with all that was published to it; fails after 30 s. */
    public void awaitConsumed() {
        var read = consumers.stream().collect(
                toMap(EventConsumer::name,
                        each -> partitions(each.topics().stream().map(clients::topicName).toList())));
        await("all readers to be done").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL)
                .until(() -> behind(read), List::isEmpty);
    }

    /** Readers that are not done yet, asked for at once: a service has many. */
    private List<String> behind(Map<String, List<TopicPartition>> read)
            throws ExecutionException, InterruptedException {
        var ends = admin.listOffsets(read.values().stream().flatMap(List::stream).distinct()
                .collect(toMap(it -> it, _ -> OffsetSpec.latest()))).all().get();
        var committed = admin.listConsumerGroupOffsets(read.keySet().stream()
                .collect(toMap(clients::group, _ -> new ListConsumerGroupOffsetsSpec()))).all().get();
        return read.entrySet().stream().filter(each -> {
            var done = requireNonNull(committed.get(clients.group(each.getKey())));
            return !each.getValue().stream().allMatch(it -> requireNonNull(ends.get(it)).offset() == 0
                    || done.get(it) instanceof OffsetAndMetadata known
                            && known.offset() >= requireNonNull(ends.get(it)).offset());
        }).map(Map.Entry::getKey).toList();
    }

    private void listen() {
        var partitions = partitions(published.topics().stream().map(clients::topicName).toList());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private List<TopicPartition> partitions(List<String> topics) {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : topics) {
            consumer.partitionsFor(topic).forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
        }
        return partitions;
    }

    private void hear() {
        if (consumer.assignment().isEmpty()) return;
        var ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::hear);
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        if (!Messages.header(record, CloudEvents.SOURCE).equals("/planshare/" + clients.service())) return;
        EventType.named(Messages.header(record, CloudEvents.TYPE)).ifPresent(
                type -> heard.putIfAbsent(Messages.header(record, CloudEvents.ID),
                        EventJson.read(type, record.value())));
    }

    @Override
    public synchronized void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
