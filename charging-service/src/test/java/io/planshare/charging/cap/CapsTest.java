package io.planshare.charging.cap;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class CapsTest {

    private static final Instant LAST_OF_FEBRUARY = Instant.parse("2028-02-29T23:59:59.999999Z");

    private static EnrolledPayer payer(CapLimit... caps) {
        return new EnrolledPayer(EnrollmentId.next(), PartyId.next(), SubscriptionId.next(), AccountId.next(),
                EnrolledPayer.Role.CONSUMER, 1, Set.of("INFOTAINMENT"), EnrolledPayer.Presence.NOT_REQUIRED, List.of(),
                List.of(caps));
    }

    @Test
    void windows_begin_at_midnight_and_on_the_first_in_utc() {
        assertThat(CapCounter.startOf(CapLimit.Window.DAY, LAST_OF_FEBRUARY)).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(CapCounter.startOf(CapLimit.Window.MONTH, LAST_OF_FEBRUARY)).isEqualTo("2028-02-01T00:00:00Z");
        assertThat(CapCounter.startOf(CapLimit.Window.DAY, LAST_OF_FEBRUARY.plusNanos(1000)))
                .isEqualTo("2028-03-01T00:00:00Z");
        assertThat(CapCounter.startOf(CapLimit.Window.LIFETIME, LAST_OF_FEBRUARY)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void the_tightest_cap_decides_and_one_unit_counts_in_all_of_them() {
        var payer = payer(new CapLimit(UnitType.OCTET, Units.of(10), CapLimit.Window.DAY),
                new CapLimit(UnitType.OCTET, Units.of(25), CapLimit.Window.MONTH));
        var nextDay = LAST_OF_FEBRUARY.minusSeconds(86_400);
        var caps = new Caps(List.copyOf(java.util.stream.Stream
                .concat(Caps.fresh(payer, nextDay), Caps.fresh(payer, LAST_OF_FEBRUARY))
                .collect(java.util.stream.Collectors.toSet())));
        caps.use(payer, UnitType.OCTET, nextDay, Units.of(10));
        assertThat(caps.left(payer, UnitType.OCTET, nextDay)).isEqualTo(Units.ZERO);
        caps.reserve(payer, UnitType.OCTET, LAST_OF_FEBRUARY, Units.of(8));
        assertThat(caps.left(payer, UnitType.OCTET, LAST_OF_FEBRUARY)).isEqualTo(Units.of(2));
        caps.use(payer, UnitType.OCTET, LAST_OF_FEBRUARY, Units.of(2));
        assertThat(caps.left(payer, UnitType.OCTET, LAST_OF_FEBRUARY)).isEqualTo(Units.ZERO);
        assertThat(caps.left(payer, UnitType.SECOND, LAST_OF_FEBRUARY)).isEqualTo(Units.MAX);
    }

    @Test
    void without_an_enrollment_there_is_no_cap() {
        assertThat(new Caps(List.of()).left(null, UnitType.OCTET, LAST_OF_FEBRUARY)).isEqualTo(Units.MAX);
    }
}
