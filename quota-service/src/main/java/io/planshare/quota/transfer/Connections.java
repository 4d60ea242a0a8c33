package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.TransferEvent;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.DeviceId;
import io.planshare.transfer.ConnectionState;

/** A device tells which connections it has; what lost its connection waits, or is offered another (spec S2 rule 3). */
@Service
class Connections {

    private final PlanBooks plans;
    private final Decisions decisions;
    private final TransferStore transfers;
    private final ConnectionStore connections;
    private final Outbox outbox;

    Connections(PlanBooks plans, Decisions decisions, TransferStore transfers, ConnectionStore connections,
            Outbox outbox) {
        this.plans = plans;
        this.decisions = decisions;
        this.transfers = transfers;
        this.connections = connections;
        this.outbox = outbox;
    }

    /** @param states all connections that the device has: one that is not named is absent */
    @Transactional
    TransferOutcome report(DeviceId device, Instant reportedAt, List<ConnectionState> states) {
        var found = plans.openFor(device);
        if (found.isEmpty()) return new TransferOutcome.UnknownDevice(device);
        var books = found.get();
        for (int i = 0; i < states.size(); i++) {
            var name = states.get(i).connection();
            if (books.plan().connection(name).isEmpty()) return new TransferOutcome.UnknownConnection(i, name);
        }
        var last = connections.lastReport(device);
        if (last != null && !reportedAt.isAfter(last)) return new TransferOutcome.Outdated(last);
        var decided = apply(books, device, reportedAt, states);
        plans.save(books);
        return new TransferOutcome.Decided(decided);
    }

    /** The report is newer than the last, and names connections of the plan. */
    List<Transfer> apply(Books books, DeviceId device, Instant reportedAt, List<ConnectionState> states) {
        connections.replace(device, reportedAt, states);
        decisions.expireUnstarted(books);
        var there = new HashMap<String, ConnectionState>();
        states.stream().filter(ConnectionState::available).forEach(it -> there.put(it.connection(), it));
        var before = new ArrayList<Transfer>();
        var waiting = new ArrayList<Transfer>();
        for (var transfer : transfers.open(device)) {
            var over = transfer.connection();
            if (over != null && there.containsKey(over)) continue;
            before.add(transfer);
            if (over == null) {
                waiting.add(transfer);
            } else {
                decisions.release(books, transfer);
                waiting.add(transfer.lost(books.now()));
            }
        }
        var decided = decisions.decide(books, device, before, waiting);
        tellOfLosses(books, device, before, decided);
        return decided;
    }

    private void tellOfLosses(Books books, DeviceId device, List<Transfer> before, List<Transfer> decided) {
        var byConnection = new HashMap<String, List<Transfer>>();
        for (int i = 0; i < before.size(); i++) {
            var lost = before.get(i).connection();
            if (lost != null) byConnection.computeIfAbsent(lost, _ -> new ArrayList<>()).add(decided.get(i));
        }
        outbox.publishAll(byConnection.entrySet().stream().map(it -> loss(books, device, it)).toList());
    }

    private static TransferEvent loss(Books books, DeviceId device, Map.Entry<String, List<Transfer>> lost) {
        return new TransferEvent.ConnectionLost(device, books.plan().subscriptionId(), lost.getKey(),
                ids(lost.getValue(), TransferState.WAITING_CONNECTION), ids(lost.getValue(), TransferState.OFFERED),
                books.now());
    }

    private static List<java.util.UUID> ids(List<Transfer> transfers, TransferState state) {
        return transfers.stream().filter(it -> it.state() == state).map(Transfer::id).toList();
    }
}
