package io.planshare.quota.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import io.planshare.event.TransferEvent;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.DeviceId;
import io.planshare.transfer.Admission;
import io.planshare.transfer.Decision;
import io.planshare.transfer.Reason;

/** Decides about transfers of one device, books what they are admitted for, saves them and tells what changed. */
@Component
class Decisions {

    private final TransferStore transfers;
    private final ConnectionStore connections;
    private final Restrictions restrictions;
    private final Outbox outbox;

    Decisions(TransferStore transfers, ConnectionStore connections, Restrictions restrictions, Outbox outbox) {
        this.transfers = transfers;
        this.connections = connections;
        this.restrictions = restrictions;
        this.outbox = outbox;
    }

    /** All of a device that wait. */
    List<Transfer> decideWaiting(Books books, DeviceId device) {
        var waiting = transfers.open(device).stream().filter(it -> it.state().isPending()).toList();
        return decide(books, device, waiting, waiting);
    }

    /**
     * Decides about these together.
     *
     * @param before each as its application knows it
     * @param waiting the same ones of this device, none of them admitted for anything
     * @return the same as they stand now, in the same order
     */
    List<Transfer> decide(Books books, DeviceId device, List<Transfer> before, List<Transfer> waiting) {
        if (waiting.isEmpty()) return List.of();
        var situation = books.situation(connections.find(device), restrictions.levelOf(device));
        var decisions = Admission.decide(waiting.stream().map(Transfer::pending).toList(), situation);
        var byId = waiting.stream().collect(Collectors.toMap(Transfer::id, Function.identity()));
        decisions.forEach((id, decision) -> {
            if (decision instanceof Decision.Allow allow && byId.get(id) instanceof Transfer transfer) {
                books.admit(allow.connection(), transfer.request().appId(), allow.maxOctets(), allow.urgent());
            }
        });
        return save(before, after(waiting, decisions, books));
    }

    private static List<Transfer> after(List<Transfer> waiting, Map<UUID, Decision> decisions, Books books) {
        return waiting.stream().map(it -> decisions.get(it.id()) instanceof Decision decision
                ? it.decided(decision, books.now())
                : it).toList();
    }

    /** Gives back what was reserved for transfers that did not start in time. */
    void expireUnstarted(Books books) {
        var late = transfers.unstarted(books.plan().devices(), books.now());
        late.forEach(it -> release(books, it));
        save(late, late.stream().map(it -> it.ended(TransferState.EXPIRED, it.reason(), books.now())).toList());
    }

    /** What is still reserved for it. */
    void release(Books books, Transfer transfer) {
        var connection = transfer.connection();
        if (connection != null) books.release(connection, transfer.lease());
    }

    /** Saves transfers, numbers those about which there is news, and tells of these. */
    List<Transfer> save(List<Transfer> before, List<Transfer> after) {
        var saved = new ArrayList<Transfer>(after);
        var news = new ArrayList<Integer>();
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).decisionNumber() == 0 || after.get(i).differsFrom(before.get(i))) news.add(i);
        }
        var numbers = transfers.numbers(news.size());
        for (int i = 0; i < news.size(); i++) {
            saved.set(news.get(i), after.get(news.get(i)).numbered(numbers.get(i)));
        }
        transfers.save(saved);
        outbox.publishAll(news.stream().flatMap(i -> tell(saved.get(i)).stream()).toList());
        return saved;
    }

    private static List<TransferEvent> tell(Transfer it) {
        var request = it.request();
        var reason = it.reason();
        return switch (it.state()) {
            case ALLOWED -> List.of(new TransferEvent.TransferDecided(it.id(), it.deviceId(), it.subscriptionId(),
                    request.appId(), request.priority(), it.connection(), it.lease(), it.leaseUntil(), null,
                    it.decidedAt()));
            case DENIED -> List.of(new TransferEvent.TransferDecided(it.id(), it.deviceId(), it.subscriptionId(),
                    request.appId(), request.priority(), null, it.lease(), null, reason, it.decidedAt()));
            case DEFERRED, WAITING_CONNECTION, OFFERED -> List.of(new TransferEvent.TransferDeferred(it.id(),
                    it.deviceId(), it.subscriptionId(), request.appId(), request.priority(),
                    reason == null ? Reason.NO_CONNECTION : reason, it.lookAt(), it.offered(), it.decidedAt()));
            case COMPLETED, CANCELLED -> List.of(new TransferEvent.TransferCompleted(it.id(), it.deviceId(),
                    it.subscriptionId(), request.appId(), it.done(), it.state() == TransferState.CANCELLED,
                    it.decidedAt()));
            case ACTIVE, EXPIRED -> List.of();
        };
    }
}
