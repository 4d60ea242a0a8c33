package io.planshare.charging.rating;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.UnitType;

/** The wire form of a {@link TariffVersion} that is to be. */
@Schema(name = "NewTariffVersion", example = """
                                             {"validFrom": "2099-01-01T00:00:00Z",
                                              "zones": [{"name": "HOME", "roaming": false, "networks": ["00101"]},
                                                        {"name": "EU", "roaming": true, "networks": ["262", "208"]}],
                                              "timeBands": [{"name": "night", "days": [], "from": "22:00", "to": "06:00"}],
                                              "entries": [{"name": "data-night", "unit": "OCTET", "zones": ["HOME"], "timeBands": ["night"],
                                                           "priceSize": 1000000, "steps": [{"price": "0.1"}]},
                                                          {"name": "data", "unit": "OCTET", "priceSize": 1000000,
                                                           "steps": [{"upTo": 1000000000, "price": "0.4"}, {"price": "0.2"}]}]}""")
record VersionBody(
        @NotNull @Schema(description = "a tariff's first version: any time; a further one: in the future") Instant validFrom,
        @Size(max = 100) @Schema(description = "none: everywhere is HOME. With zones, what none of them names is ELSEWHERE, and roaming") @Nullable List<@NotNull @Valid ZoneBody> zones,
        @Size(max = 50) @Nullable List<@NotNull @Valid BandBody> timeBands,
        @NotEmpty @Size(max = 500) @Schema(description = "the first that fits counts") List<@NotNull @Valid EntryBody> entries) {

    private static final Pattern NETWORK = Pattern.compile("\\d{3}|\\d{5,6}");
    private static final String NAME = "must be a name of 1 to 40 letters, digits, - or _";
    private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    @Schema(name = "TariffZone")
    record ZoneBody(@NotNull @Schema(example = "EU") String name,
            @NotNull @Schema(description = "whether money spent there counts in the roaming cap") Boolean roaming,
            @NotNull @Size(max = 1000) @Schema(description = "MCC (a country), or MCC and MNC (a network beats its country)", example = "[\"262\", \"20801\"]") List<@NotNull String> networks) {}

    @Schema(name = "TariffTimeBand")
    record BandBody(@NotNull @Schema(example = "night") String name,
            @Size(max = 7) @Schema(description = "on which it begins; none: all", example = "[\"SATURDAY\", \"SUNDAY\"]") @Nullable List<@NotNull DayOfWeek> days,
            @NotNull @Schema(type = "string", example = "22:00", description = "by the clock on the wall in the plan's time zone") String from,
            @NotNull @Schema(type = "string", example = "06:00", description = "not after from: on the next day") String to) {}

    @Schema(name = "TariffEntry")
    record EntryBody(
            @NotNull @Schema(example = "data", description = "steps count on under this name over all versions") String name,
            @NotNull @Schema(example = "OCTET", description = "not MONEY") UnitType unit,
            @Size(max = 1000) @Schema(description = "none: all") @Nullable List<@NotNull @Min(0) @Max(4_294_967_295L) Long> ratingGroups,
            @Size(max = 100) @Schema(description = "names of zones; none: all") @Nullable List<@NotNull String> zones,
            @Size(max = 50) @Schema(description = "names of time bands; none: any time") @Nullable List<@NotNull String> timeBands,
            @NotNull @Min(1) @Schema(example = "1000000", description = "so many units cost the price") Long priceSize,
            @NotEmpty @Size(max = 50) @Schema(description = "graduated: each unit costs what its own step says") List<@NotNull @Valid StepBody> steps) {}

    @Schema(name = "TariffStep")
    record StepBody(
            @Min(1) @Schema(example = "1000000000", description = "the step's last unit in the cycle; missing in the last step, and there only") @Nullable Long upTo,
            @NotNull @JsonDeserialize(using = DecimalReader.class) @Schema(type = "string", example = "0.4", description = "minor units for priceSize units; up to 9 digits before and 9 after the point") BigDecimal price) {}

    /** @param at where this stands in the body that was sent */
    TariffVersion toVersion(int number, String at) {
        var placed = zones == null ? List.<ZoneBody>of() : zones;
        var timed = timeBands == null ? List.<BandBody>of() : timeBands;
        distinct(at + "/zones", placed.stream().map(ZoneBody::name).toList());
        distinct(at + "/timeBands", timed.stream().map(BandBody::name).toList());
        distinct(at + "/entries", entries.stream().map(EntryBody::name).toList());
        return new TariffVersion(number, Problem.reading(at + "/validFrom", () -> BusinessTime.sensible(validFrom)),
                IntStream.range(0, placed.size()).mapToObj(i -> zone(at + "/zones/" + i, placed.get(i))).toList(),
                IntStream.range(0, timed.size()).mapToObj(i -> band(at + "/timeBands/" + i, timed.get(i))).toList(),
                IntStream.range(0, entries.size()).mapToObj(i -> entry(at + "/entries/" + i, entries.get(i))).toList());
    }

    private static void distinct(String at, List<String> names) {
        var seen = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            refuseUnless(NAME_FORM.matcher(name).matches(), at + "/" + i + "/name", NAME);
            refuseUnless(seen.add(name), at + "/" + i + "/name", "was named before");
        }
    }

    private static NetworkZone zone(String at, ZoneBody zone) {
        for (int i = 0; i < zone.networks().size(); i++) {
            refuseUnless(NETWORK.matcher(zone.networks().get(i)).matches(), at + "/networks/" + i,
                    "must be an MCC of 3 digits, or MCC and MNC of 5 or 6");
        }
        return new NetworkZone(zone.name(), zone.roaming(), new HashSet<>(zone.networks()));
    }

    private static TimeBand band(String at, BandBody band) {
        return new TimeBand(band.name(), band.days() == null ? Set.of() : new HashSet<>(band.days()),
                time(at + "/from", band.from()), time(at + "/to", band.to()));
    }

    private static LocalTime time(String at, String text) {
        return Problem.reading(at, () -> {
            try {
                return LocalTime.parse(text, TIME);
            } catch (DateTimeParseException wrong) {
                throw new IllegalArgumentException("must be a time of day such as 22:00", wrong);
            }
        });
    }

    private TariffEntry entry(String at, EntryBody entry) {
        refuseUnless(entry.unit() != UnitType.MONEY, at + "/unit", "money is paid for in money already");
        var known = zones == null ? List.<String>of() : zones.stream().map(ZoneBody::name).toList();
        var bands = timeBands == null ? List.<String>of() : timeBands.stream().map(BandBody::name).toList();
        var named = named(at + "/zones", entry.zones(), name -> known.contains(name)
                || name.equals(NetworkZone.HOME.name()) || name.equals(NetworkZone.ELSEWHERE.name()));
        return new TariffEntry(entry.name(), entry.unit(),
                entry.ratingGroups() == null ? Set.of() : new HashSet<>(entry.ratingGroups()), named,
                named(at + "/timeBands", entry.timeBands(), bands::contains), entry.priceSize(),
                steps(at + "/steps", entry.steps()));
    }

    private static Set<String> named(String at, @Nullable List<String> names,
            Predicate<String> known) {
        if (names == null) return Set.of();
        for (int i = 0; i < names.size(); i++) {
            refuseUnless(known.test(names.get(i)), at + "/" + i, "is not named in this version");
        }
        return new HashSet<>(names);
    }

    private static List<PriceStep> steps(String at, List<StepBody> steps) {
        long before = 0;
        for (int i = 0; i < steps.size(); i++) {
            var upTo = steps.get(i).upTo();
            var last = i == steps.size() - 1;
            if (last) {
                refuseUnless(upTo == null, at + "/" + i + "/upTo", "the last step has no end");
            } else {
                long least = before;
                refuseUnless(upTo != null && upTo > least, at + "/" + i + "/upTo", "must be more than " + least);
                before = upTo == null ? before : upTo;
            }
        }
        return steps.stream().map(step -> new PriceStep(step.upTo(), step.price())).toList();
    }

    private static void refuseUnless(boolean right, String at, String message) {
        if (right) return;
        throw Problem.of(400, "invalid-value", "The tariff is not what it should be.").at(at, message).exception();
    }
}
