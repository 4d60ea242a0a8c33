package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.event.SimGroupEvent.Basis;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.Units;
import io.planshare.quota.simgroup.Restricting.Standing;
import io.planshare.quota.simgroup.Restricting.State;
import io.planshare.quota.simgroup.SimGroupTerms.Who;

import static io.planshare.quota.simgroup.Groups.NOON;
import static io.planshare.quota.simgroup.Groups.member;
import static org.assertj.core.api.Assertions.assertThat;

class RestrictingTest {

    private static final Instant MONTH_END = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void warns_at_75_and_95_percent_and_restricts_below_the_threshold() {
        assertThat(state(1000, 260)).isEqualTo(State.OPEN);
        assertThat(state(1000, 250)).isEqualTo(State.WARNED_75);
        assertThat(state(1000, 50)).isEqualTo(State.WARNED_95);
        assertThat(state(1000, 10)).isEqualTo(State.WARNED_95);
        assertThat(state(1000, 9)).isEqualTo(State.RESTRICTED);
    }

    @Test
    void without_a_threshold_it_takes_nothing_left_to_restrict() {
        var terms = Groups.terms(1000L, 0, 0, Who.ALL, false);

        assertThat(standing(Standing.OPEN, 1, 0, terms).state()).isEqualTo(State.WARNED_95);
        assertThat(standing(Standing.OPEN, 0, 0, terms).state()).isEqualTo(State.RESTRICTED);
    }

    @Test
    void frees_from_threshold_and_margin_on() {
        var terms = Groups.terms(1000L, 10, 5, Who.ALL, false);
        var restricted = standing(Standing.OPEN, 9, 0, terms);

        assertThat(standing(restricted, 14, 0, terms).isRestricted()).isTrue();
        assertThat(standing(restricted, 15, 0, terms).isRestricted()).isFalse();
    }

    @Test
    void restricts_ahead_when_the_next_report_would_come_too_late_and_is_not_freed_by_slowing_down() {
        var terms = Groups.terms(1000L, 10, 0, Who.ALL, true);
        assertThat(standing(Standing.OPEN, 400, 1.2, terms).isRestricted()).isFalse();

        var ahead = standing(Standing.OPEN, 400, 1.4, terms);

        assertThat(ahead.isRestricted()).isTrue();
        assertThat(standing(ahead, 400, 0, terms).isRestricted()).isTrue();
        assertThat(standing(ahead, 900, 0, terms).isRestricted()).isFalse();
    }

    @Test
    void too_little_knowledge_restricts_where_so_agreed() {
        var closed = new Remaining(Units.of(900), Basis.METERED, null, true, true, false);

        assertThat(Restricting.standing(Standing.OPEN, closed, Units.of(1000), 0,
                Groups.terms(1000L, 0, 0, Who.ALL, false)).isRestricted()).isTrue();
    }

    @Test
    void all_but_the_exempt_are_chosen() {
        var plain = member(1, false, 10, 0, false);
        var exempt = member(1, true, 100, 0, false);

        assertThat(chosen(List.of(plain, exempt), 0, Who.ALL)).containsExactly(plain.simCardId());
    }

    @Test
    void the_lowest_priority_goes_first_and_only_until_the_others_fit() {
        var low = member(1, false, 10, 0.001, false);
        var middle = member(2, false, 900, 0.001, false);
        var high = member(3, false, 5000, 0.00001, false);
        var members = List.of(high, middle, low);

        // 10.5 days are left: 0.001/s each is 907 octets.
        assertThat(chosen(members, 950, Who.LOWEST_PRIORITY)).containsExactly(low.simCardId());
        assertThat(chosen(members, 500, Who.LOWEST_PRIORITY)).containsExactlyInAnyOrder(low.simCardId(),
                middle.simCardId());
        assertThat(chosen(members, 0, Who.LOWEST_PRIORITY)).hasSize(3);
    }

    @Test
    void the_top_talker_goes_first_and_who_is_barred_already_stays_so() {
        var small = member(1, false, 10, 0.1, true);
        var big = member(1, false, 900, 0.001, false);

        assertThat(chosen(List.of(big, member(1, false, 1, 0, false)), 500, Who.TOP_TALKER))
                .containsExactly(big.simCardId());
        assertThat(chosen(List.of(small, big), 1_000, Who.TOP_TALKER)).containsExactly(small.simCardId());
    }

    @Test
    void an_exempt_card_is_never_chosen_and_a_barred_one_is_never_freed_while_it_lasts() {
        var random = Seeds.random();
        for (int i = 0; i < 2_000; i++) {
            var members = random.ints(random.nextInt(1, 12), 0, 100)
                    .mapToObj(n -> member(n % 5, random.nextInt(4) == 0, n, random.nextDouble(), false)).toList();
            var left = random.nextLong(100_000);
            var who = Who.values()[random.nextInt(3)];
            var first = chosen(members, left, who);
            var barred = members.stream().map(m -> new GroupMember(m.simCardId(), m.carrier(), null, m.priority(),
                    m.exempt(), m.used(), first.contains(m.simCardId()) ? 0 : m.octetsPerSecond(),
                    first.contains(m.simCardId()) ? NOON : null)).toList();

            assertThat(members).filteredOn(GroupMember::exempt)
                    .noneMatch(member -> first.contains(member.simCardId()));
            assertThat(chosen(barred, left, who)).containsAll(first);
        }
    }

    private static State state(long total, long left) {
        return standing(Standing.OPEN, left, 0, Groups.terms(total, 10, 0, Who.ALL, false)).state();
    }

    private static Standing standing(Standing before, long left, double rate, SimGroupTerms terms) {
        return Restricting.standing(before, remaining(left), Units.of(1000), rate, terms);
    }

    private static java.util.Set<io.planshare.model.SimCardId> chosen(List<GroupMember> members, long left, Who who) {
        return Restricting.chosen(members, remaining(left), Groups.terms(1000L, 10, 0, who, false), NOON, MONTH_END);
    }

    private static Remaining remaining(@Nullable Long left) {
        return new Remaining(left == null ? null : Units.of(left), Basis.METERED, null, false, false, false);
    }
}
