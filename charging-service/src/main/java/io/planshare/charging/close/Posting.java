package io.planshare.charging.close;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.event.ChargingEvent.Place;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.Rebooking;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * What the moves of a close do to accounts, consumers, records and bills. Pure. It is all of them or none: balances may have
 * changed since the close was prepared.
 */
record Posting(Map<ProviderAccountId, Long> accounts, Map<Consumer, Long> consumers, List<Line> lines) {

    record Consumer(ProviderAccountId accountId, SubscriptionId subscriptionId) {}

    /** @param available what nobody used or holds */
    record AccountState(ProviderAccountId id, long available, long consumed) {}

    /** @param limit null without one */
    record ConsumerState(Consumer key, long consumed, long reserved, @Nullable Long limit) {}

    /**
     * A usage record as it is after all rebookings so far.
     *
     * @param overage of its units, in money
     */
    record RecordState(UUID id, SubscriptionId subscriptionId, @Nullable DeviceId deviceId, SubscriptionId payer,
            AccountId payerAccount, Instant occurredAt, Map<ProviderAccountId, Long> allocated, long overage,
            long uncovered) {}

    /**
     * Units that move.
     *
     * @param record as it was before
     * @param owed for units that become overage by a recall
     */
    record Line(RecordState record, Rebooking rebooking, @Nullable Money owed) {}

    /** Empty if they can not all be posted on what lies there now. */
    static Optional<Posting> of(List<ProposedMove> moves, Map<UUID, RecordState> records,
            Collection<AccountState> accounts, Collection<ConsumerState> consumers) {
        var lines = new ArrayList<Line>();
        for (var move : moves) {
            var record = records.get(move.recordId());
            if (record == null) return Optional.empty();
            var posted = lines(move, record);
            if (posted.isEmpty()) return Optional.empty();
            lines.addAll(posted.get());
            records.put(move.recordId(), after(record, posted.get()));
        }
        var posting = new Posting(new LinkedHashMap<>(), new LinkedHashMap<>(), List.copyOf(lines));
        lines.forEach(posting::add);
        return posting.fits(accounts, consumers) ? Optional.of(posting) : Optional.empty();
    }

    private static Optional<List<Line>> lines(ProposedMove move, RecordState record) {
        var to = move.to() == null
                ? new Place(move.owed() == null ? PlaceKind.UNCOVERED : PlaceKind.OVERAGE, null)
                : new Place(PlaceKind.ACCOUNT, move.to());
        long units = move.units().count();
        if (move.from() != null) {
            if (record.allocated.getOrDefault(move.from(), 0L) < units) return Optional.empty();
            var from = new Place(PlaceKind.ACCOUNT, move.from());
            return Optional.of(List.of(new Line(record, new Rebooking(from, to, move.units()), move.owed())));
        }
        // What cost money becomes units first.
        long paid = Math.min(units, record.overage);
        if (units - paid > record.uncovered) return Optional.empty();
        var lines = new ArrayList<Line>();
        if (paid > 0) {
            lines.add(new Line(record, new Rebooking(new Place(PlaceKind.OVERAGE, null), to, Units.of(paid)),
                    null));
        }
        if (units > paid) {
            lines.add(new Line(record,
                    new Rebooking(new Place(PlaceKind.UNCOVERED, null), to, Units.of(units - paid)), null));
        }
        return Optional.of(lines);
    }

    private static RecordState after(RecordState record, List<Line> lines) {
        var allocated = new HashMap<>(record.allocated);
        long overage = record.overage;
        long uncovered = record.uncovered;
        for (var line : lines) {
            long units = line.rebooking.units().count();
            var from = line.rebooking.from();
            var to = line.rebooking.to();
            if (from.providerAccountId() != null) allocated.merge(from.providerAccountId(), -units, Long::sum);
            if (to.providerAccountId() != null) allocated.merge(to.providerAccountId(), units, Long::sum);
            overage += (to.kind() == PlaceKind.OVERAGE ? units : 0) - (from.kind() == PlaceKind.OVERAGE ? units : 0);
            uncovered += (to.kind() == PlaceKind.UNCOVERED ? units : 0)
                    - (from.kind() == PlaceKind.UNCOVERED ? units : 0);
        }
        return new RecordState(record.id, record.subscriptionId, record.deviceId, record.payer, record.payerAccount,
                record.occurredAt, allocated, overage, uncovered);
    }

    private void add(Line line) {
        long units = line.rebooking.units().count();
        add(line.rebooking.from().providerAccountId(), line.record.payer, -units);
        add(line.rebooking.to().providerAccountId(), line.record.payer, units);
    }

    private void add(@Nullable ProviderAccountId account, SubscriptionId payer, long units) {
        if (account == null) return;
        accounts.merge(account, units, Long::sum);
        consumers.merge(new Consumer(account, payer), units, Long::sum);
    }

    private boolean fits(Collection<AccountState> now, Collection<ConsumerState> drawing) {
        var left = new HashMap<>(accounts);
        for (var account : now) {
            var more = left.remove(account.id);
            if (more != null && (more > account.available || account.consumed + more < 0)) return false;
        }
        var missing = new HashMap<>(consumers);
        for (var consumer : drawing) {
            var more = missing.remove(consumer.key);
            if (more == null) continue;
            if (consumer.consumed + more < 0) return false;
            if (more > 0 && consumer.limit != null && consumer.consumed + consumer.reserved + more > consumer.limit) {
                return false;
            }
        }
        return left.isEmpty() && missing.isEmpty();
    }
}
