package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.planshare.charging.ledger.Hold;
import io.planshare.charging.rating.Use;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.Money;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class OverageConsentTest {

    private static final UUID CONSENT = UUID.randomUUID();
    private static final Hold.Purpose GRANT = new Hold.Purpose(UUID.randomUUID(), 10);
    private static final Use OCTETS = new Use(UnitType.OCTET, 10, Instant.EPOCH, null);

    private final SubscriptionId payer = SubscriptionId.next();

    private OverageConsent consent(String price, long size, long limit) {
        return new OverageConsent(CONSENT, payer, UnitType.OCTET, new BigDecimal(price), size, new Money(limit, "EUR"),
                Units.ZERO,
                Units.ZERO);
    }

    @Test
    void the_money_buys_so_many_units_and_no_more() {
        assertThat(consent("3", 10, 100).left()).isEqualTo(Units.of(333));
        assertThat(consent("3", 10, 0).left()).isEqualTo(Units.ZERO);
        assertThat(consent("0", 10, 0).left()).isEqualTo(Units.MAX);
    }

    @Test
    void the_cost_of_the_parts_sums_to_the_rounded_cost_of_the_whole_and_never_passes_the_limit() {
        var random = Seeds.random();
        var overages = new Overages(List.of(consent("0.7", 1000, 50)));
        long units = 0;
        long money = 0;
        for (int i = 0; i < 2_000; i++) {
            var part = overages.debit(payer, OCTETS, Units.of(random.nextInt(100)));
            units += part.stream().mapToLong(overage -> overage.units().count()).sum();
            money += part.stream().mapToLong(overage -> overage.amount().amountMinor()).sum();
            var exact = new BigDecimal("0.0007").multiply(BigDecimal.valueOf(units));
            assertThat(money).isEqualTo(exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact())
                    .isLessThanOrEqualTo(50);
        }
        assertThat(units).isEqualTo(71_428);
    }

    @Test
    void what_is_reserved_cannot_be_used_by_somebody_else() {
        var overages = new Overages(List.of(consent("1", 1, 10)));
        assertThat(overages.reserve(GRANT, payer, OCTETS, Instant.EPOCH, Units.of(8))).isEqualTo(Units.of(8));
        assertThat(overages.reserve(GRANT, payer, OCTETS, Instant.EPOCH, Units.of(8))).isEqualTo(Units.of(2));
        overages.release(GRANT, payer, UnitType.OCTET, Units.of(10));
        assertThat(overages.debit(payer, new Use(UnitType.SECOND, 10, Instant.EPOCH, null), Units.of(1))).isEmpty();
    }
}
