package io.planshare.theft;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.ObservationKind;
import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.EnforcementEvent.EnforcementFailed;
import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.DeviceStatus;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.TheftEvent.RestrictionChanged;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole service: events in by Kafka, orders by HTTP, events out by Kafka. */
@ServiceTest
class TheftServiceTest {

    private static final List<String> ALL = List.of("enrollment-service", "quota-service", "charging-service",
            "sim-allocation-service");

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private TestClock clock;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private MeterRegistry meters;

    private final DeviceId device = DeviceId.next();
    private final SubscriptionId subscription = SubscriptionId.next();
    private final SimCardId card = SimCardId.next();

    @AfterEach
    void backToTheMachinesTime() {
        clock.reset();
    }

    @Test
    void an_order_is_published_acknowledged_by_four_and_lifted_likewise() {
        enrolled();

        var restriction = order();
        var ordered = published(RestrictionOrdered.class);
        assertThat(ordered.subscriptionIds()).containsExactly(subscription);
        assertThat(ordered.simCardIds()).containsExactly(card);

        acknowledge(ordered, Duration.ofMillis(40), ALL.subList(0, 3));
        await().untilAsserted(() -> assertThat(outcomes(restriction)).containsExactly("APPLIED", "APPLIED", "APPLIED",
                "MISSING"));
        assertThat(shown(restriction).path("state").asString()).isEqualTo("ORDERED");

        acknowledge(ordered, Duration.ofMillis(730), ALL.subList(3, 4));
        await().untilAsserted(() -> assertThat(shown(restriction).path("state").asString()).isEqualTo("ENFORCED"));
        assertThat(shown(restriction).path("slowest").path("service").asString()).isEqualTo("sim-allocation-service");
        assertThat(shown(restriction).path("slowest").path("took").asString()).isEqualTo("PT0.73S");

        nobody.as("theft:write").post("/v1/restrictions/" + restriction + "/lift", "{\"reason\": \"found\"}");
        var lifted = published(RestrictionLifted.class);
        assertThat(lifted.version()).isEqualTo(ordered.version() + 1);
        assertThat(lifted.simCardIds()).containsExactly(card);
        assertThat(shown(restriction).path("state").asString()).isEqualTo("LIFTING");
        acknowledge(lifted, Duration.ofMillis(5), ALL);
        await().untilAsserted(() -> assertThat(shown(restriction).path("state").asString()).isEqualTo("LIFTED"));
    }

    @Test
    void what_one_of_four_does_not_acknowledge_is_sent_again_with_a_new_id_until_he_does() {
        enrolled();
        var restriction = order();
        var ordered = published(RestrictionOrdered.class);
        acknowledge(ordered, Duration.ofMillis(5), ALL.subList(1, 4));
        await().untilAsserted(() -> assertThat(outcomes(restriction)).containsExactly("MISSING", "APPLIED", "APPLIED",
                "APPLIED"));

        clock.advance(Duration.ofSeconds(6));
        await().until(() -> deliveries().size() == 2);
        assertThat(deliveries()).containsOnly(ordered);
        assertThat(shown(restriction).path("sends").asInt()).isEqualTo(2);
        assertThat(meters.counter("planshare.restriction.resent", "service", "enrollment-service").count())
                .isPositive();

        clock.advance(Duration.ofSeconds(11));
        await().until(() -> deliveries().size() == 3);

        acknowledge(ordered, Duration.ofSeconds(17), ALL.subList(0, 1));
        await().untilAsserted(() -> assertThat(shown(restriction).path("state").asString()).isEqualTo("ENFORCED"));
        clock.advance(Duration.ofHours(1));
        await().during(Duration.ofSeconds(2)).until(() -> deliveries().size() == 3);
    }

    @Test
    void who_fails_is_shown_told_again_and_then_counted() {
        enrolled();
        var restriction = order();
        var ordered = published(RestrictionOrdered.class);
        acknowledge(ordered, Duration.ofMillis(5), ALL.subList(0, 3));
        topics.publish(new EnforcementFailed(Cause.THEFT, device.toString(), ordered.restrictionId().value(),
                ordered.version(), "sim-allocation-service", "register does not answer"));
        await().untilAsserted(() -> assertThat(outcomes(restriction)).containsExactly("APPLIED", "APPLIED", "APPLIED",
                "FAILED"));

        clock.advance(Duration.ofSeconds(6));
        await().until(() -> deliveries().size() == 2);
        acknowledge(ordered, Duration.ofSeconds(7), ALL.subList(3, 4));
        await().untilAsserted(() -> assertThat(shown(restriction).path("state").asString()).isEqualTo("ENFORCED"));
    }

    @Test
    void a_later_order_silences_the_earlier_one() {
        enrolled();
        order();
        order();
        await().until(() -> deliveries().size() == 2);

        clock.advance(Duration.ofSeconds(6));
        await().until(() -> deliveries().size() == 3);

        assertThat(deliveries().stream().map(RestrictionChanged::version))
                .containsExactly(1L, 2L, 2L);
    }

