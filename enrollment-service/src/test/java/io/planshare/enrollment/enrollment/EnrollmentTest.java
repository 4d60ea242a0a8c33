package io.planshare.enrollment.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.enrollment.enrollment.Enrollment.Ending;
import io.planshare.enrollment.enrollment.Enrollment.State;
import io.planshare.enrollment.enrollment.Enrollment.Suspension;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.CapLimit;
import io.planshare.model.Interval;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.enrollment.enrollment.EnrollmentFixtures.NOW;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.begun;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.since;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.taken;
import static io.planshare.enrollment.enrollment.EnrollmentFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

class EnrollmentTest {

    private final Enrollment pending = begun(wish().with());
    private final Enrollment active = begun(wish());

    @Test
    void a_consent_lets_it_pay_from_then_on_and_not_before() {
        var consented = taken(pending.consented(at(9), null, List.of(), at(9)));

        assertThat(consented.state()).isEqualTo(State.ACTIVE);
        assertThat(times(consented)).containsExactly(since(at(9)));
        assertThat(consented.consented(at(10), null, List.of(), at(10)))
                .isEqualTo(new Transition.NotFrom(State.ACTIVE));
    }

    @Test
    void one_that_begins_later_pays_from_its_beginning() {
        var later = begun(wish().with().during(new Interval(at(100), at(200))));

        assertThat(times(taken(later.consented(at(9), at(150), List.of(), at(9)))))
                .containsExactly(new Interval(at(100), at(150)));
    }

    @Test
    void suspended_it_pays_nothing_until_the_last_reason_is_gone() {
        var once = taken(active.suspended(Suspension.OWNER, at(10)));
        var twice = taken(once.suspended(Suspension.SUBSCRIPTION, at(20)));
        var half = taken(twice.resumed(Set.of(Suspension.OWNER), at(30)));
        var again = taken(half.resumed(Set.of(Suspension.SUBSCRIPTION), at(40)));

        assertThat(half.state()).isEqualTo(State.SUSPENDED);
        assertThat(half.suspendedFor()).containsExactly(Suspension.SUBSCRIPTION);
        assertThat(again.state()).isEqualTo(State.ACTIVE);
        assertThat(times(again)).containsExactly(new Interval(NOW, at(10)), since(at(40)));
        assertThat(once.suspended(Suspension.OWNER, at(11))).isEqualTo(new Transition.NotFrom(State.SUSPENDED));
        assertThat(half.resumed(Set.of(Suspension.OWNER), at(41))).isEqualTo(new Transition.NotFrom(State.SUSPENDED));
    }

    @Test
    void ended_before_it_began_it_never_pays() {
        var future = begun(wish().during(since(at(100))));

        assertThat(taken(future.ended(Ending.UNENROLLED, at(10), at(10))).stretches()).isEmpty();
    }

    @Test
    void resumed_after_its_time_it_pays_nothing_more() {
        var short_ = begun(wish().during(new Interval(NOW, at(50))));
        var suspended = taken(short_.suspended(Suspension.OWNER, at(10)));

        assertThat(times(taken(suspended.resumed(EnumSet.allOf(Suspension.class), at(60)))))
                .containsExactly(new Interval(NOW, at(10)));
    }

    @Test
    void other_capabilities_are_paid_from_now_on_and_those_of_before_stay_paid() {
        var changed = taken(active.withCapabilities(Set.of("HOTSPOT"), at(10)));

        assertThat(changed.stretches()).containsExactly(
                new Stretch(new Interval(NOW, at(10)), Set.of("INFOTAINMENT")),
                new Stretch(since(at(10)), Set.of("HOTSPOT")));
        assertThat(changed.claims()).isEqualTo(changed.stretches());
    }

