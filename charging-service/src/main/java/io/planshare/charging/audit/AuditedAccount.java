package io.planshare.charging.audit;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.model.ProviderAccountId;

/**
 * An account and all that must agree with it, of one instant. Numbers as they are stored, be they what they may.
 *
 * @param entries what has been summed up of its ledger
 * @param overLimit so many consumers are past their limit
 */
record AuditedAccount(ProviderAccountId id, Status status, Balances balances, Consumers consumers,
        BigDecimal reservations, Entries entries) {

    record Balances(BigDecimal granted, BigDecimal reserved, BigDecimal consumed, BigDecimal expired,
            BigDecimal withdrawn) {

        BigDecimal left() {
            return granted.subtract(consumed).subtract(expired).subtract(withdrawn);
        }
    }

    record Consumers(BigDecimal reserved, BigDecimal consumed, long overLimit) {}

    /**
     * The sum of the entries up to one of them.
     *
     * @param complete whether there are no later ones
     * @param wrongRecords of those looked at now, so many do not agree with their usage record
     */
    record Entries(long lastId, long count, BigDecimal units, boolean complete, long wrongRecords) {}

    Set<Breach> breaches() {
        var found = EnumSet.noneOf(Breach.class);
        if (negative(balances.granted(), balances.reserved(), balances.consumed(), balances.expired(),
                balances.withdrawn(), balances.left().subtract(balances.reserved())))
            found.add(Breach.BALANCE);
        if (entries.complete() && differ(balances.left(), entries.units())) found.add(Breach.ENTRIES);
        if (differ(balances.reserved(), reservations)) found.add(Breach.RESERVATIONS);
        if (differ(balances.reserved(), consumers.reserved())) found.add(Breach.CONSUMERS_RESERVED);
        if (differ(balances.consumed(), consumers.consumed())) found.add(Breach.CONSUMERS_CONSUMED);
        if (entries.wrongRecords() > 0) found.add(Breach.USAGE_RECORDS);
        if (consumers.overLimit() > 0) found.add(Breach.LIMIT);
        return found;
    }

    private static boolean differ(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) != 0;
    }

    private static boolean negative(BigDecimal... values) {
        for (var value : values) {
            if (value.signum() < 0) return true;
        }
        return false;
    }
}
