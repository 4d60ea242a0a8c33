package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.cap.CapCounter;
import io.planshare.charging.cap.GroupedCard;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.Hold;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.ledger.Ledger.Bound;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers;
import io.planshare.charging.rating.Use;
import io.planshare.charging.session.ChargingOutcome.QuotaGrant;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingOutcome.UnitAnswer;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.charging.session.ChargingSession.OpenGrant;
import io.planshare.charging.session.ChargingSession.RatingGroupState;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Decides one request on one session: what was granted comes back, what was used is booked, what is asked for is granted.
 * Each rating group has its own payer, walk and holds (design section 6).
 */
final class SessionDecision {

    private final Payers payers;
    private final Books books;
    private final ChargingTerms terms;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final List<UsageRecorded> usage = new ArrayList<>();
    private final List<Denial> denials = new ArrayList<>();
    private final List<Explained.Group> explained = new ArrayList<>();
    private List<Ledger.Version> versions = List.of();
    private final Set<ContainerKey> charged;
    private ChargingSession session;
    /** Where what is granted now will be used: what was used before was used where the session was until now. */
    private @Nullable String network;
    /** Who had the grant that came back with the rating group at hand. */
    private @Nullable SubscriptionId grantedTo;

    /** @param charged containers that were charged before: they are not charged again; those of this decision join them */
    SessionDecision(ChargingSession session, Payers payers, Books books, Set<ContainerKey> charged,
            ChargingTerms terms, Instant now, Supplier<UUID> ids) {
        this.session = session;
        this.payers = payers;
        this.books = books;
        this.charged = charged;
        this.terms = terms;
        this.now = now;
        this.ids = ids;
    }

    List<UnitAnswer> decide(ChargingRequest request) {
        books.ledger().beginDecision();
        var answers = new ArrayList<UnitAnswer>();
        network = request.servingNetwork() == null ? session.servingNetwork() : request.servingNetwork();
        for (var unitUsage : request.usages()) {
            takeBack(unitUsage.ratingGroup());
            for (var used : unitUsage.used()) {
                if (isFirst(unitUsage, used)) book(request, unitUsage, used);
            }
            if (unitUsage.requested() == null) continue;
            answers.add(request.operation() instanceof ChargingRequest.Operation.Event
                    ? debit(unitUsage, unitUsage.requested())
                    : grant(unitUsage, unitUsage.requested()));
        }
        switch (request.operation()) {
            case ChargingRequest.Operation.Create _,ChargingRequest.Operation.Update _,ChargingRequest.Operation.Event _ ->
                {
                }
            case ChargingRequest.Operation.Release _,ChargingRequest.Operation.Expire _ -> takeBackAll();
        }
        versions = books.ledger().versions();
        session = session.servedBy(network);
        return answers;
    }

    ChargingSession session() {
        return session;
    }

    List<UsageRecorded> usage() {
        return usage;
    }

    List<Denial> denials() {
        return denials;
    }

    /** Why it was decided so. */
    Explained explained() {
        return new Explained(versions.stream()
                .map(it -> new Explained.Changed(it.providerAccountId(), it.version())).toList(), explained);
    }

    /** The accounts that it changed. */
    List<Ledger.Version> versions() {
        return versions;
    }

    private void takeBackAll() {
        session.ratingGroups().keySet().forEach(this::takeBack);
    }

    /** A container number above 0 is charged once; real network functions send 0 when they do not count. */
    private boolean isFirst(UnitUsage unitUsage, UsedUnits used) {
        return used.number() == 0
                || charged.add(ContainerKey.of(session, unitUsage.ratingGroup(), used.number()));
    }

    private void takeBack(long ratingGroup) {
        grantedTo = null;
        books.ledger().release(purpose(ratingGroup));
        var state = session.ratingGroups().get(ratingGroup);
        if (state == null || state.grant() == null) return;
        var grant = state.grant();
        grantedTo = grant.payer();
        books.caps().release(grant.enrollment(), state.unit(), grant.grantedAt(), grant.capped());
        books.groups().release(grant.simGroup(), grant.capped());
        books.overages().release(purpose(ratingGroup), grant.payer(), state.unit(), grant.overage());
        session = session.with(ratingGroup, new RatingGroupState(state.reportedUntil(), state.unit(), null));
    }

    private void book(ChargingRequest request, UnitUsage unitUsage, UsedUnits used) {
        var from = session.reportedUntil(unitUsage.ratingGroup());
        var to = used.triggeredAt() == null ? request.invocationTimeStamp() : used.triggeredAt();
        for (var span : UsageSpan.cut(from, to, used.units(), payers.changesBetween(from, to))) {
            book(unitUsage, used, span);
        }
        session = session.with(unitUsage.ratingGroup(),
                new RatingGroupState(from.isAfter(to) ? from : to, unitUsage.unit(), null));
    }

    private void book(UnitUsage unitUsage, UsedUnits used, UsageSpan span) {
        book(unitUsage, span,
                payers.resolve(session.traffic(unitUsage.ratingGroup(), used.serviceId()), span.occurredAt()));
    }

