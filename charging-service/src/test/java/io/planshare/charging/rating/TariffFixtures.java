package io.planshare.charging.rating;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.planshare.model.Cycle;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;
import io.planshare.model.UnitType;

/** Tariffs made by hand. */
public final class TariffFixtures {

    private TariffFixtures() {}

    /** Steps as pairs: "1000:0.4" up to unit 1,000, and at last ":0.2". */
    static TariffEntry entry(String name, long priceSize, String... steps) {
        return entry(name, UnitType.OCTET, Set.of(), Set.of(), Set.of(), priceSize, steps);
    }

    static TariffEntry entry(String name, UnitType unit, Set<Long> groups, Set<String> zones, Set<String> bands,
            long priceSize, String... steps) {
        var list = new ArrayList<PriceStep>();
        for (var step : steps) {
            var end = step.substring(0, step.indexOf(':'));
            list.add(new PriceStep(end.isEmpty() ? null : Long.valueOf(end),
                    new BigDecimal(step.substring(step.indexOf(':') + 1))));
        }
        return new TariffEntry(name, unit, groups, zones, bands, priceSize, list);
    }

    static Tariff tariff(TariffVersion... versions) {
        return new Tariff(TariffId.next(), "test", "EUR", List.of(versions));
    }

    static TariffVersion version(int number, String from, TariffEntry... entries) {
        return new TariffVersion(number, Instant.parse(from),
                List.of(new NetworkZone("HOME", false, Set.of("00101")),
                        new NetworkZone("EU", true, Set.of("262", "20801"))),
                List.of(new TimeBand("night", Set.of(), LocalTime.of(22, 0), LocalTime.of(6, 0))), List.of(entries));
    }

    /** One price at home and one in the EU, minor units for each 1,000 octets; cycles begin on the first, Berlin time. */
    public static Catalogue catalogue(PlanId plan, String home, String eu) {
        return catalogue(plan, tariff(version(1, "2020-01-01T00:00:00Z",
                entry("eu", UnitType.OCTET, Set.of(), Set.of("EU"), Set.of(), 1000, ":" + eu),
                entry("home", UnitType.OCTET, Set.of(), Set.of("HOME"), Set.of(), 1000, ":" + home))));
    }

    /** Graduated at home: so much up to unit 1,000 of the cycle, so much after it; minor units for each octet. */
    public static Catalogue graduated(PlanId plan, String first, String then) {
        return catalogue(plan,
                tariff(version(1, "2020-01-01T00:00:00Z", entry("data", 1, "1000:" + first, ":" + then))));
    }

    /** Cheap at night, dear by day (22:00 to 06:00, Berlin time); minor units for each octet. */
    public static Catalogue nightly(PlanId plan, String night, String day) {
        return catalogue(plan, tariff(version(1, "2020-01-01T00:00:00Z",
                entry("night", UnitType.OCTET, Set.of(), Set.of(), Set.of("night"), 1, ":" + night),
                entry("day", 1, ":" + day))));
    }

    static Catalogue catalogue(PlanId plan, Tariff tariff) {
        return new Catalogue(1, Map.of(plan, new RatePlan(plan, "test", tariff.id(), new Cycle(1, BERLIN), null, 1)),
                Map.of(tariff.id(), tariff));
    }

    static final java.time.ZoneId BERLIN = java.time.ZoneId.of("Europe/Berlin");
}
