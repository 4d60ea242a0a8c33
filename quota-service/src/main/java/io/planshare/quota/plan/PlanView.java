package io.planshare.quota.plan;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.Units;

/** An execution plan as people read it. */
@Schema(name = "ExecutionPlan")
record PlanView(List<ExecutionPlan.Source> derivedFrom, List<Account> accounts) {

    @Schema(name = "ExecutionPlanAccount")
    record Account(AccountId accountId, List<During> intervals) {}

    @Schema(name = "ExecutionPlanInterval")
    record During(Interval interval, List<Order> orders) {}

    @Schema(name = "ExecutionPlanOrder")
    record Order(
            @Schema(description = "none: for each that has no order of its own") @Nullable Long ratingGroup,
            List<Step> packages) {}

    @Schema(name = "ExecutionPlanStep")
    record Step(PackageId packageId, String name, @Nullable Units capPerCycle, int priority,
            @Schema(example = "Before Family 20 GB because fewer accounts may use it (only its owner may use it).") String reason) {}

    static PlanView of(ExecutionPlan plan) {
        return new PlanView(plan.derivedFrom(), plan.walks().values().stream().map(PlanView::account).toList());
    }

    private static Account account(ExecutionPlan.Walks walks) {
        return new Account(walks.accountId(), walks.intervals().stream().map(it -> new During(it.interval(),
                it.orders().stream().map(PlanView::order).toList())).toList());
    }

    private static Order order(ExecutionPlan.Order order) {
        return new Order(order.ratingGroup(), order.steps().stream().map(it -> new Step(it.planned().packageId(),
                it.name(), it.planned().capPerCycle(), it.planned().priority(), it.reason())).toList());
    }
}
