package io.planshare.quota.pack;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A package as somebody buys it. */
@Schema(name = "NewPackage", example = """
                                       {"accountId": "01930000-0000-7000-8000-000000000020", "name": "Family 20 GB", "unit": "OCTET",
                                        "units": 20000000000, "ratingGroups": [], "validFrom": "2026-11-01T00:00:00Z",
                                        "renewal": "MONTHLY", "cycleDay": 1, "timeZone": "Europe/Berlin"}""")
record PackageRequest(
        @Schema(description = "the package's id, if the client wants to choose it") @Nullable PackageId id,
        @NotNull @Schema(example = "01930000-0000-7000-8000-000000000020", description = "whose package it is") AccountId accountId,
        @NotBlank @Size(max = 100) @Schema(example = "Family 20 GB") String name,
        @NotNull @Schema(example = "OCTET", description = "OCTET, SECOND or EVENT") UnitType unit,
        @NotNull @Schema(example = "20000000000", description = "what each cycle starts with: 0 to 2^63-1") Units units,
        @Size(max = 1000) @Schema(example = "[10, 20]", description = "the only rating groups it pays for (TS 29.571: 0 to 2^32-1); empty or missing: all") @Nullable List<@NotNull @Min(0) @Max(RATING_GROUP_MAX) Long> ratingGroups,
        @Schema(example = "2026-11-01T00:00:00Z", description = "missing: from now on. Use of before it was bought is not taken from it unless this lies before") @Nullable Instant validFrom,
        @Schema(example = "2027-11-01T00:00:00Z", description = "after validFrom; missing: for ever") @Nullable Instant validTo,
        @Schema(example = "MONTHLY", description = "MONTHLY if missing") Renewal.@Nullable Kind renewal,
        @Min(1) @Max(31) @Schema(example = "1", description = "the day of the month on which a cycle begins; the last day in months that have no such day; 1 if missing") @Nullable Integer cycleDay,
        @Schema(example = "Europe/Berlin", description = "of the IANA database; UTC if missing") @Nullable String timeZone,
        @Min(1) @Max(366) @Schema(example = "30", description = "how much longer the rest of a cycle may be used; missing: it is lost") @Nullable Integer rollOverDays,
        @Schema(example = "5000000000", description = "at most so many units of it") @Nullable Units rollOverCap) {

    private static final long RATING_GROUP_MAX = 4_294_967_295L;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    UsagePackage toCommand(Instant now) {
        if (unit == UnitType.MONEY) throw wrong("/unit", "money is no package: open a provider account for it");
        if (rollOverCap != null && rollOverDays == null) throw wrong("/rollOverCap", "goes with rollOverDays");
        var from = validFrom == null ? now : possible("/validFrom", validFrom);
        var to = validTo == null ? null : possible("/validTo", validTo);
        if (to != null && !to.isAfter(from)) throw wrong("/validTo", "must be after validFrom");
        return new UsagePackage(id == null ? PackageId.next() : id, accountId, name, unit, units,
                ratingGroups == null ? Set.of() : new HashSet<>(ratingGroups), new Interval(from, to),
                new Renewal(renewal == null ? Renewal.Kind.MONTHLY : renewal, cycleDay == null ? 1 : cycleDay, zone()),
                rollOverDays == null ? null : new UsagePackage.RollOver(rollOverDays, rollOverCap), now, 1);
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(timeZone == null ? "UTC" : timeZone);
        } catch (DateTimeException e) {
            throw wrong("/timeZone", "must be a time zone of the IANA database, such as Europe/Berlin");
        }
    }

    private static Instant possible(String pointer, Instant at) {
        if (at.isBefore(FIRST) || at.isAfter(LAST)) throw wrong(pointer, "must lie between 2000 and 2100");
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    private static RuntimeException wrong(String pointer, String message) {
        return Problem.of(400, "invalid-value", "The package " + pointer.substring(1) + " " + message + ".")
                .at(pointer, message).exception();
    }
}
