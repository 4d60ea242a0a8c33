package io.planshare.quota.simgroup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.event.SimGroupEvent.Basis;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

import static io.planshare.quota.simgroup.Groups.NOON;
import static org.assertj.core.api.Assertions.assertThat;

class InstructionTest {

    private final DeviceId one = DeviceId.next();
    private final DeviceId other = DeviceId.next();

    @Test
    void H6_devices_split_what_is_above_the_threshold_as_they_used_lately() {
        var members = List.of(card(one, 75, false, false), card(other, 25, false, false));

        assertThat(asks(one, 1000, 100, members, 0).threshold()).isEqualTo(Units.of(675));
        assertThat(asks(other, 1000, 100, members, 675).threshold()).isEqualTo(Units.of(225));
    }

    @Test
    void H6_what_others_were_given_is_not_given_twice_and_an_idle_one_can_begin() {
        var members = List.of(card(one, 100, false, false), card(other, 0, false, false));

        assertThat(asks(one, 1010, 0, members, 910).threshold()).isEqualTo(Units.of(100));
        assertThat(asks(one, 1010, 0, members, 0).threshold()).isEqualTo(Units.of(1000));
        assertThat(asks(other, 1010, 0, members, 1000).threshold()).isEqualTo(Units.of(10));
    }

    @Test
    void H6_a_restricted_card_stops_its_device_and_an_exempt_or_unlimited_one_goes_on() {
        var stopped = asks(one, 50, 100, List.of(card(one, 1, false, true)), 0);
        assertThat(stopped.kind()).isEqualTo(Instruction.Kind.RESTRICT);
        assertThat(stopped.threshold()).isEqualTo(Units.ZERO);
        assertThat(stopped.restricted()).hasSize(1);
        assertThat(asks(one, 50, 100, List.of(card(one, 1, true, false)), 0).kind())
                .isEqualTo(Instruction.Kind.CONTINUE);
        assertThat(asks(one, null, 0, List.of(card(one, 1, false, false)), 0).kind())
                .isEqualTo(Instruction.Kind.CONTINUE);
    }

    @Test
    void H6_an_answer_holds_for_two_reports_and_never_beyond_the_cycle() {
        var group = group(0);
        var members = List.of(card(one, 1, false, false));
        assertThat(Instruction.of(group, remaining(10L), one, members, Units.ZERO, NOON).validUntil())
                .isEqualTo(NOON.plus(Duration.ofMinutes(10)));
        var late = group.count().cycleEnd().minusSeconds(5);
        assertThat(Instruction.of(group, remaining(10L), one, members, Units.ZERO, late).validUntil())
                .isEqualTo(group.count().cycleEnd());
    }

    @Test
    void H2_devices_that_obey_do_not_pass_the_allowance_and_use_all_of_it() {
        var random = Seeds.random();
        for (int trial = 0; trial < 200; trial++) {
            var devices = List.of(DeviceId.next(), DeviceId.next(), DeviceId.next(), DeviceId.next());
            Map<DeviceId, Long> given = new HashMap<>();
            long total = 1_000_000;
            long used = 0;
            for (int step = 0; step < 500; step++) {
                var device = devices.get(random.nextInt(devices.size()));
                long held = given.getOrDefault(device, 0L);
                used += step % 3 == 0 ? random.nextLong(held + 1) : held;
                given.put(device, 0L);
                var members = devices.stream().map(each -> card(each, random.nextInt(100), false, false)).toList();
                var outstanding = given.values().stream().mapToLong(Long::longValue).sum();
                var instruction = asks(device, total - used, 0, members, outstanding);
                given.put(device, Objects.requireNonNull(instruction.threshold()).count());
                assertThat(used + given.values().stream().mapToLong(Long::longValue).sum())
                        .isLessThanOrEqualTo(total);
            }
            assertThat(used).isGreaterThan(total * 99 / 100);
        }
    }

    private static Instruction asks(DeviceId device, @Nullable Number left, long threshold, List<GroupMember> members,
            long outstanding) {
        return Instruction.of(group(threshold), remaining(left == null ? null : left.longValue()), device, members,
                Units.of(outstanding), NOON);
    }

    private static Remaining remaining(@Nullable Long left) {
        return new Remaining(left == null ? null : Units.of(left), Basis.METERED, null, false, false, false);
    }

    private static SimGroup group(long threshold) {
        return SimGroup.begin(SimGroupId.next(), AccountId.next(), "fleet",
                Groups.terms(1_000_000L, threshold, 0, SimGroupTerms.Who.ALL, false), NOON);
    }

    private static GroupMember card(DeviceId device, double rate, boolean exempt, boolean restricted) {
        return new GroupMember(new SimCardId(Id.next()), GroupMember.Carrier.FOREIGN, device, 1, exempt, 0, rate,
                restricted ? NOON : null);
    }
}
