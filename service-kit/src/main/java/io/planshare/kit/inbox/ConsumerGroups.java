package io.planshare.kit.inbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

import io.planshare.kit.topic.KafkaClients;

/**
 * Runs the service's readers. They start in the background once their topics exist, and stop after the web server and
 * before the relay.
 */
final class ConsumerGroups implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerGroups.class);
    private static final Duration CAUGHT_UP_EVERY = Duration.ofMillis(100);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What the service's own settings may override: all but these few, which the deliveries' rules rest on. */
    private static final Map<String, Object> TUNING = Map.of(
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000,
            // How long the partitions of a killed instance wait.
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);

    private final KafkaClients clients;
    private final ConsumerSettings settings;
    private final Readers readers;
    private final CompletableFuture<Void> topics;
    private final CaughtUp caughtUp;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private volatile List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = List.of();

    ConsumerGroups(KafkaClients clients, ConsumerSettings settings, Readers readers,
            CompletableFuture<Void> topics, CaughtUp caughtUp) {
        this.clients = clients;
        this.settings = settings;
        this.readers = readers;
        this.topics = topics;
        this.caughtUp = caughtUp;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    @Override
    public void start() {
        stopping = false;
        readers.all().forEach(Reader::start);
        thread = Thread.ofVirtual().name("consumer-start").start(this::run);
    }

    @Override
    public void stop() {
        endStarting();
        var stopped = containers.stream().map(ConsumerGroups::stop).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stopped).join();
        containers = List.of();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 3072;
    }

    private void run() {
        try {
            topics.join();
            while (!stopping) {
                try (var admin = clients.admin("caught-up")) {
                    catchUp(admin);
                    return;
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    LOG.warn("Readers cannot be started or watched yet, tried every {} s: {}", RETRY.toSeconds(),
                            e.toString());
                    Thread.sleep(RETRY);
                }
            }
        } catch (CancellationException | CompletionException | InterruptedException e) {
            LOG.debug("stopped before the readers were caught up", e);
        }
    }

    private void catchUp(Admin admin) throws Exception {
        if (containers.isEmpty()) caughtUp.note(admin);
        startAll();
        while (!stopping && !caughtUp.isComplete()) {
            caughtUp.observe(admin);
            Thread.sleep(CAUGHT_UP_EVERY);
        }
        if (!stopping) LOG.info("Caught up with all state topics");
    }

    private synchronized void endStarting() {
        stopping = true;
        readers.all().forEach(Reader::stop);
        var running = thread;
        if (running != null) running.interrupt();
    }

    private synchronized void startAll() {
        if (stopping) return;
        if (containers.isEmpty()) containers = readers.all().stream().map(this::container).toList();
        containers.stream().filter(container -> !container.isRunning())
                .forEach(ConcurrentMessageListenerContainer::start);
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(Reader reader) {
        var name = reader.deliveries().group();
        var properties = new ContainerProperties(
                reader.deliveries().consumer().topics().stream().map(clients::topicName).toArray(String[]::new));
        properties.setGroupId(name);
        properties.setClientId(name);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMissingTopicsFatal(false);
        // A record comes at once all the same; a pause after a failure cannot be shorter than this.
        properties.setPollTimeout(POLL.toMillis());
        properties.setAuthExceptionRetryInterval(Duration.ofSeconds(10));
        properties.setMessageListener(reader);
        var factory = new DefaultKafkaConsumerFactory<byte[], byte[]>(clients.consumerSettings(name, tuning()));
        var container = new ConcurrentMessageListenerContainer<>(factory, properties);
        container.setBeanName(name);
        container.setConcurrency(settings.threads());
        // The reader throws nothing; should it, nothing may be skipped.
        container.setCommonErrorHandler(new DefaultErrorHandler((record, e) -> {
            throw new IllegalStateException(e);
        }, new FixedBackOff(RETRY.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS)));
        return container;
    }

    private Map<String, Object> tuning() {
        var tuning = new HashMap<>(TUNING);
        tuning.keySet().removeAll(clients.consumerSettings("", Map.of()).keySet());
        tuning.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchMax());
        return tuning;
    }

    private static CompletableFuture<Void> stop(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        var stopped = new CompletableFuture<Void>();
        container.stop(() -> stopped.complete(null));
        return stopped;
    }
}