    @Test
    void answers_to_somebody_elses_cause_or_to_nothing_are_left_out() {
        enrolled();
        var restriction = order();
        var ordered = published(RestrictionOrdered.class);

        topics.publish(new EnforcementApplied(Cause.SIM_GROUP, device.toString(), ordered.restrictionId().value(), 1,
                "quota-service", Duration.ZERO, ""));
        topics.publish(new EnforcementApplied(Cause.THEFT, device.toString(), UUID.randomUUID(), 1, "quota-service",
                Duration.ZERO, ""));
        topics.publish(new EnforcementApplied(Cause.THEFT, device.toString(), ordered.restrictionId().value(), 99,
                "quota-service", Duration.ZERO, ""));
        topics.publish(new EnforcementApplied(Cause.THEFT, device.toString(), ordered.restrictionId().value(), 1,
                "billing-service", Duration.ZERO, ""));
        acknowledge(ordered, Duration.ofMillis(5), ALL.subList(0, 1));

        await().untilAsserted(() -> assertThat(outcomes(restriction)).containsExactly("APPLIED", "MISSING", "MISSING",
                "MISSING"));
    }

    @Test
    void use_and_oddities_of_a_device_are_kept_once_and_shown_the_latest_first() {
        var begin = Instant.parse("2026-11-20T10:00:00Z");
        var first = usage(begin);
        var odd = new Observed(UUID.randomUUID(), device, subscription, ObservationKind.PEI_MISMATCH,
                begin.plusSeconds(30));
        var second = usage(begin.plusSeconds(60));
        topics.publish(first, second, odd, first, odd);

        var path = "/v1/devices/" + device + "/observations";
        await().untilAsserted(() -> assertThat(nobody.as("theft:read").get(path).body().path("items").size())
                .isEqualTo(3));
        var page = nobody.as("theft:read").get(path + "?limit=2").body();
        assertThat(ids(page)).containsExactly(second.recordId(), odd.observationId());
        var rest = nobody.as("theft:read").get(path + "?limit=2&after=" + page.path("next").asString()).body();
        assertThat(ids(rest)).containsExactly(first.recordId());
        assertThat(rest.path("next").isString()).isFalse();
        assertThat(rest.path("items").path(0).path("usage").path("metered").asLong()).isEqualTo(1000);
        assertThat(page.path("items").path(1).path("kind").asString()).isEqualTo("PEI_MISMATCH");
    }

    @Test
    void wrong_questions_about_observations_name_their_fault() {
        assertThat(nobody.as("theft:read").get("/v1/devices/7/observations").pointer()).isEqualTo("#path/deviceId");
        assertThat(nobody.as("theft:read").get("/v1/devices/" + device + "/observations?after=bm93fHg").pointer())
                .isEqualTo("#query/after");
        assertThat(nobody.as("theft:write").get("/v1/devices/" + device + "/observations").status()).isEqualTo(403);
    }

    /** The device is there and holds the card; an older state that comes late says otherwise and is not believed. */
    private void enrolled() {
        topics.publish(subscription(2, device), subscription(1, null),
                new DeviceChanged(device, 1, List.of(), "PHONE", PartyId.next(), DeviceStatus.ACTIVE));
        topics.awaitConsumed();
    }

    private SubscriptionChanged subscription(long version, @Nullable DeviceId heldBy) {
        return new SubscriptionChanged(subscription, version, AccountId.next(), PlanId.next(),
                SubscriptionStatus.ACTIVE, keys.of(new Imsi("262990000000001")), null, null, card, heldBy, 1);
    }

    /** What the service published about this device, each event id once. */
    private List<RestrictionChanged> deliveries() {
        return topics.published(RestrictionChanged.class).stream().filter(it -> it.deviceId().equals(device)).toList();
    }

    private <E extends RestrictionChanged> E published(Class<E> type) {
        return topics.awaitPublished(type, it -> it.deviceId().equals(device));
    }

    private String order() {
        var ordered = nobody.as("theft:write").freshKey().post("/v1/devices/" + device + "/restrictions",
                "{\"level\": \"R3\", \"reason\": \"stolen\"}");
        assertThat(ordered.status()).as(ordered.raw()).isEqualTo(201);
        return ordered.body().path("restrictionId").asString();
    }

    private void acknowledge(RestrictionChanged change, Duration took, List<String> services) {
        services.forEach(service -> topics.publish(new EnforcementApplied(Cause.THEFT, change.key(),
                change.restrictionId().value(), change.version(), service, took, "done")));
    }

    private UsageRecorded usage(Instant occurredAt) {
        return new UsageRecorded(UUID.randomUUID(), device, subscription, card,
                new UsagePayer(null, subscription, AccountId.next(), null), "ref", 100L, UnitType.OCTET,
                Units.of(1000), List.of(), List.of(), Units.of(1000), null, null, occurredAt, occurredAt, false);
    }

    private JsonNode shown(String restriction) {
        return nobody.as("theft:read").get("/v1/restrictions/" + restriction).body();
    }

    private List<String> outcomes(String restriction) {
        return shown(restriction).path("acknowledgements").valueStream().map(it -> it.path("outcome").asString())
                .toList();
    }

    private static List<UUID> ids(JsonNode page) {
        return page.path("items").valueStream().map(it -> UUID.fromString(it.path("observationId").asString()))
                .toList();
    }
}
