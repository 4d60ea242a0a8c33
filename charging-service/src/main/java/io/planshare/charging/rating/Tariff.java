package io.planshare.charging.rating;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.planshare.model.TariffId;

/**
 * What use costs, in one currency. Of the versions that have begun the one with the highest number counts: a version that is
 * to begin before one that was announced earlier replaces it.
 */
record Tariff(TariffId id, String name, String currency, List<TariffVersion> versions) {

    Tariff {
        versions = List.copyOf(versions);
    }

    Optional<TariffVersion> at(Instant at) {
        return versions.stream().filter(version -> !version.validFrom().isAfter(at))
                .reduce((a, b) -> a.number() > b.number() ? a : b);
    }
}
