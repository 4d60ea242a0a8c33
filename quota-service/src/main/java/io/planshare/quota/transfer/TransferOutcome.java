package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.planshare.model.DeviceId;
import io.planshare.model.Units;

/** What came of a call about transfers. */
sealed interface TransferOutcome {

    /** As they stand now. */
    record Decided(List<Transfer> transfers) implements TransferOutcome {}

    record UnknownTransfer(UUID id) implements TransferOutcome {}

    /** It belongs to no data usage plan. */
    record UnknownDevice(DeviceId device) implements TransferOutcome {}

    /** The plan does not name it. */
    record UnknownConnection(int place, String name) implements TransferOutcome {}

    record IdTaken(UUID id) implements TransferOutcome {}

    /** The device has too many open ones. */
    record TooMany(int limit) implements TransferOutcome {}

    /** It may not start now: it waits, or is denied. */
    record NotAllowed(Transfer transfer) implements TransferOutcome {}

    /** It is over. */
    record Ended(Transfer transfer) implements TransferOutcome {}

    /** Octets are reported of one that does not run. */
    record NotActive(Transfer transfer) implements TransferOutcome {}

    /** Fewer octets than were reported before, or more than its size. */
    record WrongProgress(Transfer transfer, Units octets) implements TransferOutcome {}

    /** A report that is older than the last. */
    record Outdated(Instant last) implements TransferOutcome {}
}
