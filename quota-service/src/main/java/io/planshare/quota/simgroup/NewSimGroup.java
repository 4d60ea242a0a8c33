package io.planshare.quota.simgroup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.Units;

/** A group to open; what is left out is as the descriptions say. */
@Schema(name = "NewSimGroup", description = "SIM cards that share one allowance")
record NewSimGroup(@Schema(example = "01920000-0000-7000-8000-00000000ac01") @NotNull AccountId accountId,
        @Schema(example = "Routers of the northern fleet") @NotBlank @Size(max = 200) String name,
        @Schema(description = "Octets that the allowance is set to with each cycle; missing: unlimited", implementation = Long.class, example = "100000000000") @Nullable Units firstValue,
        @Schema(description = "Less than this many octets left restricts; at 0 it is nothing left that does", implementation = Long.class, example = "1000000000") @Nullable Units firstThreshold,
        @Schema(description = "So many octets more than the threshold free again; default 0", implementation = Long.class, example = "0") @Nullable Units liftMargin,
        @Schema(description = "Day of the month on which a cycle starts; a shorter month's last day", example = "31") @Min(1) @Max(31) int cycleStartDay,
        @Schema(description = "IANA time zone of the cycle; default UTC", example = "Europe/Berlin") @Nullable String timeZone,
        @Schema(description = "Whose cards are restricted; default ALL", example = "ALL") SimGroupTerms.@Nullable Who who,
        @Schema(description = "How; default BLOCK", example = "BLOCK") @Nullable BarAction how,
        @Schema(description = "kbit/s with THROTTLE", example = "128") @Nullable @Min(1) @Max(1_000_000) Integer throttleKbps,
        @Schema(description = "Restrict already when the threshold would be passed before the next report", example = "false") boolean predictive,
        @Schema(description = "How often devices report, in seconds; default 300", example = "300") @Nullable @Min(1) @Max(86_400) Integer reportIntervalSeconds,
        @Schema(description = "Where the remaining allowance is taken from; default MIN_OF_BOTH", example = "MIN_OF_BOTH") SimGroupTerms.@Nullable Source source,
        @Schema(description = "What is known may be so many seconds old; default 900", example = "900") @Nullable @Min(1) @Max(604_800) Integer maxAgeSeconds,
        @Schema(description = "What to do with older; default ESTIMATE", example = "ESTIMATE") SimGroupTerms.@Nullable OnStale onStale,
        @Schema(description = "So many octets a device uses beyond its threshold while nobody answers it; default 0: it stops", implementation = Long.class, example = "0") @Nullable Units graceOctets,
        @Schema(description = "Whether what is left is added to the next cycle", example = "false") boolean rollover,
        @Schema(description = "Cards that join at once") @Nullable @Size(max = 1000) List<@Valid @NotNull NewMember> members) {

    SimGroupTerms terms() {
        var action = how == null ? BarAction.BLOCK : how;
        if ((action == BarAction.THROTTLE) != (throttleKbps != null)) {
            throw Problem.of(400, "invalid-body", "throttleKbps goes with how THROTTLE.")
                    .at("/throttleKbps", action == BarAction.THROTTLE ? "is missing" : "goes with THROTTLE alone")
                    .exception();
        }
        return new SimGroupTerms(firstValue, firstThreshold == null ? Units.ZERO : firstThreshold,
                liftMargin == null ? Units.ZERO : liftMargin, new SimGroupCycle(cycleStartDay, zone()),
                new SimGroupTerms.Restriction(who == null ? SimGroupTerms.Who.ALL : who, action, throttleKbps,
                        predictive, Duration.ofSeconds(reportIntervalSeconds == null ? 300 : reportIntervalSeconds)),
                source == null ? SimGroupTerms.Source.MIN_OF_BOTH : source,
                new SimGroupTerms.Staleness(Duration.ofSeconds(maxAgeSeconds == null ? 900 : maxAgeSeconds),
                        onStale == null ? SimGroupTerms.OnStale.ESTIMATE : onStale,
                        graceOctets == null ? Units.ZERO : graceOctets),
                rollover);
    }

    private ZoneId zone() {
        try {
            return timeZone == null ? ZoneId.of("UTC") : ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw Problem.of(400, "invalid-body", "The time zone is not one of IANA's.")
                    .at("/timeZone", "is no time zone").exception();
        }
    }
}
