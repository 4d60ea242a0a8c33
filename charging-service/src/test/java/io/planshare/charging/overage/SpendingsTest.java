package io.planshare.charging.overage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.charging.ledger.Hold;
import io.planshare.charging.rating.Catalogue;
import io.planshare.charging.rating.TariffFixtures;
import io.planshare.charging.rating.Use;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.Rating;
import io.planshare.event.ChargingEvent.SpendingCapReached;
import io.planshare.event.ChargingEvent.SpendingScope;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class SpendingsTest {

    private static final Instant NOON = Instant.parse("2026-11-10T12:00:00Z");
    private static final String ABROAD = "26201";

    private final PlanId plan = PlanId.next();
    private final SubscriptionId payer = SubscriptionId.next();

    @Test
    void a_plan_that_nobody_knows_has_no_price_and_charges_nothing() {
        var books = books(TariffFixtures.catalogue(PlanId.next(), "1", "1"), consent(1000, 500L));
        assertThat(books.reserve(grant(1), payer, use(NOON, null), NOON, Units.of(10))).isEqualTo(Units.ZERO);
        assertThat(books.debit(payer, use(NOON, null), Units.of(10))).isEmpty();
    }

    @Test
    void a_tariff_in_another_currency_charges_nothing() {
        var dollars = new TariffConsent(UUID.randomUUID(), payer, AccountId.next(), plan, new Money(1000, "USD"), null);
        var books = books(TariffFixtures.catalogue(plan, "1", "1"), dollars);
        assertThat(books.reserve(grant(1), payer, use(NOON, null), NOON, Units.of(10))).isEqualTo(Units.ZERO);
        assertThat(books.debit(payer, use(NOON, null), Units.of(10))).isEmpty();
    }

    @Test
    void a_grant_holds_money_that_no_other_grant_gets() {
        var books = books(TariffFixtures.graduated(plan, "1", "1"), consent(100, null));
        assertThat(books.reserve(grant(1), payer, use(NOON, null), NOON, Units.of(60))).isEqualTo(Units.of(60));
        assertThat(books.reserve(grant(2), payer, use(NOON, null), NOON, Units.of(60)).count()).isBetween(39L, 40L);
        assertThat(books.debit(payer, use(NOON, null), Units.of(60)).size()).isLessThan(2);
        books.release(grant(1), payer, UnitType.OCTET, Units.of(60));
        assertThat(units(books.debit(payer, use(NOON, null), Units.of(60)))).isGreaterThanOrEqualTo(59);
    }

    @Test
    void a_grant_holds_the_dearest_price_that_its_units_may_come_to_cost() {
        var books = books(TariffFixtures.nightly(plan, "1", "5"), consent(100, null));
        var lateAtNight = Instant.parse("2026-11-10T04:55:00Z");
        assertThat(books.reserve(grant(1), payer, use(lateAtNight, null), lateAtNight.plusSeconds(600), Units.of(60)))
                .isEqualTo(Units.of(20));
        books.release(grant(1), payer, UnitType.OCTET, Units.of(20));
        var parts = books.debit(payer, use(lateAtNight, null), Units.of(20));
        assertThat(parts.getFirst().amount()).isEqualTo(new Money(20, "EUR"));
        assertThat(parts.getFirst().rating()).isNotNull().extracting(Rating::timeBand).isEqualTo("night");
    }

    @Test
    void steps_count_through_the_cycle_and_begin_anew_in_the_next() {
        var books = books(TariffFixtures.graduated(plan, "1", "2"), consent(100_000, null));
        assertThat(minor(books.debit(payer, use(NOON, null), Units.of(900)))).isEqualTo(900);
        var over = books.debit(payer, use(NOON, null), Units.of(200));
        assertThat(over).extracting(part -> part.units().count()).containsExactly(100L, 100L);
        assertThat(minor(over)).isEqualTo(300);
        var next = Instant.parse("2026-11-30T23:00:00Z");
        assertThat(minor(books.debit(payer, use(next, null), Units.of(200)))).isEqualTo(200);
        assertThat(minor(books.debit(payer, use(next.minusSeconds(1), null), Units.of(200)))).isEqualTo(400);
    }

    @Test
    void the_roaming_cap_stops_what_is_used_abroad_and_nothing_else() {
        var books = books(TariffFixtures.catalogue(plan, "1000", "1000"), consent(1000, 100L));
        assertThat(units(books.debit(payer, use(NOON, ABROAD), Units.of(150)))).isEqualTo(100);
        assertThat(books.debit(payer, use(NOON, ABROAD), Units.of(1))).isEmpty();
        assertThat(books.reserve(grant(1), payer, use(NOON, ABROAD), NOON, Units.of(1))).isEqualTo(Units.ZERO);
        assertThat(units(books.debit(payer, use(NOON, null), Units.of(5000)))).isEqualTo(900);
    }

    @Test
    void a_customer_who_wants_no_roaming_cap_goes_on_to_his_own() {
        var books = books(TariffFixtures.catalogue(plan, "1000", "1000"), consent(1000, null));
        assertThat(units(books.debit(payer, use(NOON, ABROAD), Units.of(5000)))).isEqualTo(1000);
        assertThat(books.notices()).extracting(SpendingCapReached::scope).containsOnly(SpendingScope.OVERAGE);
    }

    @Test
    void notices_are_told_at_80_and_100_percent_once_in_a_cycle() {
        var books = books(TariffFixtures.catalogue(plan, "1000", "1000"), consent(10_000, 100L));
        debit(books, 79);
        assertThat(books.notices()).isEmpty();
        debit(books, 1);
        assertThat(percents(books)).containsExactly(80);
        debit(books, 19);
        assertThat(percents(books)).containsExactly(80);
        debit(books, 1);
        assertThat(percents(books)).containsExactly(80, 100);
        debit(books, 7);
        assertThat(percents(books)).containsExactly(80, 100);
        assertThat(books.notices()).extracting(SpendingCapReached::scope).containsOnly(SpendingScope.ROAMING);
        assertThat(books.notices().getLast().spent()).isEqualTo(new Money(100, "EUR"));
    }

    @Test
    void a_cap_whose_rest_buys_nothing_counts_as_reached() {
        var books = books(TariffFixtures.catalogue(plan, "1", "30000"), consent(10_000, 100L));
        debit(books, 3);
        assertThat(percents(books)).containsExactly(80);
        debit(books, 1);
        assertThat(percents(books)).containsExactly(80, 100);
    }

    @Test
    void nothing_is_ever_spent_or_held_past_a_cap() {
        var random = Seeds.random();
        for (int round = 0; round < 200; round++) {
            long all = random.nextLong(2_000);
            long roaming = random.nextLong(2_000);
            var books = books(
                    TariffFixtures.catalogue(plan, random.nextInt(3_000) + ".7", random.nextInt(5_000) + ".3"),
                    consent(all, roaming));
            Map<Long, Long> grants = new HashMap<>();
            long spent = 0;
            for (int i = 0; i < 60; i++) {
                var session = random.nextLong(5);
                var network = random.nextBoolean() ? ABROAD : null;
                books.release(grant(session), payer, UnitType.OCTET, Units.of(grants.getOrDefault(session, 0L)));
                grants.remove(session);
                spent += minor(books.debit(payer, use(NOON, network), Units.of(random.nextLong(800))));
                if (random.nextBoolean()) {
                    grants.put(session, books.reserve(grant(session), payer, use(NOON, network),
                            NOON.plusSeconds(600), Units.of(random.nextLong(800))).count());
                }
                for (var spending : books.spendings().changed()) {
                    assertThat(spending.all().spent() + spending.all().held()).isLessThanOrEqualTo(all);
                    assertThat(spending.roaming().spent() + spending.roaming().held()).isLessThanOrEqualTo(roaming);
                    assertThat(spending.all().spent()).isEqualTo(spent);
                    assertThat(spending.heldUnits()).isEqualTo(grants.values().stream().mapToLong(u -> u).sum());
                }
            }
        }
    }

    private Overages books(Catalogue catalogue, TariffConsent consent) {
        return new Overages(List.of(consent), new Spendings(catalogue, List.of(), List.of()));
    }

    private TariffConsent consent(long limit, @Nullable Long roaming) {
        return new TariffConsent(UUID.randomUUID(), payer, AccountId.next(), plan, new Money(limit, "EUR"), roaming);
    }

    private void debit(Overages books, long units) {
        books.debit(payer, use(NOON, ABROAD), Units.of(units));
    }

    private static List<Integer> percents(Overages books) {
        return books.notices().stream().map(SpendingCapReached::percent).toList();
    }

    private static Use use(Instant at, @Nullable String network) {
        return new Use(UnitType.OCTET, 10, at, network);
    }

    private static Hold.Purpose grant(long session) {
        return new Hold.Purpose(new UUID(7, session), 10);
    }

    private static long units(List<Overage> parts) {
        return parts.stream().mapToLong(part -> part.units().count()).sum();
    }

    private static long minor(List<Overage> parts) {
        return parts.stream().mapToLong(part -> part.amount().amountMinor()).sum();
    }
}
