package io.planshare.quota.transfer;

import io.planshare.model.DeviceId;

/** What came of putting a data usage plan. */
sealed interface PlanOutcome {

    record Made(DataUsagePlan plan) implements PlanOutcome {}

    record Changed(DataUsagePlan plan) implements PlanOutcome {}

    record Unknown() implements PlanOutcome {}

    /** Another plan has this device. */
    record DeviceTaken(DeviceId device) implements PlanOutcome {}
}
