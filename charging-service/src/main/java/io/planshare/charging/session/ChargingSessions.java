package io.planshare.charging.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.charge.Charge;
import io.planshare.charging.charge.Charges;
import io.planshare.charging.payer.Payers;
import io.planshare.charging.payer.ServedResource;
import io.planshare.charging.payer.Subscribers;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.sharing.Refusal;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.ChargingEvent.ObservationKind;
import io.planshare.event.ChargingEvent.Observed;
import io.planshare.kit.inbox.CaughtUp;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.PayerMap;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;

import static java.util.stream.Collectors.toList;

/**
 * Decides charging requests, several in one transaction: lock, decide one by one, write as a whole, publish. Session, holds,
 * balances, usage, answers and events change together or not at all; that is how nothing is charged twice or lost.
 */
@Service
public class ChargingSessions {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ChargingTerms terms;
    private final ProtectedTraffic emergency;
    private final Subscribers subscribers;
    private final Restrictions restrictions;
    private final CaughtUp caughtUp;
    private final SessionStore sessions;
    private final AnswerStore answers;
    private final BooksStore books;
    private final UsageStore usage;
    private final Sharing sharing;
    private final Charges charges;
    private final Outbox outbox;

    ChargingSessions(PlatformTransactionManager transactions, Clock clock, ChargingTerms terms,
            ProtectedTraffic emergency, Subscribers subscribers, Restrictions restrictions, CaughtUp caughtUp,
            SessionStore sessions, AnswerStore answers, BooksStore books, UsageStore usage, Sharing sharing,
            Charges charges,
            Outbox outbox) {
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.terms = terms;
        this.emergency = emergency;
        this.subscribers = subscribers;
        this.restrictions = restrictions;
        this.caughtUp = caughtUp;
        this.sessions = sessions;
        this.answers = answers;
        this.books = books;
        this.usage = usage;
        this.sharing = sharing;
        this.charges = charges;
        this.outbox = outbox;
    }

    /**
     * Decides a batch in which each session occurs once; the steps come in the order of the requests.
     *
     * @throws org.springframework.dao.DataAccessException nothing was changed; a part of the batch may still go through
     */
    public List<Step> decide(List<Asked> batch) {
        return Optional.ofNullable(decide(batch, false))
                .orElseGet(() -> Objects.requireNonNull(decide(batch, true), "the whole sharing group wants no more"));
    }

    /** Sessions whose network function fell silent, to be expired. */
    public List<Asked> silent(int limit) {
        return sessions.silentSince(clock.instant(), limit).stream()
                .map(ref -> Asked
                        .of(new ChargingRequest(new Operation.Expire(ref), "", null, null, null, null, clock.instant(),
                                0, false, "", null, List.of()), null))
                .toList();
    }

    /** Null when it has to be decided again on the whole sharing group. */
    private @Nullable List<Step> decide(List<Asked> batch, boolean whole) {
        return transaction.execute(status -> {
            var work = new Batch(batch, SqlArray.micros(clock.instant()));
            work.open();
            var decided = work.decide(whole);
            if (decided) {
                work.save();
                return work.steps();
            }
            status.setRollbackOnly();
            return null;
        });
    }

    /** One request on its way through the transaction. */
    private static final class Work {
        private final Asked asked;
        private SessionStore.@Nullable Stored stored;
        private @Nullable ChargingSession session;
        private @Nullable Payers payers;
        private @Nullable Step step;
        private boolean begun;
        private boolean repeatedNumber;
        private boolean mismatch;

        Work(Asked asked) {
            this.asked = asked;
        }

        ChargingRequest request() {
            return asked.request();
        }

        void done(ChargingOutcome outcome) {
            step = new Step.Done(outcome);
        }

        boolean isOpen() {
            return step == null;
        }

        ChargingSession session() {
            return Objects.requireNonNull(session);
        }

        Payers payers() {
            return Objects.requireNonNull(payers);
        }
    }

