package io.planshare.quota.plan;

import java.util.List;
import java.util.Map;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;

/** What became of a question or command about a sharing group's execution plan. */
sealed interface PlanOutcome {

    record Activated(ActivatedPlan plan) implements PlanOutcome {}

    /** @param missing who must accept which package's policy before it can be activated */
    record Previewed(AccountId groupId, String hash, PlanView plan, Map<PackageId, List<AccountId>> missing)
            implements
                PlanOutcome {}

    /** The account has no package and nobody shares one with it. */
    record NoGroup(AccountId account) implements PlanOutcome {}

    /** Nothing was ever activated for it: its packages are private. */
    record NoPlan(AccountId groupId) implements PlanOutcome {}

    record NotAccepted(Map<PackageId, List<AccountId>> missing) implements PlanOutcome {}

    /** What was previewed is not what would be activated now. */
    record Changed(String hash) implements PlanOutcome {}
}
