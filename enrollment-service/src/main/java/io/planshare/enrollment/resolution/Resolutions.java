package io.planshare.enrollment.resolution;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.identifier.StoredIdentifiers;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.enrollment.restriction.RestrictionHistory;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.Imei;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;

/** Asks the payer map of the right device about the right instant. */
@Component
@Transactional(readOnly = true)
class Resolutions {

    /** Who would pay for each capability of a device. */
    record Payers(DeviceId deviceId, Instant at, RestrictionLevel restriction, List<ByCapability> payers) {}

    record ByCapability(String capability, Resolution resolution) {}

    private final CardStore cards;
    private final PayerMaps payerMaps;
    private final StoredIdentifiers identifiers;
    private final RestrictionHistory history;
    private final Restrictions restrictions;
    private final ProtectedTraffic emergency;
    private final Clock clock;

    Resolutions(CardStore cards, PayerMaps payerMaps, StoredIdentifiers identifiers, RestrictionHistory history,
            Restrictions restrictions, ProtectedTraffic emergency, Clock clock) {
        this.cards = cards;
        this.payerMaps = payerMaps;
        this.identifiers = identifiers;
        this.history = history;
        this.restrictions = restrictions;
        this.emergency = emergency;
        this.clock = clock;
    }

    public ResolutionOutcome ofDevice(DeviceId device, Instant at, Traffic traffic) {
        return resolved(device, at, traffic).<ResolutionOutcome>map(ResolutionOutcome.Resolved::new)
                .orElseGet(() -> new ResolutionOutcome.Unknown("device", "deviceId"));
    }

    public ResolutionOutcome ofImei(Imei imei, Instant at, Traffic traffic) {
        return cards.deviceWith(identifiers.candidates(imei)).flatMap(device -> resolved(device, at, traffic))
                .<ResolutionOutcome>map(ResolutionOutcome.Resolved::new)
                .orElseGet(() -> new ResolutionOutcome.Unknown("device", "imei"));
    }

    public ResolutionOutcome ofIccid(Iccid iccid, Instant at, Traffic traffic) {
        return cards.subscriptionWith(identifiers.candidates(iccid)).flatMap(cards::holder)
                .<ResolutionOutcome>map(holder -> new ResolutionOutcome.Resolved(ofHolder(holder, at, traffic)))
                .orElseGet(() -> new ResolutionOutcome.Unknown("subscription", "iccid"));
    }

    public ResolutionOutcome ofSubscription(SubscriptionId subscription, Instant at, Traffic traffic) {
        return cards.holder(subscription)
                .<ResolutionOutcome>map(holder -> new ResolutionOutcome.Resolved(ofHolder(holder, at, traffic)))
                .orElseGet(() -> new ResolutionOutcome.Unknown("subscription", "subscriptionId"));
    }

    public Optional<Payers> payers(DeviceId device, Instant at) {
        var restriction = restrictionAt(device, at);
        return payerMaps.trueAt(device, at).map(map -> {
            var codes = new TreeSet<String>(List.of(Capability.UNCLASSIFIED));
            map.capabilities().forEach(capability -> codes.add(capability.code()));
            var payers = codes.stream().map(code -> {
                var trace = new ArrayList<String>();
                var answer = map.payerOf(code, at, restriction, trace::add);
                return new ByCapability(code, Resolution.of(device, at, answer, map.version(), trace));
            }).toList();
            return new Payers(device, at, restriction, payers);
        });
    }

    private Resolution ofHolder(CardStore.Holder holder, Instant at, Traffic traffic) {
        return cards.deviceOf(holder.subscriptionId(), at).flatMap(device -> resolved(device, at, traffic))
                .orElseGet(() -> ofItself(holder, at, traffic));
    }

    private Resolution ofItself(CardStore.Holder holder, Instant at, Traffic traffic) {
        var trace = List.of("no device is known to have held the card: the subscription pays for itself");
        if (emergency.covers(traffic)) {
            return new Resolution(null, at, Resolution.Outcome.EMERGENCY, Resolution.Reason.EMERGENCY, null, null, 0,
                    List.of("rule 1: emergency traffic is free"));
        }
        boolean paid = holder.status() == SubscriptionStatus.ACTIVE || at.isBefore(holder.statusSince());
        if (!paid) {
            return new Resolution(null, at, Resolution.Outcome.DENIED, Resolution.Reason.NO_PAYER, null, null, 0,
                    List.of(trace.getFirst(), "the subscription is " + holder.status()));
        }
        var payer = new Resolution.Payer(null, holder.partyId(), holder.subscriptionId(), holder.accountId(),
                null);
        return new Resolution(null, at, Resolution.Outcome.PAID, Resolution.Reason.OWN_SUBSCRIPTION, null, payer, 0,
                trace);
    }

    private Optional<Resolution> resolved(DeviceId device, Instant at, Traffic traffic) {
        return payerMaps.trueAt(device, at).map(map -> {
            var trace = new ArrayList<String>();
            var answer = map.resolve(traffic, at, restrictionAt(device, at), emergency, trace::add);
            return Resolution.of(device, at, answer, map.version(), trace);
        });
    }

    /** What is known of the present holds for it even if the clock of who ordered it runs ahead of ours. */
    private RestrictionLevel restrictionAt(DeviceId device, Instant at) {
        return at.isBefore(clock.instant()) ? history.levelAt(device, at) : restrictions.levelOf(device);
    }
}