    private void book(UnitUsage unitUsage, UsageSpan span, Payer payer) {
        var use = new Booked.Use(unitUsage.ratingGroup(), unitUsage.unit(), span.units(), span.occurredAt(),
                session.servingNetwork(), grantedTo);
        var booked = Booked.of(use, payer, payers.restriction().forbidsOverage(), books);
        books.groups().use(grouped(), unitUsage.unit(), span.occurredAt(), span.units());
        usage.add(new UsageRecorded(ids.get(), session.deviceId(), session.subscriptionId(), session.simCardId(),
                booked.payer(), session.ref().toString(), unitUsage.ratingGroup(), unitUsage.unit(), span.units(),
                booked.allocations(), booked.overage(), booked.uncovered(), booked.reason(), span.startedAt(),
                span.occurredAt(), now, span.estimated()));
    }

    private UnitAnswer grant(UnitUsage unitUsage, Units requested) {
        var wish = (requested.isZero() ? Units.of(terms.grant()) : requested).atMost(Units.of(terms.grantMax()));
        return switch (payers.resolve(session.traffic(unitUsage.ratingGroup(), null), now)) {
            case Payer.Operator() -> {
                explain(unitUsage, ResultCode.SUCCESS, null, wish, wish, Why.NOTHING);
                yield granted(unitUsage, wish, terms.validity(), false);
            }
            case Payer.Nobody(var restricted) -> denied(unitUsage, wish,
                    restricted ? Denial.Reason.RESTRICTED : Denial.Reason.NO_PAYER);
            case Payer.Subscriber _ when isBarred(unitUsage.unit()) -> denied(unitUsage, wish,
                    Denial.Reason.SIM_GROUP);
            case Payer.Subscriber payer -> grant(unitUsage, payer, wish);
        };
    }

    private @Nullable GroupedCard grouped() {
        return payers.subscription().grouped();
    }

    /** A SIM group bars data alone. */
    private boolean isBarred(UnitType unit) {
        var grouped = grouped();
        return grouped != null && grouped.barred() && unit == UnitType.OCTET;
    }

    private UnitAnswer denied(UnitUsage unitUsage, Units wish, Denial.Reason reason) {
        deny(unitUsage, null, wish, Units.ZERO, reason, null);
        explain(unitUsage, ResultCode.END_USER_SERVICE_DENIED, null, wish, Units.ZERO, Why.of(reason));
        return new UnitAnswer(unitUsage.ratingGroup(), ResultCode.END_USER_SERVICE_DENIED, unitUsage.unit(), null);
    }

    private UnitAnswer grant(UnitUsage unitUsage, Payer.Subscriber payer, Units wish) {
        var unit = unitUsage.unit();
        var cap = books.caps().tightest(payer.enrollment(), unit, now).filter(c -> c.left().compareTo(wish) < 0);
        var capped = cap.map(CapCounter::left).orElse(wish);
        var needed = capped.atMost(books.groups().left(grouped(), unit, now));
        var draw = new Draw(payer.subscriptionId(), payer.accountId(), unitUsage.ratingGroup(), unit, now);
        var reserved = books.ledger().reserve(purpose(unitUsage.ratingGroup()), draw, needed);
        var overage = payers.restriction().forbidsOverage()
                ? Units.ZERO
                : books.overages().reserve(purpose(unitUsage.ratingGroup()), payer.subscriptionId(),
                        new Use(unit, unitUsage.ratingGroup(), now, network), now.plus(terms.validity()),
                        needed.minus(reserved.units()));
        var total = reserved.units().plus(overage);
        books.caps().reserve(payer.enrollment(), unit, now, total);
        var simGroup = books.groups().reserve(grouped(), unit, now, total);
        session = session.with(unitUsage.ratingGroup(),
                new RatingGroupState(session.reportedUntil(unitUsage.ratingGroup()), unit,
                        new OpenGrant(payer.subscriptionId(), payer.enrollment(), now, total, overage, simGroup)));
        var result = total.isZero() ? ResultCode.QUOTA_LIMIT_REACHED : ResultCode.SUCCESS;
        var bound = total.compareTo(needed) < 0 ? reserved.by().orElse(null) : null;
        var reason = total.compareTo(wish) < 0
                ? reason(bound, needed.compareTo(capped) < 0 ? Denial.Reason.SIM_GROUP : Denial.Reason.CAP)
                : null;
        if (reason != null) deny(unitUsage, payer.subscriptionId(), wish, total, reason, bound);
        explain(unitUsage, result, payer, wish, total, new Why(overage, reserved.walk(), cap.orElse(null), reason));
        return total.isZero()
                ? new UnitAnswer(unitUsage.ratingGroup(), result, unit, null)
                : granted(unitUsage, total,
                        books.ledger().validity(purpose(unitUsage.ratingGroup()), now, terms.validity()),
                        total.compareTo(wish) < 0);
    }

