package io.planshare.charging.overage;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.planshare.charging.ledger.Hold;
import io.planshare.charging.rating.Catalogue;
import io.planshare.charging.rating.Priced;
import io.planshare.charging.rating.Use;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.SpendingCapReached;
import io.planshare.event.ChargingEvent.SpendingScope;
import io.planshare.model.Money;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Money by tariff: what is held at a grant and spent at a report, within the caps of the cycle. */
final class Spendings {

    private final Catalogue catalogue;
    private final Map<Spending.Key, Spending> spendings;
    private final Map<Hold.Purpose, OverageHold> holds;
    private final Set<Spending.Key> touched = new LinkedHashSet<>();
    private final Set<Hold.Purpose> ended = new LinkedHashSet<>();
    private final Set<Hold.Purpose> made = new LinkedHashSet<>();
    private final List<SpendingCapReached> notices = new ArrayList<>();

    Spendings(Catalogue catalogue, Collection<Spending> spendings, Collection<OverageHold> holds) {
        this.catalogue = catalogue;
        this.spendings = spendings.stream().collect(toMap(Spending::key, identity(), (a, _) -> a, LinkedHashMap::new));
        this.holds = holds.stream().collect(toMap(OverageHold::purpose, identity(), (a, _) -> a, LinkedHashMap::new));
    }

    /** Holds money for up to the given units, whatever they come to cost until then; says for how many. */
    Units reserve(Hold.Purpose purpose, TariffConsent consent, Use use, Instant until, Units wanted) {
        var prices = catalogue.prices(consent.planId(), use, until).stream()
                .filter(price -> price.currency().equals(consent.limit().currency())).toList();
        var found = spending(consent, use.at());
        if (prices.isEmpty() || found.isEmpty() || wanted.isZero()) return Units.ZERO;
        var spending = found.get();
        var abroad = prices.stream().anyMatch(Priced::isRoaming);
        var budget = budget(consent, spending, abroad);
        var units = prices.stream().map(price -> price.holdable(spending.position(price.entryKey()),
                spending.heldUnits(), wanted, budget)).reduce(wanted, Units::atMost);
        if (units.isZero()) {
            put(noticed(consent, spending, abroad, true, use.at()));
            return units;
        }
        var minor = prices.stream().map(price -> price.costAtMost(spending.position(price.entryKey()),
                spending.heldUnits(), units)).reduce(BigInteger.ZERO, BigInteger::max).longValueExact();
        var hold = new OverageHold(purpose, spending.key(), units.count(), minor, abroad ? minor : 0);
        holds.put(purpose, hold);
        made.add(purpose);
        put(spending.hold(hold));
        return units;
    }

    /** Gives back what a grant held. */
    void release(Hold.Purpose purpose) {
        var hold = holds.remove(purpose);
        if (hold == null) return;
        if (!made.remove(purpose)) ended.add(purpose);
        Optional.ofNullable(spendings.get(hold.spending())).ifPresent(spending -> put(spending.release(hold)));
    }

    /** Charges up to the given units at what they cost exactly; what the caps do not leave money for is not in the answer. */
    List<Overage> debit(TariffConsent consent, Use use, Units wanted) {
        var price = catalogue.price(consent.planId(), use)
                .filter(priced -> priced.currency().equals(consent.limit().currency()));
        var found = spending(consent, use.at());
        if (price.isEmpty() || found.isEmpty() || wanted.isZero()) return List.of();
        return debit(consent, found.get(), price.get(), use, wanted);
    }

    private List<Overage> debit(TariffConsent consent, Spending spending, Priced price, Use use, Units wanted) {
        var position = spending.position(price.entryKey());
        var countable = wanted.atMost(Units.of(Long.MAX_VALUE - position));
        var budget = budget(consent, spending, price.isRoaming());
        var units = price.affordable(position, countable, budget);
        var charged = price.charge(position, units, consent.consentId(), spending.key().cycleStart());
        var minor = charged.stream().mapToLong(part -> part.amount().amountMinor()).sum();
        var spent = spending.spend(price.entryKey(), units.count(), minor, price.isRoaming());
        put(noticed(consent, spent, price.isRoaming(), units.compareTo(countable) < 0, use.at()));
        return charged;
    }

    List<Spending> changed() {
        return touched.stream().map(spendings::get).toList();
    }

    List<OverageHold> made() {
        return made.stream().map(holds::get).toList();
    }

    /** Holds of before that are no more; one that was made anew is in {@link #made} too. */
    Set<Hold.Purpose> ended() {
        return ended;
    }

    List<SpendingCapReached> notices() {
        return notices;
    }

    private Optional<Spending> spending(TariffConsent consent, Instant at) {
        return catalogue.cycle(consent.planId(), at).map(cycle -> {
            var fresh = Spending.begin(consent.subscriptionId(), consent.limit().currency(), cycle);
            return spendings.getOrDefault(fresh.key(), fresh);
        });
    }

    private static long budget(TariffConsent consent, Spending spending, boolean abroad) {
        var all = spending.all().left(consent.limit().amountMinor());
        var roamingLimit = consent.roamingLimitMinor();
        return abroad && roamingLimit != null ? Math.min(all, spending.roaming().left(roamingLimit)) : all;
    }

    private Spending noticed(TariffConsent consent, Spending spending, boolean abroad, boolean cut, Instant at) {
        var limit = consent.limit().amountMinor();
        var roamingLimit = abroad ? consent.roamingLimitMinor() : null;
        // What was cut was cut by the cap that leaves least.
        var byRoaming = roamingLimit != null && spending.roaming().left(roamingLimit) < spending.all().left(limit);
        var all = noticed(consent, spending, SpendingScope.OVERAGE, limit, spending.all(), cut && !byRoaming, at);
        var roaming = roamingLimit == null
                ? spending.roaming()
                : noticed(consent, spending, SpendingScope.ROAMING, roamingLimit, spending.roaming(), cut && byRoaming,
                        at);
        return spending.with(all, roaming);
    }

    private Meter noticed(TariffConsent consent, Spending spending, SpendingScope scope, long limit, Meter meter,
            boolean cut, Instant at) {
        var percent = meter.due(limit, cut && meter.held() == 0);
        if (percent == 0 || limit == 0 || consent.accountId() == null) return meter;
        var currency = spending.key().currency();
        notices.add(new SpendingCapReached(consent.accountId(), consent.subscriptionId(), scope, percent,
                new Money(meter.spent(), currency), new Money(limit, currency), spending.key().cycleStart(),
                spending.cycleEnd(), at));
        return meter.noticed(percent, limit);
    }

    private void put(Spending spending) {
        spendings.put(spending.key(), spending);
        touched.add(spending.key());
    }
}
