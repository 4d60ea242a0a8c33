package io.planshare.charging.nchf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** What a request says about one rating group (TS 32.291 MultipleUnitUsage). */
@Schema(description = "One rating group; several entries of one rating group count as one")
record MultipleUnitUsage(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maximum = "4294967295") long ratingGroup,
        @Nullable UnitCounts requestedUnit, List<UsedUnitContainer> usedUnitContainer,
        @Schema(description = "Comes back with the rating group as it was sent") @Nullable String uPFID) {

    static final int RATING_GROUPS_MAX = 64;
    static final int CONTAINERS_MAX = 256;
    private static final long UINT32 = 4_294_967_295L;

    MultipleUnitUsage {
        usedUnitContainer = List.copyOf(usedUnitContainer);
    }

    static List<MultipleUnitUsage> readAll(JsonBody body) {
        var all = new ArrayList<MultipleUnitUsage>();
        int containers = 0;
        body.enterArray();
        while (body.nextElement()) {
            var usage = read(body);
            containers += usage.usedUnitContainer.size();
            all.add(usage);
            if (containers > CONTAINERS_MAX)
                throw body.wrong("brings the used unit containers above " + CONTAINERS_MAX);
            if (all.size() > CONTAINERS_MAX || (all.size() > RATING_GROUPS_MAX && distinct(all) > RATING_GROUPS_MAX)) {
                throw body.wrong("brings the rating groups above " + RATING_GROUPS_MAX);
            }
        }
        return all;
    }

    /**
     * One for each rating group, in the order in which they first appear.
     *
     * @param unnamed the unit where none is named
     */
    static List<UnitUsage> merged(List<MultipleUnitUsage> entries, UnitType unnamed) {
        if (entries.size() == 1) return List.of(merge(entries, unnamed));
        var groups = new LinkedHashMap<Long, List<MultipleUnitUsage>>();
        for (var entry : entries) {
            groups.computeIfAbsent(entry.ratingGroup, _ -> new ArrayList<>()).add(entry);
        }
        return groups.values().stream().map(group -> merge(group, unnamed)).toList();
    }

    private static MultipleUnitUsage read(JsonBody body) {
        @Nullable
        Long ratingGroup = null;
        @Nullable
        UnitCounts requested = null;
        @Nullable
        String upf = null;
        var used = new ArrayList<UsedUnitContainer>();
        body.enterObject();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            switch (name) {
                case "ratingGroup" -> ratingGroup = body.integer(UINT32);
                case "requestedUnit" -> requested = UnitCounts.read(body);
                case "uPFID" -> upf = body.textOrNumber(256);
                case "usedUnitContainer" -> {
                    body.enterArray();
                    while (body.nextElement())
                        used.add(UsedUnitContainer.read(body));
                }
                default -> body.skip();
            }
        }
        return new MultipleUnitUsage(body.required("ratingGroup", ratingGroup), requested, used, upf);
    }

    private static long distinct(List<MultipleUnitUsage> all) {
        return all.stream().mapToLong(MultipleUnitUsage::ratingGroup).distinct().count();
    }

    private static UnitUsage merge(List<MultipleUnitUsage> entries, UnitType unnamed) {
        var unit = unit(entries).orElse(unnamed);
        var requested = requests(entries).map(counts -> counts.in(unit)).reduce(MultipleUnitUsage::plus).orElse(null);
        var used = entries.stream().flatMap(entry -> entry.usedUnitContainer.stream())
                .map(container -> container.toUsedUnits(unit)).toList();
        return new UnitUsage(entries.getFirst().ratingGroup, unit, requested, used);
    }

    /** The unit that is asked for, else the one that was counted. */
    private static Optional<UnitType> unit(List<MultipleUnitUsage> entries) {
        return UnitCounts.unitOf(requests(entries))
                .or(() -> UnitCounts.unitOf(entries.stream().flatMap(entry -> entry.usedUnitContainer.stream())
                        .map(UsedUnitContainer::counts)));
    }

    private static Stream<UnitCounts> requests(List<MultipleUnitUsage> entries) {
        return entries.stream().map(MultipleUnitUsage::requestedUnit).filter(Objects::nonNull);
    }

    private static Units plus(Units one, Units other) {
        return one.plus(other.atMost(Units.MAX.minus(one)));
    }
}
