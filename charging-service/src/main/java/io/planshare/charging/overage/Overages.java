package io.planshare.charging.overage;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.planshare.charging.ledger.Hold;
import io.planshare.charging.rating.Catalogue;
import io.planshare.charging.rating.Use;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.SpendingCapReached;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** The consents that a transaction holds locked, and the money that is held and spent on them. Without consent no money. */
public final class Overages {

    private final Map<SubscriptionId, Consent> consents;
    private final Spendings spendings;
    private final Set<SubscriptionId> touched = new LinkedHashSet<>();

    Overages(Collection<? extends Consent> consents, Spendings spendings) {
        this.consents = consents.stream()
                .collect(toMap(Consent::subscriptionId, identity(), (a, _) -> a, LinkedHashMap::new));
        this.spendings = spendings;
    }

    Overages(Collection<? extends Consent> consents) {
        this(consents, new Spendings(Catalogue.EMPTY, List.of(), List.of()));
    }

    /**
     * Holds up to the given units, and says how many.
     *
     * @param until so long the grant is good: what the units may come to cost until then is held
     */
    public Units reserve(Hold.Purpose purpose, SubscriptionId payer, Use use, Instant until, Units wanted) {
        return switch (consents.get(payer)) {
            case null -> Units.ZERO;
            case OverageConsent consent -> reserve(consent, use.unit(), wanted);
            case TariffConsent consent -> spendings.reserve(purpose, consent, use, until, wanted);
        };
    }

    /** Gives back what a grant held. */
    public void release(Hold.Purpose purpose, SubscriptionId payer, UnitType unit, Units units) {
        spendings.release(purpose);
        if (consents.get(payer) instanceof OverageConsent consent && consent.unit() == unit) {
            put(consent.release(units));
        }
    }

    /** Uses up to the given units, and says how many at what price; empty for none. */
    public List<Overage> debit(SubscriptionId payer, Use use, Units wanted) {
        return switch (consents.get(payer)) {
            case null -> List.of();
            case OverageConsent consent -> debit(consent, use.unit(), wanted);
            case TariffConsent consent -> spendings.debit(consent, use, wanted);
        };
    }

    /** What customers have to be told. */
    public List<SpendingCapReached> notices() {
        return spendings.notices();
    }

    List<OverageConsent> changed() {
        return touched.stream().map(consents::get).map(OverageConsent.class::cast).toList();
    }

    Spendings spendings() {
        return spendings;
    }

    private Units reserve(OverageConsent consent, UnitType unit, Units wanted) {
        if (consent.unit() != unit) return Units.ZERO;
        var units = wanted.atMost(consent.left());
        put(consent.reserve(units));
        return units;
    }

    private List<Overage> debit(OverageConsent consent, UnitType unit, Units wanted) {
        var units = wanted.atMost(consent.left());
        if (consent.unit() != unit || units.isZero()) return List.of();
        put(consent.use(units));
        return List.of(new Overage(units, consent.costOf(units), consent.rating()));
    }

    private void put(OverageConsent consent) {
        consents.put(consent.subscriptionId(), consent);
        touched.add(consent.subscriptionId());
    }
}
