package io.planshare.kit.thing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionTemplate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.event.Topic;
import io.planshare.kit.equipment.Equipments;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.inbox.CaughtUp;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a service gets by declaring a consumer, an outbox and a few properties. */
@ServiceTest(properties = {"planshare.events.publishes=observation", "planshare.restrictions.enforced=true",
        "planshare.equipment.enforced=true", "planshare.traces.sampling=1.0"})
class MessagingTest {

    private static final UUID DEVICE = new UUID(5, 5);

    @Autowired
    private Api api;
    @Autowired
    private Topics topics;
    @Autowired
    private Outbox outbox;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private Restrictions restrictions;
    @Autowired
    private Equipments equipments;
    @Autowired
    private CaughtUp caughtUp;
    @Autowired
    private Tracer tracer;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private Echo echo;

    @TestConfiguration(proxyBeanMethods = false)
    static class Consumers {
        @Bean
        Echo echo(Tracer tracer) {
            return new Echo(tracer);
        }
    }

    /** Hears what its own service publishes. */
    static final class Echo implements EventConsumer {

        private final Tracer tracer;
        private final ConcurrentLinkedQueue<Received> heard = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> traces = new ConcurrentLinkedQueue<>();

        Echo(Tracer tracer) {
            this.tracer = tracer;
        }

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.OBSERVATION);
        }

        @Override
        public void accept(List<Received> events) {
            var span = tracer.currentSpan();
            traces.add(span == null ? "none" : span.context().traceId());
            heard.addAll(events);
        }
    }

    @Test
    void an_event_goes_from_a_transaction_to_Kafka_and_to_a_consumer_in_one_trace() {
        var span = tracer.nextSpan().start();
        try (var _ = tracer.withSpan(span)) {
            publish(1);
        } finally {
            span.end();
        }
        topics.awaitPublished(Observed.class, event -> event.equals(Events.observed(DEVICE, 1)));
        await().until(() -> echo.heard.stream().anyMatch(it -> it.event().equals(Events.observed(DEVICE, 1))));
        assertThat(echo.heard).anySatisfy(received -> assertThat(received.traceparent())
                .startsWith("00-" + span.context().traceId()).endsWith("-01"));
        assertThat(echo.traces).contains(span.context().traceId());
    }

    @Test
    void a_restriction_is_enforced_and_acknowledged_and_so_is_its_repetition() {
        var device = DeviceId.next();
        var order = new RestrictionOrdered(RestrictionId.next(), 1, device, RestrictionLevel.R3,
                List.of(SubscriptionId.next()), List.of(), "stolen", "op-1", Instant.now());
        topics.publish(order, order);

        var acknowledged = topics.awaitPublished(EnforcementApplied.class,
                each -> each.subjectKey().equals(device.toString()), 2);
        assertThat(acknowledged).extracting(EnforcementApplied::service).containsOnly("thing-service");
        assertThat(restrictions.levelOf(device)).isEqualTo(RestrictionLevel.R3);
    }

    @Test
    void an_equipment_entry_is_known_once_it_was_read() {
        var hmac = new IdentifierHmac("k1." + "A".repeat(43));
        topics.publish(new EquipmentChanged(UUID.randomUUID(), 1, List.of(hmac), EquipmentStatus.BLACKLISTED, null));
        topics.awaitConsumed();
        assertThat(equipments.statusOf(List.of(hmac))).isEqualTo(EquipmentStatus.BLACKLISTED);
    }

    @Test
    void the_service_becomes_ready_once_it_has_caught_up() {
        await().until(() -> api.get("/actuator/health/readiness").status() == 200);
        assertThat(caughtUp.isCaughtUp("restriction")).isTrue();
        assertThat(caughtUp.isCaughtUp("echo")).isTrue();
    }

    @Test
    void backlog_and_dead_letters_are_measured() {
        assertThat(meters.get("planshare.outbox.backlog").gauge().value()).isNotNegative();
        assertThat(meters.get("planshare.outbox.oldest.age").gauge().value()).isNotNegative();
        assertThat(meters.get("planshare.inbox.dead.letters").tag("consumer", "echo").counter().count()).isZero();
    }

    @Test
    void an_operator_has_events_sent_again() {
        publish(7);
        topics.awaitPublished(Observed.class, event -> event.equals(Events.observed(DEVICE, 7)));

        var operator = api.as("operations:write");
        assertThat(operator.freshKey().post("/v1/outbox-replays", "{\"fromId\":1}").status()).isEqualTo(202);
        assertThat(operator.freshKey().post("/v1/outbox-replays", "{\"from\":\"2999-01-01T00:00:00Z\"}").status())
                .isEqualTo(404);
        topics.awaitConsumed();
        assertThat(echo.heard.stream().filter(it -> it.event().equals(Events.observed(DEVICE, 7)))).hasSize(1);
    }

    @Test
    void a_replay_must_say_from_where_and_is_the_operators_only() {
        var operator = api.as("operations:write");
        for (var bad : List.of("{}", "{\"fromId\":1,\"from\":\"2026-11-23T10:00:00Z\"}", "{\"fromId\":0}",
                "{\"from\":\"yesterday\"}", "{\"to\":1}")) {
            assertThat(operator.freshKey().post("/v1/outbox-replays", bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(api.as("thing:write").post("/v1/outbox-replays", "{\"fromId\":1}").status()).isEqualTo(403);
        assertThat(api.as("thing:write").post("/v1/dead-letter-replays", "{\"topic\":\"OBSERVATION\"}").status())
                .isEqualTo(403);
    }

    @Test
    void dead_letters_are_replayed_for_the_topics_that_are_read_here() {
        var operator = api.as("operations:write");
        var answer = operator.freshKey().post("/v1/dead-letter-replays", "{\"topic\":\"OBSERVATION\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw()).contains("\"replayed\":0");
        assertThat(operator.freshKey().post("/v1/dead-letter-replays", "{\"topic\":\"USAGE\"}").status())
                .isEqualTo(404);
        assertThat(
                operator.freshKey().post("/v1/dead-letter-replays", "{\"topic\":\"OBSERVATION\",\"limit\":0}").status())
                .isEqualTo(400);
    }

    private void publish(long number) {
        transaction.executeWithoutResult(open -> outbox.publish(Events.observed(DEVICE, number)));
    }
}
