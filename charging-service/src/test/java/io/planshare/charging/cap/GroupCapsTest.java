package io.planshare.charging.cap;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.model.Interval;
import io.planshare.model.SimGroupId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupCapsTest {

    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant IN_MAY = MAY.plusSeconds(1000);
    private static final Instant IN_JUNE = JUNE.plusSeconds(1000);

    private final SimGroupId group = SimGroupId.next();
    private final GroupCaps caps = new GroupCaps(
            List.of(new GroupCounter(group, Instant.EPOCH, Units.ZERO, Units.ZERO)));

    @Test
    void a_card_is_left_what_the_others_did_not_use_or_hold_less_what_it_keeps_back() {
        caps.use(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(30));
        var reservedIn = caps.reserve(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(20));

        assertThat(left(card(100L, 0), IN_MAY)).isEqualTo(50);
        assertThat(left(card(100L, 15), IN_MAY)).isEqualTo(35);
        assertThat(left(card(40L, 0), IN_MAY)).isZero();

        caps.release(reservedIn, Units.of(20));
        assertThat(left(card(100L, 0), IN_MAY)).isEqualTo(70);
        assertThat(caps.changed()).hasSize(1);
    }

    @Test
    void a_new_count_begins_at_nothing_used_and_what_is_granted_stays_granted() {
        caps.use(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(90));
        caps.reserve(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(10));

        assertThat(left(card(100L, 0), IN_JUNE)).isEqualTo(90);
        caps.use(card(100L, 0), UnitType.OCTET, IN_JUNE, Units.of(1));
        assertThat(left(card(100L, 0), IN_JUNE)).isEqualTo(89);
    }

    @Test
    void use_of_the_last_count_that_comes_late_counts_no_more() {
        caps.use(card(100L, 0), UnitType.OCTET, IN_JUNE, Units.of(1));
        caps.use(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(50));
        caps.use(card(100L, 0), UnitType.OCTET, MAY.minusSeconds(1), Units.of(50));

        assertThat(left(card(100L, 0), IN_JUNE)).isEqualTo(99);
    }

    @Test
    void a_card_that_was_not_told_yet_of_a_new_count_is_bound_by_it() {
        caps.use(card(100L, 0), UnitType.OCTET, IN_MAY, Units.of(90));
        var reset = new GroupedCard(group,
                List.of(new GroupAllowance(new Interval(IN_MAY.plusSeconds(5), JUNE), Units.of(100), Units.ZERO)),
                false);
        caps.use(reset, UnitType.OCTET, IN_MAY.plusSeconds(5), Units.of(60));

        assertThat(left(card(100L, 0), IN_MAY.plusSeconds(5))).isEqualTo(40);
    }

    @Test
    void an_unlimited_group_counts_and_binds_nobody() {
        caps.use(card(null, 0), UnitType.OCTET, IN_MAY, Units.of(90));

        assertThat(caps.left(card(null, 0), UnitType.OCTET, IN_MAY)).isEqualTo(Units.MAX);
        assertThat(left(card(100L, 0), IN_MAY)).isEqualTo(10);
    }

    @Test
    void seconds_cards_in_no_group_and_cards_that_left_are_nothing_to_it() {
        var gone = new GroupedCard(group, List.of(), false);
        for (var card : new @Nullable GroupedCard[]{null, gone}) {
            assertThat(caps.reserve(card, UnitType.OCTET, IN_MAY, Units.of(5))).isNull();
            caps.use(card, UnitType.OCTET, IN_MAY, Units.of(5));
            assertThat(caps.left(card, UnitType.OCTET, IN_MAY)).isEqualTo(Units.MAX);
        }
        caps.use(card(1L, 0), UnitType.SECOND, IN_MAY, Units.of(5));
        assertThat(caps.left(card(1L, 0), UnitType.SECOND, IN_MAY)).isEqualTo(Units.MAX);
        assertThat(caps.changed()).isEmpty();
    }

    @Test
    void a_counter_that_is_not_locked_is_never_guessed() {
        var other = new GroupedCard(SimGroupId.next(), card(1L, 0).allowances(), false);
        assertThatThrownBy(() -> caps.left(other, UnitType.OCTET, IN_MAY)).isInstanceOf(IllegalStateException.class);
    }

    private long left(GroupedCard card, Instant at) {
        return caps.left(card, UnitType.OCTET, at).count();
    }

    private GroupedCard card(@Nullable Long limit, long keptBack) {
        var units = limit == null ? null : Units.of(limit);
        return new GroupedCard(group, List.of(new GroupAllowance(new Interval(MAY, JUNE), units, Units.of(keptBack)),
                new GroupAllowance(new Interval(JUNE, null), units, Units.of(keptBack))), false);
    }
}
