package io.planshare.charging.rating;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** The currencies of ISO 4217. */
public final class Currencies {

    private static final Set<String> KNOWN = Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Currencies() {}

    /** @throws IllegalArgumentException if there is no such currency; the message is made to be shown */
    public static String known(String code) {
        if (!KNOWN.contains(code)) throw new IllegalArgumentException("must be a currency of ISO 4217");
        return code;
    }
}
