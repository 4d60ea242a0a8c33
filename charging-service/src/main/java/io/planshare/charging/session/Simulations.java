package io.planshare.charging.session;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.payer.HistoryClient;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers.Question;
import io.planshare.charging.payer.Resolutions;
import io.planshare.charging.payer.ServedResource;
import io.planshare.charging.payer.Subscribers;
import io.planshare.charging.payer.Subscription;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.SimulationOutcome.Simulated;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.SNssai;
import io.planshare.model.SubscriptionId;

/**
 * Decides what a new session would be answered, by the same rule on the same accounts, and forgets it: the transaction is always
 * rolled back and nothing is published.
 */
@Service
public class Simulations {

    private static final String NOBODY = "simulation";

    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ChargingTerms terms;
    private final Subscribers subscribers;
    private final Resolutions resolutions;
    private final HistoryClient history;
    private final BooksStore books;

    Simulations(PlatformTransactionManager transactions, Clock clock, ChargingTerms terms, Subscribers subscribers,
            Resolutions resolutions, HistoryClient history, BooksStore books) {
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.terms = terms;
        this.subscribers = subscribers;
        this.resolutions = resolutions;
        this.history = history;
        this.books = books;
    }

    /** Whom a request is about. */
    public sealed interface Who {
        record BySupi(Imsi supi) implements Who {}

        record ById(SubscriptionId id) implements Who {}
    }

    /** On which equipment. */
    public sealed interface On {
        record Pei(Imei pei) implements On {}

        record Device(DeviceId id) implements On {}

        /** The network told none. */
        record Untold() implements On {}
    }

    /**
     * A request as it might come.
     *
     * @param at null for now
     */
    public record Described(Who who, On on, @Nullable String dnn, @Nullable SNssai sNssai, @Nullable Instant at,
            List<UnitUsage> wishes) {
        public Described {
            wishes = List.copyOf(wishes);
        }
    }

    public SimulationOutcome simulate(Described described) {
        return switch (decide(described, Map.of())) {
            case Tried.Done(var outcome) -> outcome;
            case Tried.AskEnrollment(var device, var questions) -> history.whoPaid(device, questions)
                    .map(older -> decideKnowing(described, older)).orElseGet(SimulationOutcome.HistoryUnknown::new);
        };
    }

    private SimulationOutcome decideKnowing(Described described, Map<Question, Payer> older) {
        return switch (decide(described, older)) {
            case Tried.Done(var outcome) -> outcome;
            case Tried.AskEnrollment _ -> new SimulationOutcome.HistoryUnknown();
        };
    }

    /** How far a try got. */
    private sealed interface Tried {
        record Done(SimulationOutcome outcome) implements Tried {}

        record AskEnrollment(DeviceId device, Set<Question> questions) implements Tried {}
    }

    private Tried decide(Described described, Map<Question, Payer> older) {
        return Optional.ofNullable(decide(described, older, false)).orElseGet(
                () -> Objects.requireNonNull(decide(described, older, true), "the whole sharing group wants no more"));
    }

    /** Null when it has to be decided again on the whole sharing group. */
    private @Nullable Tried decide(Described described, Map<Question, Payer> older, boolean whole) {
        return transaction.execute(status -> {
            status.setRollbackOnly();
            var id = subscription(described.who());
            if (id.isEmpty()) return new Tried.Done(new SimulationOutcome.UnknownSubscription());
            var equipment = equipment(described.on());
            var facts = resolutions.about(Set.of(id.get()), equipment.map(Set::of).orElse(Set.of()));
            return switch (facts.served(id.get(), equipment.orElse(null)).orElse(null)) {
                case null -> new Tried.Done(new SimulationOutcome.UnknownSubscription());
                case ServedResource.NotYetKnown() -> new Tried.Done(new SimulationOutcome.NotYetKnown());
                case ServedResource.Served served -> decide(described, served, facts, older, whole);
            };
        });
    }

    private @Nullable Tried decide(Described described, ServedResource.Served served, Resolutions.Facts facts,
            Map<Question, Payer> older, boolean whole) {
        var at = described.at() == null ? SqlArray.micros(clock.instant()) : described.at();
        var request = request(described, at);
        var session = ChargingSession.begin(request, served, Id.next(), at);
        var payers = facts.payers(served, older);
        var asked = Asked.of(request, null).knowing(older);
        var involved = Involved.in(session, request, payers, at, asked);
        if (!involved.unanswered().isEmpty()) {
            return new Tried.AskEnrollment(Objects.requireNonNull(served.deviceId()), involved.unanswered());
        }
        var page = books.lock(involved.payers(), List.of(), involved.caps(), involved.groups(), involved.earliest(),
                whole, at);
        var decision = new SessionDecision(session, payers, page, new HashSet<>(), terms, at, Id::next);
        decision.decide(request);
        return page.ledger().wantsWhole()
                ? null
                : new Tried.Done(new Simulated(served.subscription().id(), served.deviceId(), served.mismatch(), at,
                        decision.explained()));
    }

    private Optional<SubscriptionId> subscription(Who who) {
        return switch (who) {
            case Who.ById(var id) -> Optional.of(id);
            case Who.BySupi(var supi) ->
                Optional.ofNullable(subscribers.bySupi(List.of(supi)).get(supi)).map(Subscription::id);
        };
    }

    private Optional<DeviceId> equipment(On on) {
        return switch (on) {
            case On.Device(var id) -> Optional.of(id);
            case On.Pei(var pei) -> Optional.ofNullable(subscribers.devicesOf(List.of(pei)).get(pei));
            case On.Untold() -> Optional.empty();
        };
    }

    /** As of a session that goes on: which of the operations it is makes no difference to what is granted. */
    private static ChargingRequest request(Described described, Instant at) {
        return new ChargingRequest(new Operation.Update(new ChargingDataRef(Id.next(), Id.next())), NOBODY, null,
                described.dnn(), described.sNssai(), null, at, 0, false, "", null, described.wishes());
    }
}
