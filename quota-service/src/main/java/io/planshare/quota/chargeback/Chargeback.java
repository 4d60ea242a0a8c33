package io.planshare.quota.chargeback;

import java.util.List;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Who used how much of one cycle of a package, as it lies after all closes so far (spec S6 (6)).
 *
 * @param providerAccountId where charging keeps the units; what rolled over into another account is not in it
 * @param used by all together
 * @param borrowed of that, by others than the owner
 * @param recallable of what is borrowed, so much the owner may still call back at the borrowers' price
 * @param lines by account, then by subscription
 */
record Chargeback(PackageId packageId, @Schema(description = "the owner") AccountId accountId,
        ProviderAccountId providerAccountId, Interval cycle, UnitType unit, Units units, Units used, Units borrowed,
        Units recallable, List<Line> lines) {

    private static final String HEAD = "packageId,cycleFrom,cycleTo,accountId,subscriptionId,borrowed,records,unit,used,recallable\r\n";

    /**
     * One subscription's use.
     *
     * @param borrowed whether it is another's than the owner's
     * @param recallable what may be called back of an account's use stands at its first subscriptions
     */
    @Schema(name = "ChargebackLine")
    record Line(AccountId accountId, SubscriptionId subscriptionId, boolean borrowed, long records, Units used,
            Units recallable) {}

    /** RFC 4180, in UTF-8, with a head. */
    String toCsv() {
        var end = cycle.to() == null ? "" : cycle.to().toString();
        return lines.stream()
                .map(line -> String.join(",", packageId.toString(), cycle.from().toString(), end,
                        line.accountId().toString(), line.subscriptionId().toString(),
                        String.valueOf(line.borrowed()), String.valueOf(line.records()), unit.name(),
                        line.used().toString(), line.recallable().toString()) + "\r\n")
                .collect(Collectors.joining("", HEAD, ""));
    }
}
