package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;

import io.planshare.transfer.Reconciliation;

/** What came of telling what was used. */
sealed interface StatisticOutcome {

    record Counted(List<UsageMeter> meters) implements StatisticOutcome {}

    record Reconciled(UsageMeter meter, Reconciliation counts) implements StatisticOutcome {}

    record UnknownPlan() implements StatisticOutcome {}

    record UnknownConnection(int place, String name) implements StatisticOutcome {}

    /** It has no threshold, so there is nothing to agree about. */
    record NotLimited(String name) implements StatisticOutcome {}

    record UnknownDevice(int place) implements StatisticOutcome {}

    /** The operator's count is not newer than the last. */
    record Outdated(Instant last) implements StatisticOutcome {}

    /** The count is of another cycle than the one that runs. */
    record OtherCycle(Instant from) implements StatisticOutcome {}
}
