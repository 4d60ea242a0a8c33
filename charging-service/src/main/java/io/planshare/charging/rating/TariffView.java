package io.planshare.charging.rating;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.TariffId;
import io.planshare.model.UnitType;

/** A tariff with all its versions, the newest last. */
@Schema(name = "Tariff")
record TariffView(TariffId id, @Schema(example = "Standard 2026") String name,
        @Schema(example = "EUR") String currency,
        @Schema(example = "2", description = "the version that counts now; null when none has begun") @Nullable Integer inForce,
        List<Version> versions) {

    @Schema(name = "TariffVersion")
    record Version(@Schema(example = "2") int number, Instant validFrom, List<Zone> zones, List<Band> timeBands,
            List<Entry> entries) {}

    @Schema(name = "TariffVersionZone")
    record Zone(String name, boolean roaming, SortedSet<String> networks) {}

    @Schema(name = "TariffVersionTimeBand")
    record Band(String name, SortedSet<DayOfWeek> days, String from, String to) {}

    @Schema(name = "TariffVersionEntry")
    record Entry(String name, UnitType unit, SortedSet<Long> ratingGroups, SortedSet<String> zones,
            SortedSet<String> timeBands, long priceSize, List<Step> steps) {}

    @Schema(name = "TariffVersionStep")
    record Step(@Nullable Long upTo, @Schema(example = "0.4") String price) {}

    static TariffView of(Tariff tariff, Instant now) {
        return new TariffView(tariff.id(), tariff.name(), tariff.currency(),
                tariff.at(now).map(TariffVersion::number).orElse(null),
                tariff.versions().stream().map(TariffView::version).toList());
    }

    private static Version version(TariffVersion version) {
        return new Version(version.number(), version.validFrom(),
                version.zones().stream().map(z -> new Zone(z.name(), z.roaming(), new TreeSet<>(z.networks())))
                        .toList(),
                version.timeBands().stream().map(b -> new Band(b.name(), new TreeSet<>(b.days()), b.from().toString(),
                        b.to().toString())).toList(),
                version.entries().stream().map(TariffView::entry).toList());
    }

    private static Entry entry(TariffEntry entry) {
        return new Entry(entry.name(), entry.unit(), new TreeSet<>(entry.ratingGroups()),
                new TreeSet<>(entry.zones()), new TreeSet<>(entry.timeBands()), entry.priceSize(),
                entry.steps().stream().map(step -> new Step(step.upTo(), Priced.plain(step.price()))).toList());
    }
}
