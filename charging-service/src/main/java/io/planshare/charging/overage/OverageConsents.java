package io.planshare.charging.overage;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.payer.Subscribers;
import io.planshare.model.Id;
import io.planshare.model.SubscriptionId;

/** Consents to overage: given, changed, withdrawn. */
@Service
class OverageConsents {

    private final ConsentStore consents;
    private final MoneySpentStore spendings;
    private final Subscribers subscribers;
    private final Clock clock;

    OverageConsents(ConsentStore consents, MoneySpentStore spendings, Subscribers subscribers, Clock clock) {
        this.consents = consents;
        this.spendings = spendings;
        this.subscribers = subscribers;
        this.clock = clock;
    }

    Optional<StoredConsent> find(SubscriptionId subscription) {
        return consents.find(subscription).map(this::withSpending);
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
        var id = Id.next();
        if (!consents.insert(id, subscription, terms)) return Optional.empty();
        keep(id, subscription, terms);
        return find(subscription).map(ConsentOutcome.Given::new);
    }

    /** @param seen throws, under the lock, if the consent is no more the one that the caller saw */
    @Transactional
    ConsentOutcome change(SubscriptionId subscription, ConsentTerms terms, Consumer<StoredConsent> seen) {
        var found = consents.lock(subscription).map(this::withSpending);
        if (found.isEmpty()) return new ConsentOutcome.UnknownConsent();
        var consent = found.get();
        seen.accept(consent);
        if (isUsed(consent) && !consent.terms().hasPriceOf(terms)) return new ConsentOutcome.InUse(consent);
        var id = consent.terms().equals(terms) ? consent.consentId() : Id.next();
        consents.update(id, subscription, terms);
        if (!id.equals(consent.consentId())) keep(id, subscription, terms);
        return new ConsentOutcome.Changed(find(subscription).orElseThrow());
    }

    /** @param seen throws, under the lock, if the consent is no more the one that the caller saw */
    @Transactional
    ConsentOutcome withdraw(SubscriptionId subscription, Consumer<StoredConsent> seen) {
        var found = consents.lock(subscription).map(this::withSpending);
        if (found.isEmpty()) return new ConsentOutcome.UnknownConsent();
        seen.accept(found.get());
        if (found.get().reserved().isPositive() || spendings.holds(subscription)) {
            return new ConsentOutcome.InUse(found.get());
        }
        consents.delete(subscription);
        return new ConsentOutcome.Withdrawn();
    }

    private void keep(UUID id, SubscriptionId subscription, ConsentTerms terms) {
        consents.keep(id, subscription, terms, now());
    }

    private boolean isUsed(StoredConsent consent) {
        return consent.terms().price() == null
                ? spendings.inUse(consent.subscriptionId(), now())
                : consent.used().isPositive() || consent.reserved().isPositive();
    }

    private StoredConsent withSpending(StoredConsent consent) {
        if (consent.terms().price() != null) return consent;
        var latest = spendings.latest(consent.subscriptionId(), consent.terms().limit().currency()).stream()
                .filter(spending -> spending.cycleEnd().isAfter(now())).findFirst().orElse(null);
        return new StoredConsent(consent.consentId(), consent.subscriptionId(), consent.terms(), consent.used(),
                consent.reserved(), latest);
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
