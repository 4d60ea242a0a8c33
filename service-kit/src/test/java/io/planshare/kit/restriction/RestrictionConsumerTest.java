package io.planshare.kit.restriction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.EventType;
import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.event.Topic;
import io.planshare.kit.fixture.KitDatabase;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.OutboxAccess;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RestrictionConsumerTest {

    private static final KitDatabase DATABASE = KitDatabase.fresh();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final DeviceId device = DeviceId.next();
    private final SubscriptionId subscription = SubscriptionId.next();
    private final Restrictions restrictions = new Restrictions(new RestrictionStore(DATABASE.jdbc()));
    private final List<RestrictionChanged> enforced = new ArrayList<>();
    private final RestrictionConsumer consumer = new RestrictionConsumer("charging-service",
            new RestrictionStore(DATABASE.jdbc()),
            OutboxAccess.of(DATABASE, "charging-service", Set.of(Topic.ENFORCEMENT_ACK)),
            Clock.fixed(NOW, ZoneOffset.UTC), change -> {
                enforced.add(change);
                return "2 sessions closed";
            });

    @AfterEach
    void clear() {
        DATABASE.clear();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void an_order_is_in_force_and_acknowledged_when_it_is_committed() {
        var order = ordered(1, RestrictionLevel.R3);
        deliver(order);

        assertThat(restrictions.levelOf(device)).isEqualTo(RestrictionLevel.R3);
        assertThat(restrictions.levelOfSubscription(subscription)).isEqualTo(RestrictionLevel.R3);
        assertThat(restrictions.levels(List.of(device, DeviceId.next())))
                .isEqualTo(Map.of(device, RestrictionLevel.R3));
        assertThat(acknowledged()).containsExactly(new EnforcementApplied(Cause.THEFT, device.toString(),
                order.restrictionId().value(), 1, "charging-service", Duration.ofSeconds(2), "2 sessions closed"));
    }

    @Test
    void every_delivery_is_acknowledged_also_a_repeated_one_but_enforced_once() {
        var order = ordered(1, RestrictionLevel.R2);
        deliver(order, order);
        deliver(order);

        assertThat(enforced).containsExactly(order);
        assertThat(acknowledged()).hasSize(3).allSatisfy(ack -> {
            assertThat(ack.version()).isEqualTo(1);
            assertThat(ack.enforcedId()).isEqualTo(order.restrictionId().value());
        });
        assertThat(acknowledged().getLast().detail()).startsWith("nothing to do");
    }

    @Test
    void a_lower_version_is_acknowledged_and_changes_nothing() {
        var newer = ordered(5, RestrictionLevel.R3);
        var older = ordered(4, RestrictionLevel.R1);
        deliver(newer);
        deliver(older);

        assertThat(restrictions.levelOf(device)).isEqualTo(RestrictionLevel.R3);
        assertThat(enforced).containsExactly(newer);
        assertThat(acknowledged()).extracting(EnforcementApplied::version).containsExactly(5L, 4L);
    }

    @Test
    void a_lift_ends_it_and_is_acknowledged_too() {
        deliver(ordered(1, RestrictionLevel.R4), new RestrictionLifted(RestrictionId.next(), 2, device,
                List.of(subscription), List.of(), "found again", "op-1", NOW.plusSeconds(5)));

        assertThat(restrictions.levelOf(device)).isEqualTo(RestrictionLevel.NONE);
        assertThat(restrictions.levelOfSubscription(subscription)).isEqualTo(RestrictionLevel.NONE);
        assertThat(restrictions.levels(List.of(device))).isEmpty();
        assertThat(acknowledged()).extracting(EnforcementApplied::took)
                .containsExactly(Duration.ofSeconds(2), Duration.ZERO);
    }

    @Test
    void a_subscription_is_bound_by_the_strictest_of_its_devices() {
        deliver(ordered(1, RestrictionLevel.R1));
        var other = new RestrictionOrdered(RestrictionId.next(), 1, DeviceId.next(), RestrictionLevel.R3,
                List.of(subscription), List.of(), "stolen", "op-1", NOW);
        deliver(other);
        assertThat(restrictions.levelOfSubscription(subscription)).isEqualTo(RestrictionLevel.R3);
    }

    @Test
    void nothing_is_in_force_or_acknowledged_if_the_transaction_fails() {
        DATABASE.transaction().executeWithoutResult(open -> {
            consumer.accept(List.of(received(ordered(1, RestrictionLevel.R3))));
            open.setRollbackOnly();
        });
        assertThat(restrictions.levelOf(device)).isEqualTo(RestrictionLevel.NONE);
        assertThat(acknowledged()).isEmpty();
    }

    private RestrictionOrdered ordered(long version, RestrictionLevel level) {
        return new RestrictionOrdered(RestrictionId.next(), version, device, level, List.of(subscription),
                List.of(SimCardId.next()), "reported stolen", "op-1", NOW.minusSeconds(2));
    }

    private void deliver(RestrictionChanged... changes) {
        DATABASE.transaction().executeWithoutResult(open -> consumer.accept(
                Arrays.stream(changes).map(RestrictionConsumerTest::received).toList()));
    }

    private static Received received(RestrictionChanged change) {
        return new Received(UUID.randomUUID().toString(), change, NOW, null);
    }

    private static List<EnforcementApplied> acknowledged() {
        return DATABASE.owner().sql("SELECT payload FROM outbox ORDER BY id")
                .query((row, n) -> (EnforcementApplied) EventJson.read(EventType.ENFORCEMENT_APPLIED,
                        row.getString(1).getBytes(UTF_8)))
                .list();
    }
}
