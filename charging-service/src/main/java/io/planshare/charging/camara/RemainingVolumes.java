package io.planshare.charging.camara;

import java.time.Clock;
import java.util.List;
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
import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Resolutions;
import io.planshare.charging.payer.ServedResource;
import io.planshare.charging.payer.Subscription;
import io.planshare.kit.inbox.CaughtUp;
import io.planshare.model.Msisdn;
import io.planshare.model.Traffic;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Tells how much plain internet a number may still use: of whoever pays for it now, by the rules by which a grant would be
 * decided. Money beyond all accounts is no volume.
 */
@Service
class RemainingVolumes {

    private final PhoneNumbers numbers;
    private final Resolutions resolutions;
    private final VolumeStore store;
    private final CaughtUp caughtUp;
    private final VolumeSettings settings;
    private final Clock clock;

    RemainingVolumes(PhoneNumbers numbers, Resolutions resolutions, VolumeStore store, CaughtUp caughtUp,
            VolumeSettings settings, Clock clock) {
        this.numbers = numbers;
        this.resolutions = resolutions;
        this.store = store;
        this.caughtUp = caughtUp;
        this.settings = settings;
        this.clock = clock;
    }

    /** All of one instant. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    VolumeOutcome of(Msisdn number) {
        var id = numbers.subscriptionOf(number);
        if (id.isEmpty()) return caughtUp.isCaughtUp(PhoneNumbers.NAME) ? new NumberUnknown() : new NotYetKnown();
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
            case Payer.Operator() -> new Found(RemainingVolume.WITHOUT_END);
            case Payer.Nobody _ -> new Found(RemainingVolume.NONE);
            case Payer.Subscriber payer -> of(served.subscription(), payer, new Draw(payer.subscriptionId(),
                    payer.accountId(), settings.ratingGroup(), UnitType.OCTET, now));
        };
    }

    private VolumeOutcome of(Subscription card, Payer.Subscriber payer, Draw draw) {
        var grantable = store.shares(draw).stream()
                .flatMap(share -> share.account().grantable(draw, share.consumer()).stream()).toList();
        if (grantable.isEmpty()) return new NoDataVolume();
        var grouped = card.grouped();
        if (grouped != null && grouped.barred()) return new Found(RemainingVolume.NONE);
        var free = sum(grantable);
        if (payer.enrollment() != null) {
            free = free.atMost(store.caps(payer.enrollment(), draw).left(payer.enrollment(), draw.unit(), draw.at()));
        }
        if (grouped != null) free = free.atMost(store.group(grouped).left(grouped, draw.unit(), draw.at()));
        return new Found(new RemainingVolume(sum(List.of(free, store.held(card.id(), draw)))));
    }

    /** As far as units go: several accounts may hold more than that together. */
    private static Units sum(List<Units> parts) {
        return parts.stream().reduce(Units.ZERO, (sum, part) -> sum.plus(part.atMost(Units.MAX.minus(sum))));
    }
}