    @Test
    void suspended_its_capabilities_change_without_a_time_in_which_it_pays() {
        var suspended = taken(active.suspended(Suspension.OWNER, at(10)));
        var changed = taken(suspended.withCapabilities(Set.of("HOTSPOT"), at(20)));

        assertThat(changed.stretches()).hasSize(1);
        assertThat(taken(changed.resumed(Set.of(Suspension.OWNER), at(30))).stretches()).last()
                .isEqualTo(new Stretch(since(at(30)), Set.of("HOTSPOT")));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void each_step_is_possible_from_some_states_only(State state) {
        var enrollment = in(state);
        assertThat(possible(enrollment.consented(at(9), null, List.of(), at(9))))
                .isEqualTo(state == State.PENDING_OWNER);
        assertThat(possible(enrollment.rejected(Ending.WITHDRAWN, at(9)))).isEqualTo(state == State.PENDING_OWNER);
        assertThat(possible(enrollment.suspended(Suspension.QUOTA, at(9))))
                .isEqualTo(state == State.ACTIVE || state == State.SUSPENDED);
        assertThat(possible(enrollment.resumed(EnumSet.allOf(Suspension.class), at(9))))
                .isEqualTo(state == State.SUSPENDED);
        assertThat(possible(enrollment.ended(Ending.UNENROLLED, at(9), at(9))))
                .isEqualTo(state == State.ACTIVE || state == State.SUSPENDED);
        assertThat(possible(enrollment.withCapabilities(Set.of("HOTSPOT"), at(9)))).isEqualTo(state.isLive());
        assertThat(possible(enrollment.withCaps(List.of(), at(9)))).isEqualTo(state.isLive());
    }

    @Test
    void time_alone_ends_what_is_over_and_rejects_what_the_owner_never_answered() {
        var short_ = begun(wish().during(new Interval(NOW, at(50))));

        assertThat(short_.due(at(49))).isEqualTo(new Transition.NotFrom(State.ACTIVE));
        var over = taken(short_.due(at(70)));
        assertThat(over.reason()).isEqualTo(Ending.EXPIRED);
        assertThat(times(over)).containsExactly(new Interval(NOW, at(50)));
        assertThat(pending.due(NOW.plus(Duration.ofHours(24)).minusNanos(1000)))
                .isEqualTo(new Transition.NotFrom(State.PENDING_OWNER));
        assertThat(taken(pending.due(NOW.plus(Duration.ofHours(24)))).reason()).isEqualTo(Ending.OWNER_TIMEOUT);
        assertThat(active.due(NOW.plus(Duration.ofDays(9999)))).isEqualTo(new Transition.NotFrom(State.ACTIVE));
    }

    @Test
    void a_consents_limit_is_kept_below_what_the_user_asks_for() {
        var asked = new CapLimit(UnitType.OCTET, Units.of(50), CapLimit.Window.DAY);
        var smaller = new CapLimit(UnitType.OCTET, Units.of(20), CapLimit.Window.DAY);
        var other = new CapLimit(UnitType.OCTET, Units.of(99), CapLimit.Window.MONTH);

        assertThat(Caps.within(List.of(asked), List.of(smaller, other))).containsExactly(smaller, other);
        assertThat(Caps.within(List.of(smaller), List.of(asked))).containsExactly(smaller);
        assertThat(Caps.areDistinct(List.of(asked, other))).isTrue();
        assertThat(Caps.areDistinct(List.of(asked, smaller))).isFalse();
    }

    @Test
    void whatever_happens_its_times_never_overlap_and_never_leave_its_validity() {
        var random = Seeds.random();
        for (int life = 0; life < 2_000; life++) {
            var validity = new Interval(at(random.nextInt(40) - 20), random.nextBoolean() ? null : at(60));
            var enrollment = begun(wish().during(validity));
            var now = NOW;
            for (int step = 0; step < 12; step++) {
                now = now.plusSeconds(random.nextInt(10));
                enrollment = step(enrollment, random, now);
                assertSound(enrollment, validity);
            }
        }
    }

    private static Enrollment step(Enrollment enrollment, Random random, Instant now) {
        var reason = Suspension.values()[random.nextInt(Suspension.values().length)];
        var transition = switch (random.nextInt(10)) {
            case 0, 1, 2 -> enrollment.suspended(reason, now);
            case 3, 4, 5 -> enrollment.resumed(random.nextBoolean() ? Set.of(reason) : EnumSet.allOf(Suspension.class),
                    now);
            case 6, 7 -> enrollment.withCapabilities(Set.of(random.nextBoolean() ? "HOTSPOT" : "INFOTAINMENT"), now);
            case 8 -> enrollment.due(now);
            default -> random.nextInt(4) == 0 ? enrollment.ended(Ending.UNENROLLED, now, now) : enrollment.due(now);
        };
        return transition instanceof Transition.Taken(var next) ? next : enrollment;
    }

    private static void assertSound(Enrollment enrollment, Interval validity) {
        var times = times(enrollment);
        for (int i = 0; i < times.size(); i++) {
            var time = times.get(i);
            assertThat(time.from()).isAfterOrEqualTo(validity.from());
            if (time.to() != null) assertThat(time.to()).isAfter(time.from());
            if (validity.to() != null) assertThat(time.to()).isNotNull().isBeforeOrEqualTo(validity.to());
            for (var later : times.subList(i + 1, times.size()))
                assertThat(time.overlaps(later)).isFalse();
        }
        if (enrollment.state() == State.SUSPENDED || enrollment.state() == State.ENDED) {
            assertThat(times).noneMatch(time -> time.to() == null);
        }
    }

    private Enrollment in(State state) {
        return switch (state) {
            case PENDING_OWNER -> pending;
            case ACTIVE -> active;
            case SUSPENDED -> taken(active.suspended(Suspension.OWNER, at(1)));
            case ENDED -> taken(active.ended(Ending.UNENROLLED, at(1), at(1)));
            case REJECTED -> taken(pending.rejected(Ending.OWNER_DECLINED, at(1)));
        };
    }

    private static boolean possible(Transition transition) {
        return transition instanceof Transition.Taken;
    }

    private static List<Interval> times(Enrollment enrollment) {
        return enrollment.stretches().stream().map(Stretch::during).toList();
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }
}
