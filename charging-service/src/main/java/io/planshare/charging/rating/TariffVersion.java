package io.planshare.charging.rating;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A tariff as it is from an instant on; never changed afterwards. Of several entries that fit, the first counts: that is how
 * a rule and its exceptions are written.
 */
record TariffVersion(int number, Instant validFrom, List<NetworkZone> zones, List<TimeBand> timeBands,
        List<TariffEntry> entries) {

    TariffVersion {
        zones = List.copyOf(zones);
        timeBands = List.copyOf(timeBands);
        entries = List.copyOf(entries);
    }

    /** The entry that a use falls under, with the place and the time it was used in. */
    record Match(TariffEntry entry, NetworkZone zone, @Nullable TimeBand band) {}

    Optional<Match> find(Use use, ZoneId timeZone) {
        var zone = zoneOf(use.network());
        for (var entry : entries) {
            var band = timeBands.stream()
                    .filter(b -> entry.timeBands().contains(b.name()) && b.contains(use.at(), timeZone)).findFirst()
                    .orElse(null);
            if (entry.covers(use.unit(), use.ratingGroup(), zone.name(), band)) {
                return Optional.of(new Match(entry, zone, band));
            }
        }
        return Optional.empty();
    }

    NetworkZone zoneOf(@Nullable String network) {
        if (network == null || zones.isEmpty()) return named(NetworkZone.HOME);
        return zones.stream().filter(zone -> zone.match(network) > 0)
                .max(Comparator.comparingInt(zone -> zone.match(network)))
                .orElseGet(() -> named(NetworkZone.ELSEWHERE));
    }

    /** All instants in (from, to] at which another entry may begin to count. */
    Stream<Instant> changes(Instant from, Instant to, ZoneId timeZone) {
        var clockChange = Stream.ofNullable(timeZone.getRules().nextTransition(from)).map(t -> t.getInstant());
        var edges = from.atZone(timeZone).toLocalDate().minusDays(1).datesUntil(
                to.atZone(timeZone).toLocalDate().plusDays(1))
                .flatMap(day -> timeBands.stream().flatMap(band -> band.edges(day, timeZone)));
        return Stream.concat(clockChange, edges).filter(at -> at.isAfter(from) && !at.isAfter(to)).distinct();
    }

    private NetworkZone named(NetworkZone builtIn) {
        return zones.stream().filter(zone -> zone.name().equals(builtIn.name())).findFirst().orElse(builtIn);
    }
}