    /** The one transaction's work, in the order in which it is done. */
    private final class Batch {
        private final Instant now;
        private final List<Work> works;
        private final List<UsageStore.Charged> booked = new ArrayList<>();
        private final List<Charge> money = new ArrayList<>();
        private final List<Denial> denials = new ArrayList<>();
        private final List<Refusal> refused = new ArrayList<>();
        private final List<Refusal> granted = new ArrayList<>();
        private final List<AnswerStore.Given> given = new ArrayList<>();
        private final List<Outbox.Traced> events = new ArrayList<>();
        private @Nullable Books page;

        Batch(List<Asked> batch, Instant now) {
            this.now = now;
            this.works = batch.stream().map(Work::new).toList();
        }

        List<Step> steps() {
            return works.stream().map(work -> Objects.requireNonNull(work.step)).toList();
        }

        private List<Work> open(Class<? extends Operation> operation) {
            return works.stream().filter(w -> w.isOpen() && operation.isInstance(w.request().operation())).toList();
        }

        /** Finds or begins each request's session, and who pays on it; settles what needs no decision. */
        void open() {
            findSessions();
            answerRepeated();
            var begun = begin(works.stream().filter(w -> w.isOpen() && begins(w) && w.session == null).toList());
            var devices = works.stream().filter(w -> w.isOpen() && w.session != null)
                    .map(w -> w.session().deviceId()).filter(Objects::nonNull).collect(Collectors.toSet());
            var maps = new HashMap<>(begun);
            devices.removeAll(maps.keySet());
            maps.putAll(subscribers.payerMaps(devices));
            works.stream().filter(w -> w.isOpen() && w.stored != null)
                    .forEach(w -> w.session = Objects.requireNonNull(w.stored).with(maps));
            findPayers(maps);
        }

        private void findSessions() {
            var refs = works.stream().map(w -> ref(w.request().operation())).flatMap(Optional::stream).toList();
            var byRef = sessions.lock(refs).stream().collect(Collectors.toMap(it -> it.session().ref(), it -> it));
            var byHash = sessions.lockBegun(hashes(Operation.Create.class), hashes(Operation.Event.class)).stream()
                    .collect(Collectors.toMap(it -> it.session().createHash(), it -> it));
            for (var work : works) {
                work.stored = ref(work.request().operation()).map(byRef::get)
                        .orElseGet(() -> byHash.get(work.request().bodyHash()));
                work.session = work.stored == null ? null : work.stored.session();
                if (work.session == null && !begins(work)) {
                    work.done(new ChargingOutcome.ContextNotFound());
                }
            }
        }

        private List<String> hashes(Class<? extends Operation> operation) {
            return open(operation).stream().map(w -> w.request().bodyHash()).toList();
        }

        /** The dedupe rule of design section 6. */
        private void answerRepeated() {
            var known = works.stream().filter(w -> w.isOpen() && w.session != null
                    && !(w.request().operation() instanceof Operation.Expire)).toList();
            var earlier = answers.given(known.stream().filter(w -> !w.session().isNew(w.request().sequenceNumber()))
                    .map(ChargingSessions::answerKey).toList());
            for (var work : known) {
                var sameNumber = earlier.getOrDefault(answerKey(work), Map.of());
                work.repeatedNumber = !sameNumber.isEmpty();
                var same = sameNumber.get(work.request().bodyHash());
                if (same != null) {
                    work.done(same);
                } else if (work.request().retransmission() && work.session().distinctSequences()
                        && work.repeatedNumber) {
                    work.done(sameNumber.values().iterator().next());
                } else if (work.session().state() == ChargingSession.State.RELEASED) {
                    work.done(new ChargingOutcome.ContextNotFound());
                }
            }
        }

