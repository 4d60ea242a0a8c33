package io.planshare.quota.transfer;

import org.springframework.http.ResponseEntity;

import io.planshare.kit.problem.Problem;

/** What is answered when a call about transfers is refused. */
final class TransferProblems {

    private TransferProblems() {}

    /** @param decided what to answer if it was not */
    static ResponseEntity<?> answer(TransferOutcome outcome,
            java.util.function.Function<TransferOutcome.Decided, ResponseEntity<?>> decided) {
        return switch (outcome) {
            case TransferOutcome.Decided it -> decided.apply(it);
            case TransferOutcome.UnknownTransfer(var id) -> Problem.notFound("transfer-request", id).response();
            case TransferOutcome.UnknownDevice(var device) -> DeviceCaller.unknown(device).response();
            case TransferOutcome.UnknownConnection(var place, var name) -> Problem
                    .of(400, "unknown-connection", "The data usage plan names no such connection.")
                    .at("/connections/" + place + "/connection", "is no connection of the plan: " + name).response();
            case TransferOutcome.IdTaken(var id) -> Problem.of(409, "id-taken", "Another transfer has this id.")
                    .at("/requests", "names " + id).response();
            case TransferOutcome.TooMany(var limit) -> Problem.of(409, "too-many-transfers",
                    "A device has at most " + limit + " open transfers.").response();
            case TransferOutcome.NotAllowed(var transfer) -> Problem
                    .of(409, "transfer-not-allowed", "It may not start now.")
                    .with("transfer", TransferView.of(transfer)).response();
            case TransferOutcome.Ended(var transfer) -> Problem.of(409, "transfer-ended", "It is over.")
                    .with("transfer", TransferView.of(transfer)).response();
            case TransferOutcome.NotActive(var transfer) -> Problem.of(409, "transfer-not-active", "It does not run.")
                    .with("transfer", TransferView.of(transfer)).response();
            case TransferOutcome.WrongProgress(var transfer, var octets) -> Problem
                    .of(422, "wrong-progress", "Octets are counted from the begin of the transfer.")
                    .at("/octets", octets + " is less than " + transfer.done() + ", or more than its size").response();
            case TransferOutcome.Outdated(var last) -> Problem
                    .of(409, "report-outdated", "A report of " + last + " is known already.")
                    .at("/reportedAt", "must be after " + last).response();
        };
    }
}
