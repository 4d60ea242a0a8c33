package io.planshare.model;

import java.util.Currency;

/** An amount in minor units of a currency (ISO 4217): 1999 EUR is 19.99 euro. May be negative (a refund). */
public record Money(long amountMinor, String currency) {

    public Money {
        Currency.getInstance(currency);
    }

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(amountMinor, other.amountMinor), currency);
    }
}
