package io.planshare.charging.camara;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.camara.VolumeOutcome.Found;
import io.planshare.charging.camara.VolumeOutcome.NoDataVolume;
import io.planshare.charging.camara.VolumeOutcome.NotYetKnown;
import io.planshare.charging.camara.VolumeOutcome.NumberUnknown;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.Hold;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Resolutions;
import io.planshare.charging.payer.ServedResource;
import io.planshare.charging.payer.Subscription;
import io.planshare.charging.plan.Plans;
import io.planshare.charging.sharing.Sharing;
import io.planshare.kit.inbox.CaughtUp;
import io.planshare.model.Id;
import io.planshare.model.Msisdn;
import io.planshare.model.Traffic;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Tells how much plain internet a number may still use, at the cost of whoever pays for it now: reserves all there is in a ledger
 * that is thrown away, and adds what is held. Money beyond the accounts is no volume, nor is what others hold and could
 * hold elsewhere: a session's grant would move that aside.
 */
@Service
class RemainingVolumes {

    private final PhoneNumbers numbers;
    private final Resolutions resolutions;
    private final VolumeStore store;
    private final Plans plans;
    private final Sharing sharing;
    private final CaughtUp caughtUp;
    private final VolumeSettings settings;
    private final Clock clock;

    RemainingVolumes(PhoneNumbers numbers, Resolutions resolutions, VolumeStore store, Plans plans, Sharing sharing,
            CaughtUp caughtUp, VolumeSettings settings, Clock clock) {
        this.numbers = numbers;
        this.resolutions = resolutions;
        this.store = store;
        this.plans = plans;
        this.sharing = sharing;
        this.caughtUp = caughtUp;
        this.settings = settings;
        this.clock = clock;
    }

    /** All of one instant. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    VolumeOutcome of(Msisdn number) {
        // Before the look: a number that came in between is not told to be nobody's.
        var caughtUp = this.caughtUp.isCaughtUp(PhoneNumbers.NAME);
        var id = numbers.subscriptionOf(number);
        if (id.isEmpty()) return caughtUp ? new NumberUnknown() : new NotYetKnown();
        var facts = resolutions.about(Set.of(id.get()), Set.of());
        return switch (facts.served(id.get(), null).orElse(null)) {
            // Its number has arrived before the rest of it.
            case null -> new NotYetKnown();
            case ServedResource.NotYetKnown() -> new NotYetKnown();
            case ServedResource.Served served -> of(served, facts);
        };
    }

    private VolumeOutcome of(ServedResource.Served served, Resolutions.Facts facts) {
        var now = SqlArray.micros(clock.instant());
        var internet = Traffic.ofRatingGroup(settings.ratingGroup());
        return switch (facts.payers(served, Map.of()).resolve(internet, now)) {
            case Payer.Operator() -> new Found(RemainingVolume.PLENTY);
            case Payer.Nobody _ -> new Found(RemainingVolume.NONE);
            case Payer.Subscriber payer -> of(served.subscription(), payer, new Draw(payer.subscriptionId(),
                    payer.accountId(), settings.ratingGroup(), UnitType.OCTET, now));
        };
    }

    private VolumeOutcome of(Subscription card, Payer.Subscriber payer, Draw draw) {
        var accounts = store.accounts(draw.subscriptionId(), draw.at());
        var ledger = new Ledger(accounts, store.consumers(draw.subscriptionId()), Set.of(),
                plans.of(Set.of(draw.subscriptionId())), false, sharing.limits(accounts, draw.at()));
        var reserved = ledger.reserve(new Hold.Purpose(Id.next(), draw.ratingGroup()), draw, bound(card, payer, draw));
        if (reserved.walk().isEmpty()) return new NoDataVolume();
        if (card.grouped() != null && card.grouped().barred()) return new Found(RemainingVolume.NONE);
        var held = store.held(card.id(), reserved.walk().stream().map(Ledger.Stop::providerAccountId).toList());
        return new Found(new RemainingVolume(reserved.units().plus(held)));
    }

    /** What caps and the SIM group leave. */
    private Units bound(Subscription card, Payer.Subscriber payer, Draw draw) {
        var bound = RemainingVolume.PLENTY.octets();
        if (payer.enrollment() != null) {
            bound = bound.atMost(store.caps(payer.enrollment(), draw.at()).left(payer.enrollment(), draw.unit(),
                    draw.at()));
        }
        var grouped = card.grouped();
        return grouped == null
                ? bound
                : bound.atMost(store.group(grouped.groupId()).left(grouped, draw.unit(), draw.at()));
    }
}
