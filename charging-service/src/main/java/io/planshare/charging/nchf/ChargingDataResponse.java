package io.planshare.charging.nchf;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.ChargingOutcome.Answered;

/**
 * What a network function is told (TS 32.291 ChargingDataResponse).
 *
 * @param invocationTimeStamp when it was decided
 * @param invocationSequenceNumber that of the request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "TS 32.291 ChargingDataResponse")
record ChargingDataResponse(Instant invocationTimeStamp,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Schema(description = "That of the request") long invocationSequenceNumber,
        @Schema(description = "One for each rating group that asked for units") List<MultipleUnitInformation> multipleUnitInformation) {

    ChargingDataResponse {
        multipleUnitInformation = List.copyOf(multipleUnitInformation);
    }

    /** @param upfs the user plane function that each rating group named */
    static ChargingDataResponse from(Answered answer, Map<Long, String> upfs, NchfSettings settings) {
        var units = answer.units().stream()
                .map(unit -> MultipleUnitInformation.from(unit, upfs.get(unit.ratingGroup()), settings))
                .toList();
        return new ChargingDataResponse(answer.decidedAt(), answer.sequenceNumber(), units);
    }
}
