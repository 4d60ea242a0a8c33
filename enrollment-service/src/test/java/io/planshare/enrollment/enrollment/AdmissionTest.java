package io.planshare.enrollment.enrollment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.planshare.enrollment.enrollment.EnrollmentFixtures.Facts;
import io.planshare.enrollment.enrollment.EnrollmentFixtures.Wish;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.CapLimit;
import io.planshare.model.Interval;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.enrollment.enrollment.EnrollmentFixtures.CAR;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.GUEST;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.NOW;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.OWNER;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.STRANGER;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.SUBSCRIPTION;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.begun;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.consentOf;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.id;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.since;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.taken;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

class AdmissionTest {

    private static final CapLimit GIGABYTE = new CapLimit(UnitType.OCTET, Units.of(1_000_000_000),
            CapLimit.Window.MONTH);

    @Test
    void the_owner_needs_nobodys_consent() {
        assertThat(begun(wish().of(OWNER).with()).state()).isEqualTo(Enrollment.State.ACTIVE);
    }

    @Test
    void anybody_else_is_pending_until_the_owner_consents() {
        assertThat(begun(wish().with()).state()).isEqualTo(Enrollment.State.PENDING_OWNER);
        assertThat(begun(wish().with()).stretches()).isEmpty();
        assertThat(begun(wish().with(consentOf(GUEST))).state()).isEqualTo(Enrollment.State.PENDING_OWNER);
        assertThat(begun(wish().with(consentOf(GUEST), consentOf(OWNER))).state()).isEqualTo(Enrollment.State.ACTIVE);
    }

    @Test
    void a_strangers_consent_counts_for_nothing() {
        assertThat(decide(Facts.good(), wish().with(consentOf(OWNER), consentOf(STRANGER))))
                .isEqualTo(new EnrollmentOutcome.NoConsent(OWNER));
    }

    @Test
    void the_owners_consent_bounds_time_and_amount() {
        var tomorrow = NOW.plus(Duration.ofDays(1));
        var active = begun(wish().with(consentOf(OWNER, tomorrow, GIGABYTE)));

        assertThat(active.validity()).isEqualTo(new Interval(NOW, tomorrow));
        assertThat(active.caps()).containsExactly(GIGABYTE);
        assertThat(decide(Facts.good(), wish().with(consentOf(OWNER, NOW, null))))
                .isEqualTo(new EnrollmentOutcome.ConsentTooShort());
    }

    @Test
    void one_that_begins_in_the_past_pays_since_then() {
        var lastMonth = NOW.minus(Duration.ofDays(30));

        assertThat(begun(wish().during(since(lastMonth))).stretches()).singleElement()
                .satisfies(stretch -> assertThat(stretch.during()).isEqualTo(since(lastMonth)));
    }