        /** New sessions, with the payer maps that were read for them. */
        private Map<DeviceId, PayerMap> begin(List<Work> creates) {
            if (creates.isEmpty()) return Map.of();
            var supis = creates.stream().map(w -> beginning(w).supi()).toList();
            var peis = creates.stream().map(w -> beginning(w).pei()).filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            var subscriptions = subscribers.bySupi(supis);
            var equipments = subscribers.devicesOf(peis);
            var devices = new HashSet<>(equipments.values());
            subscriptions.values().forEach(s -> Optional.ofNullable(s.deviceId()).ifPresent(devices::add));
            var maps = subscribers.payerMaps(devices);
            for (var work : creates) {
                var subscription = subscriptions.get(beginning(work).supi());
                if (subscription == null) {
                    work.done(caughtUp.isCaughtUp("enrollment")
                            ? new ChargingOutcome.UserUnknown()
                            : new ChargingOutcome.TryLater("subscriptions are still being read", SOON));
                } else {
                    begin(work, ServedResource.of(subscription, equipments.get(beginning(work).pei()), maps));
                }
            }
            return maps;
        }

        private void begin(Work work, ServedResource served) {
            switch (served) {
                case ServedResource.NotYetKnown() -> work.done(
                        new ChargingOutcome.TryLater("the device's payer map is not here yet", SOON));
                case ServedResource.Served found -> {
                    work.session = ChargingSession.begin(work.request(), found, Id.next(), now);
                    work.begun = true;
                    work.mismatch = found.mismatch();
                }
            }
        }

        private void findPayers(Map<DeviceId, PayerMap> maps) {
            var undecided = works.stream().filter(Work::isOpen).toList();
            var subscriptions = subscribers
                    .byId(undecided.stream().map(w -> w.session().subscriptionId()).collect(Collectors.toSet()));
            var ofDevices = restrictions.levels(maps.keySet());
            var ofCards = restrictions.levelsOfSubscriptions(subscriptions.keySet());
            for (var work : undecided) {
                var session = work.session();
                var device = session.deviceId();
                var map = device == null ? null : maps.get(device);
                var ofDevice = device == null
                        ? RestrictionLevel.NONE
                        : ofDevices.getOrDefault(device, RestrictionLevel.NONE);
                var ofCard = ofCards.getOrDefault(session.subscriptionId(), RestrictionLevel.NONE);
                var level = ofDevice.compareTo(ofCard) < 0 ? ofCard : ofDevice;
                work.payers = new Payers(Objects.requireNonNull(subscriptions.get(session.subscriptionId())), map,
                        level,
                        emergency, work.asked.older());
            }
        }

        /** Decides one by one; false when somebody fell short and the whole sharing group is not locked. */
        boolean decide(boolean whole) {
            var undecided = new ArrayList<Work>();
            var involved = new ArrayList<Involved>();
            for (var work : works) {
                if (!work.isOpen()) continue;
                var found = Involved.in(work.session(), work.request(), work.payers(), now, work.asked);
                if (found.unanswered().isEmpty()) {
                    undecided.add(work);
                    involved.add(found);
                } else {
                    work.step = new Step.AskEnrollment(Objects.requireNonNull(work.session().deviceId()),
                            found.unanswered());
                }
            }
            if (undecided.isEmpty()) return true;
            page = lock(undecided, involved, whole);
            var charged = sessions.claim(undecided.stream().flatMap(ChargingSessions::containers).toList());
            undecided.forEach(work -> decide(work, charged));
            return !page.ledger().wantsWhole();
        }

        private Books lock(List<Work> undecided, List<Involved> involved, boolean whole) {
            return books.lock(involved.stream().flatMap(i -> i.payers().stream()).collect(Collectors.toSet()),
                    undecided.stream().map(w -> w.session().ref().sessionId()).toList(),
                    involved.stream().flatMap(i -> i.caps().stream()).toList(),
                    involved.stream().flatMap(i -> i.groups().stream()).collect(Collectors.toSet()),
                    involved.stream().map(Involved::earliest).min(Instant::compareTo).orElse(now), whole, now);
        }

