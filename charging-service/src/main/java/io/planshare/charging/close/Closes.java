package io.planshare.charging.close;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.charge.Charges;
import io.planshare.charging.charge.Charges.Recalled;
import io.planshare.charging.charge.Charges.Returned;
import io.planshare.charging.close.Posting.Line;
import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

/**
 * Closes of sharing groups' cycles: prepared and posted. Nothing is held meanwhile, so nobody is refused for a close: what
 * changed since it was prepared makes a posting fail, and quota asks again.
 */
@Service
class Closes {

    private final CloseStore closes;
    private final Charges charges;
    private final Outbox outbox;
    private final Clock clock;

    Closes(CloseStore closes, Charges charges, Outbox outbox, Clock clock) {
        this.closes = closes;
        this.charges = charges;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Says what lies in the accounts now. */
    @Transactional
    void prepare(CloseRequested asked) {
        var now = now();
        var accounts = closes.look(asked);
        var records = closes.records(asked, accounts, now);
        var parts = Parts.of(accounts);
        outbox.publishAll(IntStream.range(0, parts.size()).mapToObj(part -> new ClosePrepared(asked.runId(),
                asked.round(), asked.groupId(), part + 1, parts.size(), parts.get(part), records, now)).toList());
    }

    /**
     * Posts a part of a proposal or refuses it, once. Nothing of the round is posted after a part that was refused or never
     * came; what was posted before stays, and quota starts from there when it asks again.
     */
    @Transactional
    void post(CloseProposed proposed) {
        var before = closes.answers(proposed.runId(), proposed.round());
        if (before.contains(false) || before.size() >= proposed.part()) return;
        var now = now();
        var posting = before.size() == proposed.part() - 1 ? posting(proposed.moves()) : Optional.<Posting>empty();
        posting.ifPresent(it -> post(proposed.runId(), it, now));
        closes.answered(proposed, posting.isPresent(), now);
        if (posting.isEmpty() || proposed.part() == proposed.parts()) {
            outbox.publish(new ClosePosted(proposed.runId(), proposed.round(), proposed.groupId(), posting.isPresent(),
                    now));
        }
    }

    private Optional<Posting> posting(List<ProposedMove> moves) {
        var ids = new TreeSet<ProviderAccountId>(comparing(ProviderAccountId::value));
        moves.forEach(it -> Stream.of(it.from(), it.to()).filter(id -> id != null).forEach(ids::add));
        var accounts = closes.lock(ids);
        return Posting.of(moves, closes.records(moves.stream().map(ProposedMove::recordId).collect(toSet())), accounts,
                closes.consumers(ids));
    }

    private void post(UUID run, Posting posting, Instant now) {
        if (posting.lines().isEmpty()) return;
        closes.post(run, posting, now);
        var byRecord = posting.lines().stream()
                .collect(groupingBy(it -> it.record().id(), LinkedHashMap::new, toList()));
        settle(run, byRecord.values());
        outbox.publishAll(byRecord.values().stream().map(lines -> rebooked(run, lines, now)).toList());
    }

    /** Money follows the units: what found room in an account is given back, what was called back is charged as agreed. */
    private void settle(UUID run, Collection<List<Line>> byRecord) {
        charges.giveBack(byRecord.stream().flatMap(lines -> returned(lines).stream()).toList(), "close " + run);
        charges.recall(byRecord.stream().flatMap(List::stream).flatMap(line -> recalled(line).stream()).toList());
    }

    private static Optional<Returned> returned(List<Line> lines) {
        var record = lines.getFirst().record();
        long units = lines.stream().map(Line::rebooking).filter(it -> it.from().kind() == PlaceKind.OVERAGE)
                .mapToLong(it -> it.units().count()).sum();
        return units == 0 ? Optional.empty() : Optional.of(new Returned(record.id(), units, record.overage()));
    }

    private static Optional<Recalled> recalled(Line line) {
        var record = line.record();
        return Optional.ofNullable(line.owed())
                .map(owed -> new Recalled(record.id(), record.payerAccount(), record.payer(), owed,
                        record.occurredAt()));
    }

    private static UsageRebooked rebooked(UUID run, List<Line> lines, Instant now) {
        var record = lines.getFirst().record();
        return new UsageRebooked(Id.next(), record.id(), record.deviceId(), record.subscriptionId(), run,
                lines.stream().map(Line::rebooking).toList(), record.occurredAt(), now);
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
