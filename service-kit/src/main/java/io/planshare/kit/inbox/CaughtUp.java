package io.planshare.kit.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

import io.planshare.event.Topic;

/**
 * Whether this service has read what other services had told when it started (design section 2). Readiness waits for it.
 */
public final class CaughtUp {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Function<Topic, String> topicName;
    private final Set<String> consumers;
    /** By their names, those that have to catch up and have not. */
    private final Map<String, Deliveries> behind = new ConcurrentHashMap<>();
    private final Map<String, Map<TopicPartition, Long>> ends = new HashMap<>();

    CaughtUp(Readers readers, boolean reading, Function<Topic, String> topicName) {
        this.topicName = topicName;
        var all = readers.all().stream().map(Reader::deliveries).toList();
        consumers = all.stream().map(each -> each.consumer().name()).collect(Collectors.toUnmodifiableSet());
        all.stream().filter(each -> reading && each.consumer().caughtUpBeforeReady())
                .forEach(each -> behind.put(each.consumer().name(), each));
    }

    /**
     * Whether that consumer has committed everything its state topics held at this service's start, or another instance of the
     * service has. Once true it stays true; true from the start for a consumer that
     * {@link EventConsumer#caughtUpBeforeReady() need not} catch up.
     *
     * @throws IllegalArgumentException there is no such consumer
     */
    public boolean isCaughtUp(String consumerName) {
        if (!consumers.contains(consumerName)) throw new IllegalArgumentException("no consumer " + consumerName);
        return !behind.containsKey(consumerName);
    }

    /** The consumers that are waited for. */
    Set<String> behind() {
        return Set.copyOf(behind.keySet());
    }

    boolean isComplete() {
        return behind.isEmpty();
    }

    /** Notes what has to be read; before any of the readers starts. The topics exist. */
    void note(Admin admin) throws Exception {
        for (var waiting : behind.entrySet()) {
            ends.put(waiting.getKey(), endsOf(admin, waiting.getValue().consumer().topics()));
        }
    }

    /** Asks how far the consumers have come. */
    void observe(Admin admin) throws Exception {
        for (var waiting : Map.copyOf(behind).entrySet()) {
            var committed = answer(admin.listConsumerGroupOffsets(waiting.getValue().group())
                    .partitionsToOffsetAndMetadata());
            boolean reached = ends.getOrDefault(waiting.getKey(), Map.of()).entrySet().stream().allMatch(end -> {
                var offset = committed.get(end.getKey());
                return offset != null && offset.offset() >= end.getValue();
            });
            if (reached) behind.remove(waiting.getKey());
        }
    }

    /** Where each partition that holds something ends. Without state topics, a reader that asks for it waits for all its topics. */
    private Map<TopicPartition, Long> endsOf(Admin admin, Set<Topic> topics) throws Exception {
        boolean anyState = topics.stream().anyMatch(Topic::isState);
        var names = topics.stream().filter(topic -> topic.isState() || !anyState).map(topicName).toList();
        var partitions = answer(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(CaughtUp::partitions).toList();
        var first = answer(admin.listOffsets(asked(partitions, OffsetSpec.earliest())).all());
        var last = answer(admin.listOffsets(asked(partitions, OffsetSpec.latest())).all());
        var ends = new HashMap<TopicPartition, Long>();
        last.forEach((partition, end) -> {
            var begin = first.get(partition);
            if (begin == null || end.offset() > begin.offset()) ends.put(partition, end.offset());
        });
        return ends;
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(partition -> new TopicPartition(topic.name(), partition.partition()));
    }

    private static Map<TopicPartition, OffsetSpec> asked(Iterable<TopicPartition> partitions, OffsetSpec what) {
        var asked = new LinkedHashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, what));
        return asked;
    }

    private static <T> T answer(KafkaFuture<T> future) throws Exception {
        return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
