package io.planshare.quota.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;
import io.planshare.quota.pack.Renewal;
import io.planshare.quota.pack.SharedPackage;
import io.planshare.quota.pack.SharingPolicy;
import io.planshare.quota.pack.SharingPolicy.Borrower;
import io.planshare.quota.pack.SharingPolicy.Scope;
import io.planshare.quota.pack.UsagePackage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** In which order packages are walked. */
class ExecutionPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-10T00:00:00Z");
    private static final AccountId PARENT = account(1);
    private static final AccountId UNCLE = account(2);

    private final SharedPackage own = shared(1, PARENT, 1);
    private final SharedPackage lent = shared(2, UNCLE, 1, PARENT);

    @Test
    void what_fewest_may_use_goes_first_and_a_person_is_told_why() {
        var plan = ExecutionPlan.derive(List.of(lent, own), NOW);

        assertThat(steps(plan, PARENT)).extracting(ExecutionPlan.Step::name).containsExactly("P1", "P2");
        assertThat(steps(plan, PARENT).getFirst().reason())
                .isEqualTo("Before P2 because fewer accounts may use it (only its owner may use it).");
        assertThat(steps(plan, UNCLE)).extracting(ExecutionPlan.Step::name).containsExactly("P2");
    }

    @Test
    void among_equal_audiences_what_expires_first_goes_first_and_the_order_turns_when_a_cycle_ends() {
        var early = shared(3, PARENT, 15);
        var late = shared(4, PARENT, 20);

        var plan = ExecutionPlan.derive(List.of(late, early), NOW);

        var intervals = requireNonNull(plan.walks().get(PARENT)).intervals();
        assertThat(names(intervals.getFirst())).containsExactly("P3", "P4");
        assertThat(intervals.getFirst().interval().to()).isEqualTo(Instant.parse("2026-11-15T00:00:00Z"));
        assertThat(names(intervals.get(1))).containsExactly("P4", "P3");
        assertThat(intervals.get(1).interval().to()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(intervals.getLast().interval().to()).isNull();
    }

    @Test
    void among_packages_that_expire_at_one_instant_own_ones_then_policy_order_purchase_and_id_decide() {
        var own = tied(9, PARENT, 3, Instant.parse("2026-01-04T00:00:00Z"), UNCLE);
        var firstByPolicy = tied(8, UNCLE, 1, Instant.parse("2026-01-04T00:00:00Z"), PARENT);
        var boughtEarly = tied(7, UNCLE, 2, Instant.parse("2026-01-02T00:00:00Z"), PARENT);
        var boughtLate = tied(5, UNCLE, 2, Instant.parse("2026-01-03T00:00:00Z"), PARENT);
        var sameButForItsId = tied(6, UNCLE, 2, Instant.parse("2026-01-03T00:00:00Z"), PARENT);
        var group = new ArrayList<>(List.of(sameButForItsId, boughtLate, boughtEarly, firstByPolicy, own));
        Collections.shuffle(group, Seeds.random());

        var steps = steps(ExecutionPlan.derive(group, NOW), PARENT);

        assertThat(steps).extracting(ExecutionPlan.Step::name).containsExactly("P9", "P8", "P7", "P5", "P6");
        assertThat(steps).extracting(ExecutionPlan.Step::reason).containsExactly(
                "Before P8 because it is the account's own (2 accounts may use it).",
                "Before P7 because its policy puts it first (2 accounts may use it).",
                "Before P5 because it was bought earlier (2 accounts may use it).",
                "Before P6 because of its id, all else being equal (2 accounts may use it).",
                "Last, or alone: 2 accounts may use it.");
    }

    @Test
    void a_rating_group_that_a_package_pays_for_alone_has_an_order_of_its_own() {
        var music = new SharedPackage(bought(5, PARENT, 1, Set.of(10L)), policy(5), List.of());

        var plan = ExecutionPlan.derive(List.of(own, music), NOW);

        var orders = requireNonNull(plan.walks().get(PARENT)).intervals().getFirst().orders();
        assertThat(orders.getFirst().ratingGroup()).isEqualTo(10);
        assertThat(orders.getFirst().steps()).extracting(ExecutionPlan.Step::name).containsExactly("P5", "P1");
        assertThat(orders.getLast().ratingGroup()).isNull();
        assertThat(orders.getLast().steps()).extracting(ExecutionPlan.Step::name).containsExactly("P1");
    }

    @Test
    void equal_inputs_in_any_order_give_an_equal_plan_and_other_terms_another_hash() {
        var random = Seeds.random();
        var group = new ArrayList<SharedPackage>();
        for (int number = 1; number < 20; number++) {
            group.add(shared(number, account(1 + random.nextInt(6)), 1 + random.nextInt(3), account(7), account(8)));
        }
        var plan = ExecutionPlan.derive(group, NOW);
        Collections.shuffle(group, random);

        assertThat(ExecutionPlan.derive(group, NOW)).isEqualTo(plan);
        assertThat(ExecutionPlan.derive(group.subList(0, 18), NOW).hash()).isNotEqualTo(plan.hash());
    }

    @Test
    void two_packages_each_shared_with_the_others_owner_are_no_problem() {
        var mine = shared(1, PARENT, 1, UNCLE);
        var yours = shared(2, UNCLE, 1, PARENT);

        var plan = ExecutionPlan.derive(List.of(mine, yours), NOW);

        assertThat(steps(plan, PARENT)).extracting(ExecutionPlan.Step::name).containsExactly("P1", "P2");
        assertThat(steps(plan, UNCLE)).extracting(ExecutionPlan.Step::name).containsExactly("P2", "P1");
    }

    private static List<ExecutionPlan.Step> steps(ExecutionPlan plan, AccountId account) {
        return requireNonNull(plan.walks().get(account)).intervals().getFirst().orders().getLast().steps();
    }

    private static List<String> names(ExecutionPlan.During during) {
        return during.orders().getFirst().steps().stream().map(ExecutionPlan.Step::name).toList();
    }

    private static SharedPackage shared(int number, AccountId owner, int cycleDay, AccountId... borrowers) {
        return new SharedPackage(bought(number, owner, cycleDay, Set.of()), policy(number),
                Arrays.stream(borrowers).map(it -> new Borrower(it, null, 0, 0)).toList());
    }

    private static SharedPackage tied(int number, AccountId owner, int order, Instant purchasedAt,
            AccountId borrower) {
        var bought = bought(number, owner, 1, Set.of());
        return new SharedPackage(
                new UsagePackage(bought.id(), owner, bought.name(), bought.unit(), bought.units(), Set.of(),
                        bought.validity(), bought.renewal(), null, purchasedAt, 1),
                new SharingPolicy(bought.id(), 1, Scope.LIST, List.of(), null, false, Units.ZERO, null, order, NOW,
                        null),
                List.of(new Borrower(borrower, null, 0, 0)));
    }

    private static UsagePackage bought(int number, AccountId owner, int cycleDay, Set<Long> ratingGroups) {
        var from = Instant.parse("2026-01-01T00:00:00Z");
        return new UsagePackage(new PackageId(new UUID(0, number)), owner, "P" + number, UnitType.OCTET,
                Units.of(1000), ratingGroups, new Interval(from, null),
                new Renewal(Renewal.Kind.MONTHLY, cycleDay, ZoneOffset.UTC), null, from, 1);
    }

    private static SharingPolicy policy(int number) {
        return new SharingPolicy(new PackageId(new UUID(0, number)), 1, Scope.LIST, List.of(), null, false,
                Units.ZERO, null, 0, NOW, null);
    }

    private static AccountId account(int number) {
        return new AccountId(new UUID(1, number));
    }
}
