package io.planshare.quota.pack;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A package on the wire. */
@Schema(name = "Package")
record PackageView(@Schema(example = "01920000-0000-7000-8000-00000000ba01") PackageId id,
        @Schema(example = "01920000-0000-7000-8000-00000000ac01") AccountId accountId,
        @Schema(example = "Family 20 GB") String name, @Schema(example = "OCTET") UnitType unit,
        @Schema(example = "20000000000", description = "what each cycle starts with") Units units,
        @Schema(description = "the only rating groups it pays for; empty: all") List<Long> ratingGroups,
        Instant validFrom, @Nullable Instant validTo, Renewal.Kind renewal, @Schema(example = "1") int cycleDay,
        @Schema(example = "Europe/Berlin") String timeZone, @Nullable Integer rollOverDays,
        @Nullable Units rollOverCap, Instant purchasedAt, long version) {

    static PackageView of(UsagePackage it) {
        var rollOver = it.rollOver();
        return new PackageView(it.id(), it.accountId(), it.name(), it.unit(), it.units(),
                it.ratingGroups().stream().sorted().toList(), it.validity().from(), it.validity().to(),
                it.renewal().kind(), it.renewal().day(), it.renewal().timeZone().getId(),
                rollOver == null ? null : rollOver.days(), rollOver == null ? null : rollOver.cap(), it.purchasedAt(),
                it.version());
    }
}
