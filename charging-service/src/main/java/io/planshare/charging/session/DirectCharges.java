package io.planshare.charging.session;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.Caps;
import io.planshare.charging.cap.GroupedCard;
import io.planshare.charging.charge.Charge;
import io.planshare.charging.charge.Charges;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Charges use that was not reported on a session, many in one transaction and one by one in their order. */
@Service
public class DirectCharges {

    private final TransactionTemplate transaction;
    private final Clock clock;
    private final BooksStore books;
    private final UsageStore usage;
    private final Charges charges;
    private final Sharing sharing;
    private final Outbox outbox;

    DirectCharges(PlatformTransactionManager transactions, Clock clock, BooksStore books, UsageStore usage,
            Charges charges, Sharing sharing, Outbox outbox) {
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.books = books;
        this.usage = usage;
        this.charges = charges;
        this.sharing = sharing;
        this.outbox = outbox;
    }

    /**
     * Use, and who pays for it.
     *
     * @param id of its record, for ever: it names a session of its own too
     * @param source who reported it
     * @param grouped what the card may use of its SIM group; null for one in none
     * @param overageForbidden whether its device is restricted so far that nothing beyond the accounts is paid
     */
    public record DirectUse(UUID id, String source, SubscriptionId subscriptionId, @Nullable DeviceId deviceId,
            @Nullable SimCardId simCardId, @Nullable GroupedCard grouped, Payer payer, boolean overageForbidden,
            long ratingGroup, UnitType unit,
            Units units, Instant startedAt, Instant occurredAt) {

        private Booked.Use booking() {
            return new Booked.Use(ratingGroup, unit, units, occurredAt, null, null);
        }
    }

    /** What was charged under an id before. */
    public record Known(UUID id, String source, SubscriptionId subscriptionId, long ratingGroup, UnitType unit,
            Units units, Instant occurredAt) {}

    public Map<UUID, Known> known(Collection<UUID> ids) {
        return usage.known(ids);
    }

    /**
     * Each id occurs once and is new. Answers the records in the order given.
     *
     * @throws org.springframework.dao.DuplicateKeyException an id has been charged meanwhile; nothing was changed
     * @throws org.springframework.dao.DataAccessException nothing was changed; a part of them may still go through
     */
    public List<UsageRecorded> charge(List<DirectUse> uses) {
        return Optional.ofNullable(charge(uses, false))
                .orElseGet(() -> Objects.requireNonNull(charge(uses, true), "the whole sharing group wants no more"));
    }

    /** Null when it has to be decided again on the whole sharing group. */
    private @Nullable List<UsageRecorded> charge(List<DirectUse> uses, boolean whole) {
        return transaction.execute(status -> {
            var now = SqlArray.micros(clock.instant());
            var page = lock(uses, now, whole);
            var charged = new ArrayList<UsageStore.Charged>(uses.size());
            for (var use : uses)
                charged.add(charge(use, page, now));
            if (page.ledger().wantsWhole()) {
                status.setRollbackOnly();
                return null;
            }
            books.save(page);
            sharing.tell(page.ledger(), List.of(), List.of());
            usage.save(charged);
            var records = charged.stream().map(UsageStore.Charged::usage).toList();
            var money = records.stream().flatMap(used -> Charge.of(used, Id::next).stream()).toList();
            charges.add(money);
            outbox.publishAll(records);
            outbox.publishAll(money.stream().map(Charge::toEvent).toList());
            outbox.publishAll(page.overages().notices());
            return records;
        });
    }

    private Books lock(List<DirectUse> uses, Instant now, boolean whole) {
        var payers = new HashSet<SubscriptionId>();
        var caps = new HashSet<CapCounter>();
        var groups = new HashSet<SimGroupId>();
        var earliest = now;
        for (var use : uses) {
            if (use.occurredAt().isBefore(earliest)) earliest = use.occurredAt();
            if (use.grouped() != null) groups.add(use.grouped().groupId());
            if (use.payer() instanceof Payer.Subscriber payer) {
                payers.add(payer.subscriptionId());
                fresh(payer, use.occurredAt()).forEach(caps::add);
            }
        }
        return books.lock(payers, List.of(), caps, groups, earliest, whole, now);
    }

    private static Stream<CapCounter> fresh(Payer.Subscriber payer, Instant at) {
        return payer.enrollment() == null ? Stream.empty() : Caps.fresh(payer.enrollment(), at);
    }

    private static UsageStore.Charged charge(DirectUse use, Books page, Instant now) {
        page.ledger().beginDecision();
        var booked = Booked.of(use.booking(), use.payer(), use.overageForbidden(), page);
        page.groups().use(use.grouped(), use.unit(), use.occurredAt(), use.units());
        var anchor = use.deviceId() == null ? use.subscriptionId().value() : use.deviceId().value();
        var recorded = new UsageRecorded(use.id(), use.deviceId(), use.subscriptionId(), use.simCardId(),
                booked.payer(), new ChargingDataRef(anchor, use.id()).toString(), use.ratingGroup(), use.unit(),
                use.units(), booked.allocations(), booked.overage(), booked.uncovered(), booked.reason(),
                use.startedAt(), use.occurredAt(), now, false);
        return new UsageStore.Charged(use.id(), use.source(), recorded, page.ledger().versions());
    }
}
