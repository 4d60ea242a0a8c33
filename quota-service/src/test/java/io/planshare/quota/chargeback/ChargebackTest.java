package io.planshare.quota.chargeback;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Place;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.Rebooking;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.CreditEvent.ThresholdCrossed;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageUseReached;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** A package of 1,000 that its owner lends, and may call back up to 250 units of. */
@ServiceTest
class ChargebackTest {

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;

    private final AccountId owner = AccountId.next();
    private final AccountId borrower = AccountId.next();
    private final SubscriptionId ownersPhone = SubscriptionId.next();
    private final SubscriptionId borrowersPhone = SubscriptionId.next();

    @Test
    void a_report_says_who_used_whose_units_as_they_lie_after_closes() {
        var cycle = lend();
        use(cycle, owner, ownersPhone, 400);
        use(cycle, borrower, borrowersPhone, 200);
        var moved = use(cycle, borrower, borrowersPhone, 100);
        topics.publish(new UsageRebooked(Id.next(), moved.recordId(), null, borrowersPhone, UUID.randomUUID(),
                List.of(new Rebooking(new Place(PlaceKind.ACCOUNT, cycle.providerAccountId()),
                        new Place(PlaceKind.OVERAGE, null), Units.of(50))),
                moved.occurredAt(), Instant.now()));
        topics.awaitConsumed();

        var report = api().get("/v1/packages/" + cycle.packageId() + "/chargeback").body();

        assertThat(report.path("units").asLong()).isEqualTo(1000);
        assertThat(report.path("used").asLong()).isEqualTo(650);
        assertThat(report.path("borrowed").asLong()).isEqualTo(250);
        assertThat(report.path("recallable").asLong()).as("of 250 that were consented to 50 were called back")
                .isEqualTo(200);
        assertThat(report.path("lines")).hasSize(2);
        var csv = api().with("Accept", "text/csv").get("/v1/packages/" + cycle.packageId() + "/chargeback");
        assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.raw().lines()).hasSize(3).anyMatch(
                line -> line.endsWith(borrower + "," + borrowersPhone + ",true,2,OCTET,250,200"));
    }

    @Test
    void a_package_without_a_cycle_then_is_told_so() {
        var cycle = lend();
        var answer = api().get("/v1/packages/" + cycle.packageId() + "/chargeback?at=2001-01-01T00:00:00Z");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("unknown-cycle");
    }

    @Test
    void each_alert_is_given_once_with_what_is_borrowed_and_may_be_called_back() {
        var cycle = lend();
        use(cycle, owner, ownersPhone, 700);
        use(cycle, borrower, borrowersPhone, 60);
        for (var percent : List.of(50, 75, 75, 90, 95))
            topics.publish(new ThresholdCrossed(cycle.providerAccountId(), percent, Units.of(1000), Units.of(240), null,
                    Instant.now()));
        topics.publish(new ThresholdCrossed(ProviderAccountId.next(), 75, Units.of(10), Units.of(1), null,
                Instant.now()));
        topics.awaitConsumed();

        var told = topics.awaitPublished(PackageUseReached.class, it -> it.packageId().equals(cycle.packageId()), 2);
        assertThat(told).extracting(PackageUseReached::percent).containsExactly(75, 95);
        assertThat(told.getFirst().used()).isEqualTo(Units.of(760));
        assertThat(told.getFirst().borrowed()).isEqualTo(Units.of(60));
        assertThat(told.getFirst().recallable()).isEqualTo(Units.of(60));
    }

    private PackageActivated lend() {
        var id = api().freshKey().post("/v1/packages",
                "{\"accountId\": \"%s\", \"name\": \"test\", \"unit\": \"OCTET\", \"units\": 1000}".formatted(owner))
                .body().path("id").asString();
        api().with("If-Match", "*").put("/v1/packages/" + id + "/sharing-policy",
                """
                {"scope": "LIST", "members": [{"accountId": "%s"}], "ownerFirst": true,
                 "recallPrice": {"amountMinor": 100, "currency": "EUR", "units": 100}}""".formatted(borrower));
        api().post("/v1/packages/" + id + "/sharing-policy/acceptances",
                "{\"accountId\": \"%s\", \"policyVersion\": 1, \"recallCapMinor\": 250}".formatted(borrower));
        var preview = api().post("/v1/sharing-groups/" + owner + "/execution-plans/preview").body();
        assertThat(api().post("/v1/sharing-groups/" + owner + "/execution-plans/activate",
                "{\"hash\": \"%s\"}".formatted(preview.path("hash").asString())).status()).isEqualTo(200);
        return topics.awaitPublished(PackageActivated.class, it -> it.packageId().toString().equals(id));
    }

    private UsageRecorded use(PackageActivated cycle, AccountId who, SubscriptionId phone, long units) {
        var at = Instant.now();
        var record = new UsageRecorded(Id.next(), null, phone, null, new UsagePayer(null, phone, who, null), "ref", 10L,
                UnitType.OCTET, Units.of(units), List.of(new Allocation(cycle.providerAccountId(), Units.of(units))),
                List.of(), Units.ZERO, null, null, at, at, false);
        topics.publish(record);
        topics.awaitConsumed();
        return record;
    }

    private Api api() {
        return nobody.as("quota:read quota:write");
    }
}
