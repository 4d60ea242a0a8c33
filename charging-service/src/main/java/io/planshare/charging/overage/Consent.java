package io.planshare.charging.overage;

import java.util.UUID;

import io.planshare.model.Money;
import io.planshare.model.SubscriptionId;

/** A subscription's consent to pay in money for units beyond all accounts. */
public sealed interface Consent permits OverageConsent, TariffConsent {

    /** These very terms: other terms have another id. */
    UUID consentId();

    SubscriptionId subscriptionId();

    Money limit();
}
