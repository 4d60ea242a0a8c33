package io.planshare.kit.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.planshare.event.Topic;

/** Makes the service's topics in the background, however long it takes until a broker answers. */
public final class TopicCreation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final TopicSettings settings;
    private final Set<Topic> published;
    private final Set<Topic> consumed;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable Thread thread;

    TopicCreation(KafkaClients clients, TopicSettings settings, Set<Topic> published, Set<Topic> consumed) {
        this.clients = clients;
        this.settings = settings;
        this.published = Set.copyOf(published);
        this.consumed = Set.copyOf(consumed);
    }

    /** Completed once all topics exist; cancelled when the service stops before. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("topic-creation").start(this::createAll);
    }

    @Override
    public void stop() {
        done.cancel(false);
        var running = thread;
        if (running != null) running.interrupt();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the readers, which wait for it. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void createAll() {
        boolean told = false;
        while (!done.isDone()) {
            try (var admin = clients.admin("topics")) {
                create(admin);
                done.complete(null);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (!told)
                    LOG.warn("Topics cannot be made yet and are tried every {} s: {}", PAUSE.toSeconds(), e.toString());
                told = true;
                if (!pause()) return;
            }
        }
    }

    private void create(Admin admin) throws Exception {
        var existing = answer(admin.listTopics().names());
        List<NewTopic> missing = wanted().stream().filter(topic -> !existing.contains(topic.name())).toList();
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                answer(creation.getValue());
                LOG.info("Topic {} made", creation.getKey());
            } catch (ExecutionException e) {
                // Another service was faster.
                if (!(e.getCause() instanceof TopicExistsException)) throw e;
            }
        }
    }

    private Collection<NewTopic> wanted() {
        var topics = new LinkedHashSet<NewTopic>();
        published.forEach(topic -> topics.add(of(topic)));
        consumed.forEach(topic -> {
            topics.add(of(topic));
            topics.add(deadLettersOf(topic));
        });
        return topics;
    }

    private NewTopic of(Topic topic) {
        var configuration = topic.isState()
                ? Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
                : Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.retention().toMillis()));
        return new NewTopic(clients.topicName(topic), settings.partitions(), settings.replication())
                .configs(configuration);
    }

    private NewTopic deadLettersOf(Topic topic) {
        return new NewTopic(DeadLetterTopic.of(clients.topicName(topic)), 1, settings.replication()).configs(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.deadLetterRetention().toMillis()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DeadLetterTopic.RECORD_OCTETS_MAX)));
    }

    private static <T> T answer(KafkaFuture<T> future) throws Exception {
        return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
