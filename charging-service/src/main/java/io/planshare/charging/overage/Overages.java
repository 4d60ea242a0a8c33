package io.planshare.charging.overage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.planshare.event.ChargingEvent.Overage;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** The consents that a transaction holds locked. */
public final class Overages {

    private final Map<SubscriptionId, OverageConsent> consents;
    private final Set<SubscriptionId> touched = new LinkedHashSet<>();

    public Overages(Collection<OverageConsent> consents) {
        this.consents = consents.stream()
                .collect(toMap(OverageConsent::subscriptionId, identity(), (a, _) -> a, LinkedHashMap::new));
    }

    /** Holds up to the given units, and says how many. */
    public Units reserve(SubscriptionId payer, UnitType unit, Units wanted) {
        return consent(payer, unit).map(consent -> {
            var units = wanted.atMost(consent.left());
            put(consent.reserve(units));
            return units;
        }).orElse(Units.ZERO);
    }

    public void release(SubscriptionId payer, UnitType unit, Units units) {
        consent(payer, unit).ifPresent(consent -> put(consent.release(units)));
    }

    /** Uses up to the given units, and says how many at what price; empty for none. */
    public Optional<Overage> debit(SubscriptionId payer, UnitType unit, Units wanted) {
        return consent(payer, unit).filter(consent -> wanted.atMost(consent.left()).isPositive()).map(consent -> {
            var units = wanted.atMost(consent.left());
            put(consent.use(units));
            return new Overage(units, consent.costOf(units));
        });
    }

    public List<OverageConsent> changed() {
        return touched.stream().map(consents::get).toList();
    }

    private Optional<OverageConsent> consent(SubscriptionId payer, UnitType unit) {
        return Optional.ofNullable(consents.get(payer)).filter(consent -> consent.unit() == unit);
    }

    private void put(OverageConsent consent) {
        consents.put(consent.subscriptionId(), consent);
        touched.add(consent.subscriptionId());
    }
}
