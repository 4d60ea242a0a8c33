package io.planshare.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole service: use in by Kafka, sums out by HTTP. */
@ServiceTest
class QuotaServiceTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;

    private final AccountId account = AccountId.next();
    private final SubscriptionId subscription = SubscriptionId.next();
    private final Random random = Seeds.random();

    @Test
    void use_that_charging_tells_again_and_again_counts_once() {
        var told = IntStream.range(0, 200).mapToObj(this::usage).toList();
        var deliveries = new ArrayList<>(told);
        deliveries.addAll(told);
        Collections.shuffle(deliveries, random);
        topics.publish(deliveries.toArray(UsageRecorded[]::new));
        var last = usage(200);
        topics.publish(last);

        topics.publish(UUID.randomUUID(), told.getFirst());
        topics.awaitConsumed();

        var expected = told.stream().mapToLong(it -> it.metered().count()).sum() + last.metered().count();
        assertThat(totals()).isEqualTo("201 records, " + expected + " octets");
    }

    @Test
    void use_that_does_not_add_up_is_put_aside_and_holds_nothing_up() {
        var good = usage(0);
        var odd = new UsageRecorded(Id.next(), good.deviceId(), subscription, null, good.payer(), "ref", 100L,
                UnitType.OCTET, Units.of(5), List.of(), List.of(), Units.of(4), null, null, NOON, NOON, false);

        topics.publish(odd, good);
        topics.awaitConsumed();

        assertThat(totals()).isEqualTo("1 records, " + good.metered() + " octets");
    }

    @Test
    void a_restriction_is_acknowledged() {
        var device = DeviceId.next();
        topics.publish(
                new RestrictionOrdered(RestrictionId.next(), 1, device, RestrictionLevel.R3, List.of(subscription),
                        List.of(), "stolen", "agent", Instant.now()));

        var ack = topics.awaitPublished(EnforcementApplied.class, it -> it.subjectKey().equals(device.toString()));
        assertThat(ack.service()).isEqualTo("quota-service");
        assertThat(ack.version()).isEqualTo(1);
    }

    private UsageRecorded usage(int number) {
        var units = Units.of(random.nextInt(1, 1_000_000));
        return new UsageRecorded(Id.next(), number % 3 == 0 ? null : DeviceId.next(), subscription, null,
                new UsagePayer(null, subscription, account, null), "ref", 100L, UnitType.OCTET, units,
                List.of(new Allocation(ProviderAccountId.next(), units)), List.of(), Units.ZERO, null, null,
                NOON.plusSeconds(number), NOON.plusSeconds(number), false);
    }

    private String totals() {
        var row = nobody.as("quota:read").get("/v1/accounts/" + account + "/usage-totals").body().path("usage").path(0);
        return row.path("records").asLong() + " records, " + row.path("metered").asLong() + " octets";
    }
}