    static Stream<Object[]> refusals() {
        var good = Facts.good();
        return Stream.of(
                new Object[]{withRetired(good), new EnrollmentOutcome.DeviceRetired(CAR)},
                new Object[]{with(good, EquipmentStatus.BLACKLISTED), new EnrollmentOutcome.EquipmentBlacklisted(CAR)},
                new Object[]{Facts.goodFor(STRANGER), new EnrollmentOutcome.SubscriptionOfAnother(SUBSCRIPTION)},
                new Object[]{with(good, SubscriptionStatus.SUSPENDED),
                        new EnrollmentOutcome.SubscriptionNotActive(SubscriptionStatus.SUSPENDED)},
                new Object[]{with(good, SubscriptionStatus.ENDED),
                        new EnrollmentOutcome.SubscriptionNotActive(SubscriptionStatus.ENDED)});
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_is_not_as_it_must_be_refuses_and_says_so(Facts facts, EnrollmentOutcome refusal) {
        assertThat(decide(facts, wish())).isEqualTo(refusal);
    }

    @ParameterizedTest
    @EnumSource(RestrictionLevel.class)
    void a_restricted_device_or_subscription_is_not_paired_from_R2_on(RestrictionLevel level) {
        var good = Facts.good();
        var device = new Facts(false, good.equipment(), level, GUEST, good.status(), RestrictionLevel.NONE, List.of());
        var card = new Facts(false, good.equipment(), RestrictionLevel.NONE, GUEST, good.status(), level, List.of());
        boolean free = level == RestrictionLevel.NONE || level == RestrictionLevel.R1;

        for (var facts : List.of(device, card)) {
            var outcome = decide(facts, wish());
            if (free) assertThat(outcome).isInstanceOf(EnrollmentOutcome.Done.class);
            else
                assertThat(outcome).isEqualTo(new EnrollmentOutcome.Restricted(level));
        }
    }

    @Test
    void greylisted_equipment_is_let_pass() {
        assertThat(decide(with(Facts.good(), EquipmentStatus.GREYLISTED), wish()))
                .isInstanceOf(EnrollmentOutcome.Done.class);
    }

    @Test
    void only_what_the_device_offers_can_be_enrolled_and_the_rest_always_is() {
        assertThat(decide(Facts.good(), wish().about("INFOTAINMENT", "VOICE")))
                .isEqualTo(new EnrollmentOutcome.NotOffered("VOICE"));
        assertThat(decide(Facts.good(), wish().about("UNCLASSIFIED"))).isInstanceOf(EnrollmentOutcome.Done.class);
    }

    @Test
    void A4_two_that_could_both_be_first_are_one_too_many() {
        var first = begun(wish().of(OWNER).named(id(1)));

        assertThat(decide(Facts.with(first), wish())).isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
        assertThat(decide(Facts.with(first), wish().about("HOTSPOT", "INFOTAINMENT")))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
    }

    @Test
    void other_capabilities_priorities_and_times_leave_no_doubt() {
        var first = begun(wish().of(OWNER).named(id(1)).during(new Interval(NOW, NOW.plusSeconds(60))));

        for (var other : List.of(wish().about("HOTSPOT"), wish().at(101), wish().during(since(NOW.plusSeconds(60))),
                wish().during(new Interval(NOW.minusSeconds(60), NOW)))) {
            assertThat(decide(Facts.with(first), other)).as("%s", other).isInstanceOf(EnrollmentOutcome.Done.class);
        }
        assertThat(decide(Facts.with(first), wish().during(since(NOW.plusSeconds(59)))))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
    }

    @Test
    void users_who_must_be_present_may_overlap_but_nobody_with_himself() {
        var first = begun(wish().of(OWNER).named(id(1)).whilePresent());
        var free = begun(wish().of(OWNER).named(id(1)));

        assertThat(decide(Facts.with(first), wish().whilePresent())).isInstanceOf(EnrollmentOutcome.Done.class);
        assertThat(decide(Facts.with(free), wish().whilePresent())).isInstanceOf(EnrollmentOutcome.Done.class);
        assertThat(decide(Facts.goodFor(OWNER, first), wish().of(OWNER).whilePresent()))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
        assertThat(decide(Facts.goodFor(OWNER, first), wish().of(OWNER)))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
    }

    @Test
    void pending_and_suspended_ones_keep_their_place_and_ended_ones_that_of_the_time_they_paid() {
        var pending = begun(wish().with().named(id(1)));
        var active = begun(wish().of(OWNER).named(id(2)));
        var suspended = taken(active.suspended(Enrollment.Suspension.OWNER, NOW.plusSeconds(5)));
        var ended = taken(active.ended(Enrollment.Ending.UNENROLLED, NOW.plusSeconds(5), NOW.plusSeconds(5)));

        assertThat(decide(Facts.with(pending), wish())).isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(1)));
        assertThat(decide(Facts.with(suspended), wish().during(since(NOW.plusSeconds(9)))))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(2)));
        assertThat(decide(Facts.with(ended), wish().during(since(NOW.plusSeconds(4)))))
                .isEqualTo(new EnrollmentOutcome.AmbiguousPayer(id(2)));
        assertThat(decide(Facts.with(ended), wish().during(since(NOW.plusSeconds(5)))))
                .isInstanceOf(EnrollmentOutcome.Done.class);
    }

    @Test
    void a_device_has_32_live_enrollments_at_most_and_those_that_are_over_do_not_count() {
        var others = new ArrayList<Enrollment>();
        for (int i = 1; i <= 32; i++)
            others.add(begun(wish().of(OWNER).named(id(i)).at(i)));
        assertThat(decide(Facts.with(others.toArray(Enrollment[]::new)), wish()))
                .isEqualTo(new EnrollmentOutcome.Full(32));

        others.set(0, taken(others.getFirst().ended(Enrollment.Ending.UNENROLLED, NOW, NOW)));
        assertThat(decide(Facts.with(others.toArray(Enrollment[]::new)), wish()))
                .isInstanceOf(EnrollmentOutcome.Done.class);
    }

    private static EnrollmentOutcome decide(Facts facts, Wish wish) {
        return facts.admission().decide(wish.build(), NOW);
    }

    private static Facts withRetired(Facts f) {
        return new Facts(true, f.equipment(), f.restriction(), f.holder(), f.status(), f.ofSubscription(), f.others());
    }

    private static Facts with(Facts f, EquipmentStatus equipment) {
        return new Facts(false, equipment, f.restriction(), f.holder(), f.status(), f.ofSubscription(), f.others());
    }

    private static Facts with(Facts f, SubscriptionStatus status) {
        return new Facts(false, f.equipment(), f.restriction(), f.holder(), status, f.ofSubscription(), f.others());
    }
}
