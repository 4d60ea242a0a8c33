package io.planshare.quota.deduction;

import java.util.HashMap;
import java.util.Map;

import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
import io.planshare.quota.pack.SharingPolicy.RecallPrice;

/**
 * Units that owners called back, by provider account and by whom they called them back from. Priced one after another so
 * that all of them together cost what their sum costs, however many pieces it came in: the cap that was consented to holds.
 */
final class Recalls {

    /** @param account from whom */
    record Key(ProviderAccountId from, AccountId account) {}

    private final Map<Key, Units> units;

    Recalls(Map<Key, Units> before) {
        this.units = new HashMap<>(before);
    }

    Units of(ProviderAccountId from, AccountId account) {
        return units.getOrDefault(new Key(from, account), Units.ZERO);
    }

    /** What these cost, which are called back next. */
    Money add(ProviderAccountId from, AccountId account, Units more, RecallPrice price) {
        var before = of(from, account);
        var after = before.plus(more);
        units.put(new Key(from, account), after);
        return new Money(price.of(after).amountMinor() - price.of(before).amountMinor(), price.amount().currency());
    }
}
