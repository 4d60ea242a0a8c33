package io.planshare.charging.nchf;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.Objects.requireNonNullElse;

/** Units as the network counts them (TS 32.291 RequestedUnit, GrantedUnit; also inside UsedUnitContainer). */
@Schema(name = "RequestedUnit", description = "How much is asked for; without any member as much as we see fit")
record UnitCounts(@Schema(description = "Seconds", maximum = "4294967295") @Nullable Long time,
        @Schema(description = "Octets") @Nullable Long totalVolume,
        @Schema(description = "Octets; counts where totalVolume is absent") @Nullable Long uplinkVolume,
        @Schema(description = "Octets; counts where totalVolume is absent") @Nullable Long downlinkVolume,
        @Schema(description = "Events") @Nullable Long serviceSpecificUnits) {

    static final UnitCounts NONE = new UnitCounts(null, null, null, null, null);

    static UnitCounts read(JsonBody body) {
        body.enterObject();
        var counts = new Reading();
        for (var name = body.nextName(); name != null; name = body.nextName()) {
            if (!counts.take(name, body)) body.skip();
        }
        return counts.all(body);
    }

    /** What these count; a volume before a time before events, empty when nothing is given. */
    Optional<UnitType> unit() {
        if (totalVolume != null || uplinkVolume != null || downlinkVolume != null) return Optional.of(UnitType.OCTET);
        if (time != null) return Optional.of(UnitType.SECOND);
        return serviceSpecificUnits != null ? Optional.of(UnitType.EVENT) : Optional.empty();
    }

    /** How many of that unit; zero when it is not given. */
    Units in(UnitType unit) {
        return switch (unit) {
            case OCTET -> Units.of(totalVolume != null ? totalVolume : orZero(uplinkVolume) + orZero(downlinkVolume));
            case SECOND -> Units.of(orZero(time));
            case EVENT -> Units.of(orZero(serviceSpecificUnits));
            case MONEY -> Units.ZERO;
        };
    }

    private static long orZero(@Nullable Long count) {
        return requireNonNullElse(count, 0L);
    }

    /** The first unit that any of these counts, a volume before a time before events. */
    static Optional<UnitType> unitOf(Stream<UnitCounts> counts) {
        return counts.flatMap(count -> count.unit().stream()).min(UnitType::compareTo);
    }

    /** The members as they come. */
    static final class Reading {

        private static final long UINT32 = 4_294_967_295L;

        private @Nullable Long time;
        private @Nullable Long total;
        private @Nullable Long up;
        private @Nullable Long down;
        private @Nullable Long events;

        /** Whether this member is one of ours. */
        boolean take(String name, JsonBody body) {
            switch (name) {
                case "time" -> time = body.integer(UINT32);
                case "totalVolume" -> total = body.integer(Long.MAX_VALUE);
                case "uplinkVolume" -> up = body.integer(Long.MAX_VALUE);
                case "downlinkVolume" -> down = body.integer(Long.MAX_VALUE);
                case "serviceSpecificUnits" -> events = body.integer(Long.MAX_VALUE);
                default -> {
                    return false;
                }
            }
            return true;
        }

        UnitCounts all(JsonBody body) {
            if (total == null && up != null && down != null && up > Long.MAX_VALUE - down) {
                throw body.wrong("counts more octets up and down than 2^63-1");
            }
            return new UnitCounts(time, total, up, down, events);
        }
    }
}
