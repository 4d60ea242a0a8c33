package io.planshare.charging.rating;

import org.springframework.stereotype.Service;

/** The catalogue at hand: read again only when a commit has changed it. */
@Service
public class Catalogues {

    private final PlanStore plans;
    private final TariffStore tariffs;
    private volatile Catalogue latest = Catalogue.EMPTY;

    Catalogues(PlanStore plans, TariffStore tariffs) {
        this.plans = plans;
        this.tariffs = tariffs;
    }

    /** @param revision that the caller's transaction saw; the answer is as new, or newer */
    public Catalogue at(long revision) {
        var known = latest;
        if (known.revision() >= revision) return known;
        // The revision first: what is committed in between is then read twice rather than never.
        var read = new Catalogue(plans.revision(), plans.all(), tariffs.all());
        latest = read;
        return read;
    }
}
