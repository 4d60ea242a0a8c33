package io.planshare.quota.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Records by chance, of a small world in which ids repeat. Each one adds up. */
final class UseRecordFixtures {

    static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private final RandomGenerator random;
    final List<AccountId> accounts = several(3, AccountId::next);
    final List<SubscriptionId> subscriptions = several(4, SubscriptionId::next);
    private final List<EnrollmentId> enrollments = several(4, EnrollmentId::next);
    private final List<DeviceId> devices = several(3, DeviceId::next);
    private final List<ProviderAccountId> providers = several(3, ProviderAccountId::next);

    UseRecordFixtures(RandomGenerator random) {
        this.random = random;
    }

    private static <T> List<T> several(int count, Supplier<T> next) {
        return IntStream.range(0, count).mapToObj(_ -> next.get()).toList();
    }

    List<UsageRecorded> records(int count) {
        return IntStream.range(0, count).mapToObj(_ -> record()).toList();
    }

    UsageRecorded record() {
        var allocations = new ArrayList<Allocation>();
        var shuffled = new ArrayList<>(providers);
        for (int i = random.nextInt(3); i > 0; i--) {
            allocations.add(new Allocation(shuffled.remove(random.nextInt(shuffled.size())), units()));
        }
        var overage = random.nextInt(10) == 0
                ? List.of(new Overage(units(), new Money(random.nextInt(100), "EUR")),
                        new Overage(units(), new Money(7, "USD")))
                : List.<Overage>of();
        var uncovered = random.nextInt(10) == 0 ? units() : Units.ZERO;
        var metered = sum(allocations.stream().map(Allocation::units).toList())
                .plus(sum(overage.stream().map(Overage::units).toList())).plus(uncovered);
        var occurredAt = NOVEMBER.plus(Duration.ofSeconds(random.nextInt(30 * 86_400)));
        return new UsageRecorded(Id.next(), random.nextInt(5) == 0 ? null : any(devices), any(subscriptions),
                random.nextBoolean() ? SimCardId.next() : null, payer(), UUID.randomUUID().toString(),
                random.nextInt(6) == 0 ? null : (long) random.nextInt(1, 4), UnitType.OCTET, metered, allocations,
                overage, uncovered, uncovered.isZero() ? null : UncoveredReason.OVERSHOOT,
                random.nextBoolean() ? occurredAt.minusSeconds(60) : null, occurredAt, occurredAt.plusSeconds(1),
                random.nextBoolean());
    }

    private UsagePayer payer() {
        return new UsagePayer(random.nextInt(4) == 0 ? null : any(enrollments), any(subscriptions), any(accounts),
                random.nextBoolean() ? "INFOTAINMENT" : null);
    }

    private Units units() {
        return Units.of(random.nextLong(1, 5_000_000_000L));
    }

    private static Units sum(List<Units> units) {
        return units.stream().reduce(Units.ZERO, Units::plus);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
