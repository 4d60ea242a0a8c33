package io.planshare.charging.overage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.payer.Subscribers;
import io.planshare.model.SubscriptionId;

/** Consents to overage: given, changed, withdrawn. */
@Service
class OverageConsents {

    private final ConsentStore consents;
    private final Subscribers subscribers;

    OverageConsents(ConsentStore consents, Subscribers subscribers) {
        this.consents = consents;
        this.subscribers = subscribers;
    }

    Optional<OverageConsent> find(SubscriptionId subscription) {
        return consents.find(subscription);
    }

    /**
     * Gives consent for the first time.
     *
     * @return empty if there is one already, which can only be changed
     */
    @Transactional
    Optional<ConsentOutcome> give(SubscriptionId subscription, ConsentTerms terms) {
        if (subscribers.byId(List.of(subscription)).isEmpty()) {
            return Optional.of(new ConsentOutcome.UnknownSubscription());
        }
        if (!consents.insert(subscription, terms)) return Optional.empty();
        return consents.lock(subscription).map(ConsentOutcome.Given::new);
    }

    /** @param seen throws, under the lock, if the consent is no more the one that the caller saw */
    @Transactional
    ConsentOutcome change(SubscriptionId subscription, ConsentTerms terms, Consumer<OverageConsent> seen) {
        var found = consents.lock(subscription);
        if (found.isEmpty()) return new ConsentOutcome.UnknownConsent();
        var consent = found.get();
        seen.accept(consent);
        var untouched = consent.used().isZero() && consent.reserved().isZero();
        if (!untouched && !ConsentTerms.of(consent).hasPriceOf(terms)) return new ConsentOutcome.InUse(consent);
        consents.update(subscription, terms);
        return new ConsentOutcome.Changed(consents.lock(subscription).orElseThrow());
    }

    /** @param seen throws, under the lock, if the consent is no more the one that the caller saw */
    @Transactional
    ConsentOutcome withdraw(SubscriptionId subscription, Consumer<OverageConsent> seen) {
        var found = consents.lock(subscription);
        if (found.isEmpty()) return new ConsentOutcome.UnknownConsent();
        seen.accept(found.get());
        if (found.get().reserved().isPositive()) return new ConsentOutcome.InUse(found.get());
        consents.delete(subscription);
        return new ConsentOutcome.Withdrawn();
    }
}
