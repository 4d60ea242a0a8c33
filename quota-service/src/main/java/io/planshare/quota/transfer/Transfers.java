package io.planshare.quota.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Units;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferRequest;

/** Transfers from the request to the end: asked for, started, carried on, over. */
@Service
class Transfers {

    static final int OPEN_MAX = 1_000;

    private final PlanBooks plans;
    private final Decisions decisions;
    private final TransferStore transfers;
    private final Restrictions restrictions;

    Transfers(PlanBooks plans, Decisions decisions, TransferStore transfers, Restrictions restrictions) {
        this.plans = plans;
        this.decisions = decisions;
        this.transfers = transfers;
        this.restrictions = restrictions;
    }

    /** Puts requests of one device beside those that wait, and decides about all of them together. */
    @Transactional
    TransferOutcome ask(DeviceId device, @Nullable EnrollmentId enrollment, List<TransferRequest> requests) {
        var found = plans.openFor(device);
        if (found.isEmpty()) return new TransferOutcome.UnknownDevice(device);
        var taken = transfers.known(requests.stream().map(TransferRequest::id).toList());
        if (!taken.isEmpty()) return new TransferOutcome.IdTaken(taken.getFirst());
        var open = transfers.open(device);
        if (open.size() + requests.size() > OPEN_MAX) return new TransferOutcome.TooMany(OPEN_MAX);
        var books = found.get();
        decisions.expireUnstarted(books);
        var fresh = requests.stream()
                .map(it -> Transfer.fresh(it, device, books.plan().subscriptionId(), enrollment)).toList();
        var waiting = new ArrayList<>(fresh);
        open.stream().filter(it -> it.state().isPending()).forEach(waiting::add);
        var decided = decisions.decide(books, device, waiting, waiting);
        plans.save(books);
        return new TransferOutcome.Decided(decided.subList(0, fresh.size()));
    }

    /**
     * Starts it, if that is allowed now.
     *
     * @param acknowledged the dearer connection that the application agrees to take; null if none
     */
    @Transactional
    TransferOutcome start(UUID id, @Nullable String acknowledged) {
        return with(id, (books, transfer) -> {
            if (restrictions.levelOf(transfer.deviceId()).deniesTraffic()) return restricted(books, transfer);
            var until = transfer.leaseUntil();
            return switch (transfer.state()) {
                case ACTIVE -> new TransferOutcome.Decided(List.of(transfer));
                case ALLOWED -> until != null && until.isAfter(books.now())
                        ? started(books, transfer)
                        : new TransferOutcome.Ended(one(transfer, expired(books, transfer)));
                case DEFERRED, WAITING_CONNECTION, OFFERED -> anew(books, transfer,
                        acknowledged == null ? transfer : transfer.acknowledged(acknowledged));
                case DENIED, EXPIRED, COMPLETED, CANCELLED -> new TransferOutcome.Ended(transfer);
            };
        });
    }

    private Transfer expired(Books books, Transfer transfer) {
        decisions.release(books, transfer);
        return transfer.ended(TransferState.EXPIRED, null, books.now());
    }

    private TransferOutcome restricted(Books books, Transfer transfer) {
        if (!transfer.state().isOpen()) return new TransferOutcome.Ended(transfer);
        decisions.release(books, transfer);
        return new TransferOutcome.NotAllowed(
                one(transfer, transfer.ended(TransferState.DENIED, Reason.RESTRICTED, books.now())));
    }

    private TransferOutcome anew(Books books, Transfer before, Transfer transfer) {
        var decided = decisions.decide(books, transfer.deviceId(), List.of(before), List.of(transfer)).getFirst();
        return decided.state() == TransferState.ALLOWED
                ? started(books, decided)
                : new TransferOutcome.NotAllowed(decided);
    }

    private TransferOutcome started(Books books, Transfer transfer) {
        return new TransferOutcome.Decided(List.of(one(transfer, transfer.started(books.now()))));
    }

