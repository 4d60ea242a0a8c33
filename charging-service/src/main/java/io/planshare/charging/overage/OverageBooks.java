package io.planshare.charging.overage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.stereotype.Service;

import io.planshare.charging.rating.Catalogues;
import io.planshare.model.SubscriptionId;

/** Reads the consents that a batch counts in, under their locks, and writes what became of them. */
@Service
public class OverageBooks {

    private final ConsentStore consents;
    private final MoneySpentStore spendings;
    private final Catalogues catalogues;

    OverageBooks(ConsentStore consents, MoneySpentStore spendings, Catalogues catalogues) {
        this.consents = consents;
        this.spendings = spendings;
        this.catalogues = catalogues;
    }

    /**
     * One query where nobody consented to a tariff, three where somebody did.
     *
     * @param sessions whose holds may be given back
     * @param since cycles that ended before then are left alone
     */
    public Overages lock(Collection<SubscriptionId> payers, Collection<UUID> sessions, Instant since) {
        var locked = consents.lock(payers);
        var byTariff = locked.consents().stream().filter(TariffConsent.class::isInstance).map(Consent::subscriptionId)
                .toList();
        if (byTariff.isEmpty()) return new Overages(locked.consents());
        return new Overages(locked.consents(), new Spendings(catalogues.at(locked.catalogueRevision()),
                spendings.of(byTariff, sessions, since), spendings.holds(sessions)));
    }

    public void save(Overages overages) {
        consents.saveUse(overages.changed());
        var moved = overages.spendings();
        spendings.save(moved.changed());
        spendings.end(moved.ended());
        spendings.hold(List.copyOf(moved.made()));
    }
}
