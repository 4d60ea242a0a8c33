package io.planshare.theft.equipment;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.Imei;
import io.planshare.model.InvalidIdentifier;

/** The 5G-EIR's N5g-eir_EquipmentIdentityCheck service (TS 29.511 clause 5.2), with 3GPP's own errors (TS 29.571). */
@RestController
@Tag(name = "N5g-eir", description = "The network asks whether an equipment may be used (TS 29.511)")
class EirController {

    private static final String IMEI_FORMS = "imei";

    @Schema(name = "EirResponseData")
    record EirResponse(@Schema(example = "GREYLISTED") EquipmentStatus status) {}

    @Schema(name = "Eir3gppProblem", description = "TS 29.571 ProblemDetails")
    record EirProblem(@Schema(example = "404") int status, @Schema(example = "Equipment unknown") String title,
            @Schema(example = "the register has no entry for this equipment") String detail,
            @Schema(example = "ERROR_EQUIPMENT_UNKNOWN") String cause,
            @Nullable List<InvalidParam> invalidParams) {}

    @Schema(name = "Eir3gppInvalidParam")
    record InvalidParam(String param, String reason) {}

    private final EquipmentEntries entries;

    EirController(EquipmentEntries entries) {
        this.entries = entries;
    }

    /**
     * A PEI that holds no IMEI (a MAC address, an EUI-64) is well-formed and never registered.
     *
     * @param supi whoever carries the equipment; says nothing about it
     * @param gpsi likewise
     */
    @GetMapping("/n5g-eir-eic/v1/equipment-status")
    @Operation(summary = "Check an equipment", description = "404 ERROR_EQUIPMENT_UNKNOWN for one that nobody judged; 400 MANDATORY_QUERY_PARAM_MISSING or MANDATORY_QUERY_PARAM_INCORRECT names the parameter. The identifiers stand in the URL because TS 29.511 puts them there; they are not logged.")
    @ApiResponse(responseCode = "200", description = "Somebody judged it", content = @Content(schema = @Schema(implementation = EirResponse.class)))
    @ApiResponse(responseCode = "400", description = "pei is missing or malformed", content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = EirProblem.class)))
    @ApiResponse(responseCode = "404", description = "Nobody judged it", content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = EirProblem.class)))
    ResponseEntity<?> status(
            @Parameter(description = "imei- and 15 digits, or imeisv- and 16", required = true, example = "imei-490154203237518") @RequestParam(required = false) @Nullable String pei,
            @Parameter(example = "imsi-262990000000001") @RequestParam(required = false) @Nullable String supi,
            @Parameter(example = "msisdn-4915100000001") @RequestParam(required = false) @Nullable String gpsi) {
        if (pei == null || pei.isBlank()) {
            return wrongPei("MANDATORY_QUERY_PARAM_MISSING", "pei is missing", "is mandatory");
        }
        if (!pei.startsWith(IMEI_FORMS)) return unknown();
        try {
            return entries.search(Imei.ofPei(pei))
                    .<ResponseEntity<?>>map(it -> ResponseEntity.ok(new EirResponse(it.judgement().status())))
                    .orElseGet(EirController::unknown);
        } catch (InvalidIdentifier e) {
            return wrongPei("MANDATORY_QUERY_PARAM_INCORRECT", "pei is malformed", e.getMessage());
        }
    }

    private static ResponseEntity<?> unknown() {
        return problem(new EirProblem(HttpStatus.NOT_FOUND.value(), "Equipment unknown",
                "the register has no entry for this equipment", "ERROR_EQUIPMENT_UNKNOWN", null));
    }

    private static ResponseEntity<?> wrongPei(String cause, String detail, String reason) {
        return problem(new EirProblem(HttpStatus.BAD_REQUEST.value(), "Wrong query parameter", detail, cause,
                List.of(new InvalidParam("pei", reason))));
    }

    private static ResponseEntity<?> problem(EirProblem problem) {
        return ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
