package io.planshare.kit.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.fixture.KitTopics;

/** Outbox and relays of one service, wired as its auto-configuration does. */
final class RelayFixture implements AutoCloseable {

    final KitDatabase database;
    final KitTopics topics;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Relay> relays = new ArrayList<>();

    RelayFixture(KitDatabase database, KitTopics topics) {
        this.database = database;
        this.topics = topics;
    }

    Outbox outbox() {
        return new Outbox(new OutboxStore(database.jdbc()), "kit-service", Set.of(Topic.PLAN, Topic.OBSERVATION),
                topics.clients()::topicName, Clock.systemUTC(), new CurrentTrace(null), null,
                () -> relays.forEach(Relay::wake));
    }

    OutboxReplays replays() {
        return new OutboxReplays(database.jdbc(), database.transaction(), () -> relays.forEach(Relay::wake));
    }

    Relay relay() {
        return relay(100);
    }

    Relay relay(int batchMax) {
        return relay(batchMax, () -> new Sender(topics.clients()));
    }

    Relay relay(int batchMax, Supplier<Sender> senders) {
        var access = database.access();
        var relay = new Relay(new RelayDatabase(access.url(), access.appUser(), access.appPassword()),
                senders,
                new OutboxSettings(true, batchMax, Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(500),
                        Duration.ofSeconds(5)),
                new OutboxMetrics(meters));
        relays.add(relay);
        relay.start();
        return relay;
    }

    long cursor() {
        return database.jdbc().sql("SELECT position FROM outbox_cursor").query(Long.class).single();
    }

    @Override
    public void close() {
        relays.forEach(Relay::stop);
        database.clear();
    }
}
