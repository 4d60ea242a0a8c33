package io.planshare.quota.transfer;

import io.planshare.model.DeviceId;
import io.planshare.transfer.TransferPolicy;

/** What came of an agent's report. */
sealed interface PolicyOutcome {

    /** @param signed compact JWS */
    record Issued(TransferPolicy policy, String signed) implements PolicyOutcome {}

    record UnknownDevice(DeviceId device) implements PolicyOutcome {}

    record UnknownConnection(String pointer, String name) implements PolicyOutcome {}
}
