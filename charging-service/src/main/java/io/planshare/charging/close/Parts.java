package io.planshare.charging.close;

import java.util.ArrayList;
import java.util.List;

import io.planshare.event.ChargingEvent.CloseAccount;

/** Accounts in parts that a broker takes (256 KiB), consumers and all. */
final class Parts {

    /** An account's own members take about as much as three consumers, and a consumer some 200 octets. */
    private static final int ACCOUNT = 3;
    private static final int PART = 900;

    private final List<List<CloseAccount>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    private int left = PART;

    private Parts() {}

    /** At least one. */
    static List<List<CloseAccount>> of(List<CloseAccount> accounts) {
        var parts = new Parts();
        accounts.forEach(parts::add);
        return parts.parts;
    }

    private void add(CloseAccount account) {
        int told = 0;
        do {
            if (left <= ACCOUNT) {
                parts.add(new ArrayList<>());
                left = PART;
            }
            int consumers = Math.min(left - ACCOUNT, account.consumers().size() - told);
            parts.getLast().add(with(account, told, told + consumers));
            told += consumers;
            left -= ACCOUNT + consumers;
        } while (told < account.consumers().size());
    }

    private static CloseAccount with(CloseAccount it, int from, int to) {
        return new CloseAccount(it.providerAccountId(), it.ownerId(), it.packageId(), it.unit(), it.ratingGroups(),
                it.validity(), it.ended(), it.spare(), it.consumed(), it.consumers().subList(from, to));
    }
}