        private void decide(Work work, Set<SessionDecision.ContainerKey> charged) {
            var request = work.request();
            var before = work.session();
            var decision = new SessionDecision(work.session(), work.payers(), Objects.requireNonNull(page),
                    charged, terms, now, Id::next);
            var units = decision.decide(request);
            var state = switch (request.operation()) {
                case Operation.Create _,Operation.Update _ -> ChargingSession.State.OPEN;
                case Operation.Release _,Operation.Event _ -> ChargingSession.State.RELEASED;
                case Operation.Expire _ -> ChargingSession.State.EXPIRED;
            };
            var session = decision.session().heard(request.sequenceNumber(), !work.repeatedNumber, state,
                    terms.expiry(now));
            var answered = new Answered(session.ref(), request.sequenceNumber(), now, units);
            work.session = session;
            decision.usage()
                    .forEach(record -> booked.add(new UsageStore.Charged(session, record, decision.versions())));
            denials.addAll(decision.denials());
            refused.addAll(Blocking.refused(session, decision.denials()));
            granted.addAll(Blocking.granted(before, session));
            decision.usage().forEach(record -> events.add(new Outbox.Traced(record, work.asked.traceparent())));
            decision.usage().stream().flatMap(record -> Charge.of(record, Id::next).stream()).forEach(charge -> {
                money.add(charge);
                events.add(new Outbox.Traced(charge.toEvent(), work.asked.traceparent()));
            });
            if (work.mismatch) events.add(new Outbox.Traced(mismatch(session), work.asked.traceparent()));
            if (state != ChargingSession.State.EXPIRED) {
                given.add(new AnswerStore.Given(answerKey(work), request.bodyHash(), answered,
                        decision.explained()));
            }
            work.step = new Step.Done(answered, decision.explained().widest());
        }

        private Observed mismatch(ChargingSession session) {
            return new Observed(Id.next(), session.deviceId(), session.subscriptionId(), ObservationKind.PEI_MISMATCH,
                    now);
        }

        void save() {
            if (page == null) return;
            books.save(page);
            sharing.tell(page.ledger(), refused, granted);
            var decided = works.stream().filter(w -> w.step instanceof Step.Done(Answered _, _) && w.payers != null)
                    .collect(Collectors.partitioningBy(w -> w.begun, Collectors.mapping(Work::session, toList())));
            sessions.insert(decided.getOrDefault(true, List.of()), now);
            sessions.update(decided.getOrDefault(false, List.of()), now);
            usage.save(booked);
            charges.add(money);
            usage.saveDenials(denials);
            answers.save(given);
            page.overages().notices().forEach(notice -> events.add(new Outbox.Traced(notice, null)));
            outbox.publishTraced(events);
        }
    }

    /** What begins a session, if only for a moment. */
    private static Operation.Create beginning(Work work) {
        return switch (work.request().operation()) {
            case Operation.Create create -> create;
            case Operation.Event(var supi, var pei) -> new Operation.Create(supi, pei);
            case Operation.Update _,Operation.Release _,Operation.Expire _ ->
                throw new IllegalArgumentException("begins nothing");
        };
    }

    private static boolean begins(Work work) {
        return ref(work.request().operation()).isEmpty();
    }

    private static Optional<ChargingDataRef> ref(Operation operation) {
        return switch (operation) {
            case Operation.Create _,Operation.Event _ -> Optional.empty();
            case Operation.Update(var ref) -> Optional.of(ref);
            case Operation.Release(var ref) -> Optional.of(ref);
            case Operation.Expire(var ref) -> Optional.of(ref);
        };
    }

    private static AnswerStore.Key answerKey(Work work) {
        return new AnswerStore.Key(work.session().ref().sessionId(), work.request().sequenceNumber());
    }

    private static Stream<SessionDecision.ContainerKey> containers(Work work) {
        return work.request().usages().stream().flatMap(u -> u.used().stream().filter(used -> used.number() > 0)
                .map(used -> SessionDecision.ContainerKey.of(work.session(), u.ratingGroup(), used.number())));
    }
}