    /** An event is charged whole or not at all: half a message is of use to nobody. */
    private UnitAnswer debit(UnitUsage unitUsage, Units wish) {
        var span = new UsageSpan(now, now, wish, false);
        return switch (payers.resolve(session.traffic(unitUsage.ratingGroup(), null), now)) {
            case Payer.Operator operator -> {
                book(unitUsage, span, operator);
                explain(unitUsage, ResultCode.SUCCESS, null, wish, wish, Why.NOTHING);
                yield debited(unitUsage, wish);
            }
            case Payer.Nobody(var restricted) -> denied(unitUsage, wish,
                    restricted ? Denial.Reason.RESTRICTED : Denial.Reason.NO_PAYER);
            case Payer.Subscriber _ when isBarred(unitUsage.unit()) -> denied(unitUsage, wish,
                    Denial.Reason.SIM_GROUP);
            case Payer.Subscriber payer -> debit(unitUsage, payer, span);
        };
    }

    /** What can be granted can be charged: so it is granted, taken back and charged, or refused. */
    private UnitAnswer debit(UnitUsage unitUsage, Payer.Subscriber payer, UsageSpan span) {
        var answer = grant(unitUsage, payer, span.units());
        takeBack(unitUsage.ratingGroup());
        grantedTo = null;
        if (answer.grant() == null || answer.grant().last()) {
            denials.add(denials.removeLast().withNothing());
            explained.add(explained.removeLast().withNothing());
            return new UnitAnswer(unitUsage.ratingGroup(), ResultCode.QUOTA_LIMIT_REACHED, unitUsage.unit(), null);
        }
        book(unitUsage, span, payer);
        return debited(unitUsage, span.units());
    }

    private static UnitAnswer debited(UnitUsage unitUsage, Units units) {
        return new UnitAnswer(unitUsage.ratingGroup(), ResultCode.SUCCESS, unitUsage.unit(),
                new QuotaGrant(units, Duration.ZERO, Units.ZERO, false));
    }

    /** What led to an answer. */
    private record Why(Units overage, List<Ledger.Stop> walk, @Nullable CapCounter cap, Denial.@Nullable Reason bound) {

        private static final Why NOTHING = new Why(Units.ZERO, List.of(), null, null);

        static Why of(Denial.Reason reason) {
            return new Why(Units.ZERO, List.of(), null, reason);
        }

        List<Explained.Stop> stops() {
            return walk.stream().map(stop -> new Explained.Stop(stop.providerAccountId(), stop.units(), stop.version(),
                    stop.limit().orElse(null))).toList();
        }

        Explained.@Nullable Cap foundCap() {
            return cap == null
                    ? null
                    : new Explained.Cap(cap.key().window(), cap.key().windowStart(), cap.limit(), cap.used(),
                            cap.reserved());
        }
    }

    private void explain(UnitUsage unitUsage, ResultCode result, Payer.@Nullable Subscriber payer, Units wished,
            Units granted, Why why) {
        var enrollment = payer == null ? null : payer.enrollment();
        explained.add(new Explained.Group(unitUsage.ratingGroup(), unitUsage.unit(), result, wished, granted,
                why.overage(), payer == null ? null : payer.subscriptionId(),
                enrollment == null ? null : enrollment.enrollmentId(), why.stops(), why.foundCap(), why.bound()));
    }

    private UnitAnswer granted(UnitUsage unitUsage, Units units, Duration validity, boolean last) {
        var threshold = Units.of(units.count() / 100 * terms.thresholdPercent());
        return new UnitAnswer(unitUsage.ratingGroup(), ResultCode.SUCCESS, unitUsage.unit(),
                new QuotaGrant(units, validity, threshold, last));
    }

    private void deny(UnitUsage unitUsage, @Nullable SubscriptionId payer, Units requested, Units granted,
            Denial.Reason reason, @Nullable Bound bound) {
        denials.add(
                new Denial(ids.get(), session.ref().sessionId(), session.deviceId(), session.subscriptionId(), payer,
                        unitUsage.ratingGroup(), requested, granted, reason,
                        bound == null ? null : bound.providerAccountId().orElse(null), now));
    }

    /** @param otherwise what bound if it was no account */
    private static Denial.Reason reason(@Nullable Bound bound, Denial.Reason otherwise) {
        if (bound == null) return otherwise;
        return switch (bound.kind()) {
            case NO_ACCOUNT -> Denial.Reason.NO_ACCOUNT;
            case BALANCE -> Denial.Reason.BALANCE;
            case CONSUMER_LIMIT -> Denial.Reason.CONSUMER_LIMIT;
            case OWNER_RESERVE -> Denial.Reason.OWNER_RESERVE;
            case FLOORS -> Denial.Reason.FLOORS;
            case PAUSED -> Denial.Reason.PAUSED;
            case FROZEN -> Denial.Reason.ACCOUNT_FROZEN;
        };
    }

    private Hold.Purpose purpose(long ratingGroup) {
        return new Hold.Purpose(session.ref().anchorId(), session.ref().sessionId(), ratingGroup);
    }

    /** What makes a used unit container one of its kind. */
    record ContainerKey(String nfConsumer, String chargingId, long ratingGroup, long number) {
        static ContainerKey of(ChargingSession session, long ratingGroup, long number) {
            return new ContainerKey(session.nfConsumer(), session.chargingId(), ratingGroup, number);
        }
    }
}
