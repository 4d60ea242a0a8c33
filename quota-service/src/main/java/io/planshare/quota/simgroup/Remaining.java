package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.event.SimGroupEvent.Basis;
import io.planshare.model.Units;

/**
 * What is left of a group's allowance, as far as it can be known (spec S8 (3)).
 *
 * @param units null for an unlimited group
 * @param age of what it is taken from; null where charging itself meters and nothing is ever old
 * @param stale that is older than it may be
 * @param closed too old, and the terms say that nobody goes on then
 * @param diverges carrier and we count more than 5 % of the allowance apart
 */
record Remaining(@Nullable Units units, Basis basis, @Nullable Duration age, boolean stale, boolean closed,
        boolean diverges) {

    /** Carriers round their counts to MB; less than that is no difference. */
    static final long CARRIER_ROUNDING_OCTETS = 1 << 20;
    private static final int DIVERGENCE_PERCENT = 5;

    /** @param asOf when the carrier counted */
    record CarrierSnapshot(Units remaining, Instant asOf) {}

    /**
     * @param total null without a limit
     * @param snapshot the carrier's last answer
     * @param meteredAsOf the oldest report that what we count rests on; null where charging meters all of it
     * @param octetsPerSecond how fast the group uses, lately
     */
    record Known(@Nullable Units total, Units used, @Nullable CarrierSnapshot snapshot, @Nullable Instant meteredAsOf,
            double octetsPerSecond) {}

    static Remaining of(Known known, SimGroupTerms terms, Instant now) {
        var total = known.total;
        if (total == null) return new Remaining(null, Basis.METERED, null, false, false, false);
        var maxAge = terms.staleness().maxAge();
        var metered = total.excessOver(known.used);
        var meteredAge = age(known.meteredAsOf, now);
        var snapshot = known.snapshot;
        if (snapshot != null && terms.source() != SimGroupTerms.Source.SUBTRACT
                && Duration.between(snapshot.asOf, now).compareTo(maxAge) <= 0) {
            return ofCarrier(snapshot, metered, total, terms, now);
        }
        var lacksCarrier = terms.source() == SimGroupTerms.Source.CARRIER;
        var carrierAge = lacksCarrier && snapshot != null ? age(snapshot.asOf, now) : null;
        var age = carrierAge == null ? meteredAge : carrierAge;
        var stale = lacksCarrier || meteredAge != null && meteredAge.compareTo(maxAge) > 0;
        if (!stale) return new Remaining(metered, Basis.METERED, age, false, false, false);
        return switch (terms.staleness().onStale()) {
            case OPEN -> new Remaining(metered, Basis.METERED, age, true, false, false);
            case CLOSED -> new Remaining(metered, Basis.METERED, age, true, true, false);
            case ESTIMATE -> new Remaining(metered.excessOver(probablyUsed(known, age)), Basis.ESTIMATED, age, true,
                    false, false);
        };
    }

    private static Remaining ofCarrier(CarrierSnapshot snapshot, Units metered, Units total, SimGroupTerms terms,
            Instant now) {
        var least = terms.source() == SimGroupTerms.Source.MIN_OF_BOTH
                ? snapshot.remaining.atMost(metered)
                : snapshot.remaining;
        var apart = Math.abs(snapshot.remaining.count() - metered.count());
        var diverges = apart > CARRIER_ROUNDING_OCTETS && apart > total.count() / 100 * DIVERGENCE_PERCENT;
        return new Remaining(least, least.equals(metered) ? Basis.METERED : Basis.CARRIER, age(snapshot.asOf, now),
                false, false, diverges);
    }

    private static Units probablyUsed(Known known, @Nullable Duration age) {
        var seconds = age == null ? 0 : age.toMillis() / 1000.0;
        return Units.of((long) Math.min(Long.MAX_VALUE / 2.0, Math.ceil(known.octetsPerSecond * seconds)));
    }

    private static @Nullable Duration age(@Nullable Instant asOf, Instant now) {
        if (asOf == null) return null;
        return asOf.isAfter(now) ? Duration.ZERO : Duration.between(asOf, now);
    }
}
