package io.planshare.charging.nchf;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingOutcome.QuotaGrant;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingOutcome.UnitAnswer;
import io.planshare.model.UnitType;

/** What one rating group was given (TS 32.291 MultipleUnitInformation). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MultipleUnitInformation(
        @Schema(description = "QUOTA_LIMIT_REACHED: nothing is left; END_USER_SERVICE_DENIED: nobody pays for it or the device is restricted") ResultCode resultCode,
        @JsonInclude(JsonInclude.Include.ALWAYS) long ratingGroup, @Nullable GrantedUnit grantedUnit,
        List<Trigger> triggers,
        @Schema(description = "Seconds without traffic; then the network gives the units back") @Nullable Long quotaHoldingTime,
        @Schema(description = "Seconds; then the network reports and asks again") @Nullable Long validityTime,
        @Schema(description = "Units before the end at which the network asks for more") @Nullable Long volumeQuotaThreshold,
        @Nullable Long timeQuotaThreshold, @Nullable Long unitQuotaThreshold,
        @Schema(description = "With the last units there are") @Nullable FinalUnitIndication finalUnitIndication,
        @Schema(description = "As the request named it") @Nullable String uPFID) {

    /** At most 2^31-1 of one unit: network functions hold it in 32 bits. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrantedUnit(@Nullable Long totalVolume, @Nullable Long time, @Nullable Long serviceSpecificUnits) {}

    /** When the network has to report. */
    record Trigger(Type triggerType, Category triggerCategory) {
        enum Type {
            QUOTA_EXHAUSTED, QUOTA_THRESHOLD, VALIDITY_TIME, QHT
        }

        enum Category { IMMEDIATE_REPORT }

        static Trigger at(Type type) {
            return new Trigger(type, Category.IMMEDIATE_REPORT);
        }
    }

    static MultipleUnitInformation from(UnitAnswer answer, @Nullable String upf, NchfSettings settings) {
        var grant = answer.grant();
        if (grant == null) return withoutTerms(answer, null, upf);
        var unit = answer.unit();
        if (grant.validFor().isZero()) return withoutTerms(answer, granted(unit, grant), upf);
        var threshold = grant.threshold().isPositive() ? grant.threshold().count() : null;
        var holding = settings.quotaHoldingTime().compareTo(grant.validFor()) < 0
                && !settings.quotaHoldingTime().isZero() ? settings.quotaHoldingTime().toSeconds() : null;
        return new MultipleUnitInformation(answer.resultCode(), answer.ratingGroup(), granted(unit, grant),
                triggers(threshold != null, holding != null), holding, Math.max(1, grant.validFor().toSeconds()),
                unit == UnitType.OCTET ? threshold : null, unit == UnitType.SECOND ? threshold : null,
                unit == UnitType.EVENT ? threshold : null,
                grant.last() ? FinalUnitIndication.of(settings.finalUnit()) : null, upf);
    }

    /** A refusal, or what is charged already: there is nothing to hold and to report. */
    private static MultipleUnitInformation withoutTerms(UnitAnswer answer, @Nullable GrantedUnit charged,
            @Nullable String upf) {
        return new MultipleUnitInformation(answer.resultCode(), answer.ratingGroup(), charged, List.of(), null, null,
                null, null, null, null, upf);
    }

    private static GrantedUnit granted(UnitType unit, QuotaGrant grant) {
        var count = grant.units().count();
        return switch (unit) {
            case OCTET -> new GrantedUnit(count, null, null);
            case SECOND -> new GrantedUnit(null, count, null);
            case EVENT -> new GrantedUnit(null, null, count);
            case MONEY -> throw new IllegalArgumentException("the network is never granted money");
        };
    }

    /** Some network functions take a quota only with the trigger that speaks of it. */
    private static List<Trigger> triggers(boolean threshold, boolean holding) {
        var triggers = new ArrayList<>(List.of(Trigger.at(Trigger.Type.QUOTA_EXHAUSTED)));
        if (threshold) triggers.add(Trigger.at(Trigger.Type.QUOTA_THRESHOLD));
        triggers.add(Trigger.at(Trigger.Type.VALIDITY_TIME));
        if (holding) triggers.add(Trigger.at(Trigger.Type.QHT));
        return triggers;
    }
}
