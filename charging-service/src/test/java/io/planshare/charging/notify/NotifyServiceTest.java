package io.planshare.charging.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.Interval;
import io.planshare.model.PlanId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;

import static io.planshare.charging.notify.NotifyFixtures.enrolled;
import static io.planshare.charging.notify.NotifyFixtures.map;
import static org.assertj.core.api.Assertions.assertThat;

/** From other services' facts on Kafka to the network function that is called back. */
@ServiceTest
class NotifyServiceTest {

    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    @Autowired
    private Api api;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;

    private final DeviceId device = DeviceId.next();
    private final EnrolledPayer owner = enrolled("INFOTAINMENT", 1, ALWAYS);
    private final EnrolledPayer driver = enrolled("INFOTAINMENT", 2, ALWAYS);

    @Test
    void the_network_is_called_back_when_the_payer_changes_and_when_the_device_is_stolen() throws Exception {
        try (var smf = new NetworkFunction()) {
            var supi = new Imsi(String.format("00102%010d", System.nanoTime() % 10_000_000_000L));
            topics.publish(subscription(supi), new PayerMapChanged(map(device, 1, owner)));
            topics.awaitConsumed();
            openSession(supi, smf);

            topics.publish(new PayerMapChanged(map(device, 2, owner, driver)));
            awaitCall(smf, 1);
            assertThat(smf.calls().getFirst().body()).isEqualTo("{\"notificationType\":\"REAUTHORIZATION\","
                    + "\"reauthorizationDetails\":[{\"ratingGroup\":20}]}");

            var order = new RestrictionOrdered(RestrictionId.next(), 1, device, RestrictionLevel.R3, List.of(),
                    List.of(), "stolen", "care", Instant.now());
            topics.publish(order);
            awaitCall(smf, 2);
            assertThat(smf.calls().getLast().body()).isEqualTo("{\"notificationType\":\"ABORT_CHARGING\"}");
            var applied = topics.awaitPublished(EnforcementApplied.class,
                    ack -> ack.enforcedId().equals(order.restrictionId().value()));
            assertThat(applied.detail()).startsWith("1 sessions open, 1 told to end");
        }
    }

    private SubscriptionChanged subscription(Imsi supi) {
        return new SubscriptionChanged(owner.subscriptionId(), 1, owner.accountId(), PlanId.next(),
                SubscriptionStatus.ACTIVE, keys.of(supi), null, null, null, device, 1);
    }

    private void openSession(Imsi supi, NetworkFunction smf) {
        var opened = api.as("nchf-convergedcharging").post("/nchf-convergedcharging/v3/chargingdata",
                """
                {
                  "subscriberIdentifier": "%s",
                  "nfConsumerIdentification": {"nodeFunctionality": "SMF"},
                  "invocationTimeStamp": "%s",
                  "invocationSequenceNumber": 0,
                  "notifyUri": "%s",
                  "multipleUnitUsage": [{"ratingGroup": 20, "requestedUnit": {}}]
                }""".formatted(supi.supi(), Instant.now(), smf.uri("/notify")));
        assertThat(opened.status()).as(opened.raw()).isEqualTo(201);
    }

    private static void awaitCall(NetworkFunction smf, int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> smf.calls().size() >= count);
        assertThat(smf.calls()).hasSize(count).last().extracting(NetworkFunction.Call::path).isEqualTo("/notify");
    }
}