    /**
     * Counts octets of a running transfer. If its lease is used up or over, it is given the next or pauses.
     *
     * @param octets transferred so far, in all
     */
    @Transactional
    TransferOutcome progress(UUID id, Units octets) {
        return with(id, (books, transfer) -> {
            if (!transfer.state().isOpen()) return new TransferOutcome.Ended(transfer);
            if (transfer.state() != TransferState.ACTIVE) return new TransferOutcome.NotActive(transfer);
            if (isWrong(transfer, octets)) return new TransferOutcome.WrongProgress(transfer, octets);
            var counted = count(books, transfer, octets);
            if (restrictions.levelOf(transfer.deviceId()).deniesTraffic()) return restricted(books, counted);
            var until = counted.leaseUntil();
            var goesOn = counted.isWhole()
                    || counted.lease().isPositive() && until != null && until.isAfter(books.now());
            if (goesOn) return new TransferOutcome.Decided(List.of(one(transfer, counted)));
            decisions.release(books, counted);
            var outcome = anew(books, counted, counted.paused(books.now()));
            return outcome instanceof TransferOutcome.NotAllowed(var paused)
                    ? new TransferOutcome.Decided(List.of(paused))
                    : outcome;
        });
    }

    /** The application is done with it: what it did not use is given back, and others may go on. */
    @Transactional
    TransferOutcome complete(UUID id, Units octets) {
        return with(id, (books, transfer) -> {
            if (!transfer.state().isOpen()) return new TransferOutcome.Ended(transfer);
            if (transfer.state() != TransferState.ACTIVE) return new TransferOutcome.NotActive(transfer);
            if (isWrong(transfer, octets)) return new TransferOutcome.WrongProgress(transfer, octets);
            return end(books, transfer, count(books, transfer, octets), TransferState.COMPLETED);
        });
    }

    @Transactional
    TransferOutcome cancel(UUID id) {
        return with(id, (books, transfer) -> transfer.state().isOpen()
                ? end(books, transfer, transfer, TransferState.CANCELLED)
                : new TransferOutcome.Ended(transfer));
    }

    /** The application is gone from the device, and so is all that it still wanted. */
    @Transactional
    TransferOutcome forget(DeviceId device, String app) {
        var found = plans.openFor(device);
        if (found.isEmpty()) return new TransferOutcome.UnknownDevice(device);
        var books = found.get();
        var open = transfers.open(device).stream().filter(it -> it.request().appId().equals(app)).toList();
        open.forEach(it -> decisions.release(books, it));
        var ended = decisions.save(open,
                open.stream().map(it -> it.ended(TransferState.CANCELLED, null, books.now())).toList());
        decisions.decideWaiting(books, device);
        plans.save(books);
        return new TransferOutcome.Decided(ended);
    }

    /** What waits on a device is decided anew, as time went by. */
    @Transactional
    void lookAgain(DeviceId device) {
        plans.openFor(device).ifPresent(books -> {
            decisions.expireUnstarted(books);
            decisions.decideWaiting(books, device);
            plans.save(books);
        });
    }

    private TransferOutcome end(Books books, Transfer before, Transfer transfer, TransferState how) {
        decisions.release(books, transfer);
        var ended = one(before, transfer.ended(how, null, books.now()));
        decisions.decideWaiting(books, transfer.deviceId());
        return new TransferOutcome.Decided(List.of(ended));
    }

    private static boolean isWrong(Transfer transfer, Units octets) {
        var size = transfer.request().size();
        return octets.compareTo(transfer.done()) < 0 || size != null && octets.compareTo(size) > 0;
    }

    private static Transfer count(Books books, Transfer transfer, Units octets) {
        var more = octets.minus(transfer.done());
        var connection = transfer.connection();
        if (connection != null) {
            books.release(connection, more.atMost(transfer.lease()));
            books.count(connection, transfer.deviceId(), transfer.request().appId(), more, books.now());
        }
        return transfer.progressed(octets);
    }

    private Transfer one(Transfer before, Transfer after) {
        return decisions.save(List.of(before), List.of(after)).getFirst();
    }

    private TransferOutcome with(UUID id, BiFunction<Books, Transfer, TransferOutcome> step) {
        var known = transfers.find(id);
        if (known.isEmpty()) return new TransferOutcome.UnknownTransfer(id);
        var books = plans.open(known.get().subscriptionId());
        // Read again: it may have changed before the lock was ours.
        var locked = transfers.find(id);
        if (books.isEmpty() || locked.isEmpty()) return new TransferOutcome.UnknownTransfer(id);
        var outcome = step.apply(books.get(), locked.get());
        plans.save(books.get());
        return outcome;
    }
}
