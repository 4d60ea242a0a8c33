package io.planshare.charging.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.Rating;
import io.planshare.model.Money;
import io.planshare.model.Units;

/** A use with the entry that says what it costs. */
public record Priced(Tariff tariff, int version, TariffVersion.Match match, @Nullable String network) {

    /** What units of this entry are counted under, over all versions. */
    public String entryKey() {
        return tariff.id() + "/" + match.entry().name();
    }

    public String currency() {
        return tariff.currency();
    }

    public boolean isRoaming() {
        return match.zone().roaming();
    }

    public Units affordable(long before, Units wanted, long budget) {
        return Units.of(match.entry().affordable(before, wanted.count(), budget));
    }

    public Units holdable(long before, long others, Units wanted, long budget) {
        return Units.of(match.entry().holdable(before, others, wanted.count(), budget));
    }

    public BigInteger costAtMost(long before, long others, Units units) {
        return match.entry().costAtMost(before, others, units.count());
    }

    /** The units by price step, each with its amount and how it came about. */
    public List<Overage> charge(long before, Units units, UUID consentId, Instant cycleStart) {
        var entry = match.entry();
        return entry.parts(before, units.count()).stream()
                .map(part -> new Overage(Units.of(part.units()), new Money(part.amountMinor(), currency()),
                        new Rating(consentId, tariff.id(), version, entry.name(), plain(part.price()),
                                entry.priceSize(), match.zone().name(),
                                match.band() == null ? null : match.band().name(), network, cycleStart)))
                .toList();
    }

    /** A price as it is told: digits and a point, no zeros at the end. */
    public static String plain(BigDecimal price) {
        return price.signum() == 0 ? "0" : price.stripTrailingZeros().toPlainString();
    }
}
