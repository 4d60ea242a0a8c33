package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.theft.device.HeldCards;

import static io.planshare.theft.restriction.EnforcingService.CHARGING;
import static io.planshare.theft.restriction.EnforcingService.ENROLLMENT;
import static io.planshare.theft.restriction.EnforcingService.QUOTA;
import static io.planshare.theft.restriction.EnforcingService.SIM_ALLOCATION;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestrictionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final HeldCards HELD = new HeldCards(List.of(SubscriptionId.next()), List.of(SimCardId.next()));
    private static final Restriction.Decision ORDER = new Restriction.Decision("stolen", "agent", NOW);
    private static final Restriction.Decision LIFT = new Restriction.Decision("found", "other agent",
            NOW.plusSeconds(60));
    private static final Restriction R3 = Restriction.ordered(RestrictionId.next(), DeviceId.next(),
            RestrictionLevel.R3, 7, HELD, ORDER);

    @Test
    void an_order_is_in_force_and_enforced_once_all_four_have_answered() {
        assertThat(R3.isInForce()).isTrue();
        assertThat(R3.state(Acknowledgements.NONE)).isEqualTo(Restriction.State.ORDERED);
        assertThat(R3.state(applied(ENROLLMENT, QUOTA, CHARGING))).isEqualTo(Restriction.State.ORDERED);
        assertThat(R3.state(applied(EnforcingService.values()))).isEqualTo(Restriction.State.ENFORCED);
    }

    @Test
    void a_lift_is_lifted_once_all_four_have_answered() {
        var lifted = ((RestrictionOutcome.Lifted) R3.lift(8, LIFT)).restriction();

        assertThat(lifted.isInForce()).isFalse();
        assertThat(lifted.state(applied(SIM_ALLOCATION))).isEqualTo(Restriction.State.LIFTING);
        assertThat(lifted.state(applied(EnforcingService.values()))).isEqualTo(Restriction.State.LIFTED);
    }

    @Test
    void what_is_lifted_or_replaced_cannot_be_lifted() {
        var lifted = ((RestrictionOutcome.Lifted) R3.lift(8, LIFT)).restriction();
        var replaced = R3.replaced(NOW);

        assertThat(lifted.lift(9, LIFT)).isEqualTo(new RestrictionOutcome.NotInForce(lifted));
        assertThat(replaced.lift(9, LIFT)).isEqualTo(new RestrictionOutcome.NotInForce(replaced));
        assertThat(replaced.state(applied(EnforcingService.values()))).isEqualTo(Restriction.State.REPLACED);
    }

    @Test
    void the_order_tells_whom_it_hits_and_why() {
        assertThat(R3.event()).isEqualTo(new RestrictionOrdered(R3.restrictionId(), 7, R3.deviceId(),
                RestrictionLevel.R3, HELD.subscriptionIds(), HELD.simCardIds(), "stolen", "agent", NOW));
    }

    @Test
    void the_lift_frees_exactly_what_the_order_hit() {
        var lifted = ((RestrictionOutcome.Lifted) R3.lift(8, LIFT)).restriction();

        assertThat(lifted.event()).isEqualTo(new RestrictionLifted(R3.restrictionId(), 8, R3.deviceId(),
                HELD.subscriptionIds(), HELD.simCardIds(), "found", "other agent", NOW.plusSeconds(60)));
    }

    @ParameterizedTest
    @EnumSource
    void only_R4_needs_confirmation(RestrictionLevel level) {
        assertThat(Restriction.needsConfirmation(level)).isEqualTo(level == RestrictionLevel.R4);
    }

    @Test
    void no_restriction_is_no_restriction() {
        assertThatThrownBy(() -> Restriction.ordered(RestrictionId.next(), DeviceId.next(), RestrictionLevel.NONE, 1,
                HELD, ORDER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_service_that_failed_is_missing_and_not_the_slowest() {
        var failed = answer(CHARGING, false, null);
        var slow = answer(QUOTA, true, Duration.ofMillis(900));
        var answers = new Acknowledgements(List.of(failed, slow, answer(ENROLLMENT, true, Duration.ofMillis(20)))
                .stream().collect(toMap(Acknowledgements.Answer::service, identity())));

        assertThat(answers.isComplete()).isFalse();
        assertThat(answers.missing()).containsExactly(CHARGING, SIM_ALLOCATION);
        assertThat(answers.slowest()).contains(slow);
    }

    private static Acknowledgements applied(EnforcingService... services) {
        return new Acknowledgements(Arrays.stream(services)
                .collect(toMap(identity(), service -> answer(service, true, Duration.ofMillis(5)))));
    }

    private static Acknowledgements.Answer answer(EnforcingService service, boolean applied,
            @Nullable Duration took) {
        return new Acknowledgements.Answer(service, applied, NOW, took, "");
    }
}
