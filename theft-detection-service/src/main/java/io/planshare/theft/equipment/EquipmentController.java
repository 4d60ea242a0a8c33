package io.planshare.theft.equipment;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.kit.security.CurrentCaller;
import io.planshare.model.Imei;
import io.planshare.theft.Confirmation;

/** The register for people; {@link EirController} is the network's face of it. */
@RestController
@RequestMapping("/v1/equipment-entries")
@Tag(name = "Equipment register", description = "Which equipment is barred, watched or cleared")
class EquipmentController {

    @Schema(description = "What is said about an equipment")
    record NewJudgement(
            @Schema(description = "15 digits with a Luhn check digit, or 16 of an IMEISV (TS 23.003 clause 6)", implementation = String.class, example = "490154203237518") @NotNull Imei imei,
            @Schema(description = "GREYLISTED is watched, BLACKLISTED barred", example = "GREYLISTED") @NotNull EquipmentStatus status,
            @Schema(example = "owner reported it lost") @NotBlank @Size(max = 500) String reason) {}

    @Schema(description = "An IMEI in clear")
    record Search(@Schema(implementation = String.class, example = "490154203237518") @NotNull Imei imei) {}

    @Schema(name = "Equipment", description = "An entry; its IMEI shows the model only")
    record View(@Schema(example = "3f0c0a52-5a3e-4c0e-9a57-1d2f6f8f0e01") UUID equipmentId,
            @Schema(implementation = String.class, example = "49015420*******") Imei imei,
            @Schema(example = "GREYLISTED") EquipmentStatus status,
            @Schema(example = "owner reported it lost") String reason, @Schema(example = "1") long version,
            @Schema(example = "care-agent-7") String changedBy, Instant changedAt) {

        static View from(Equipment equipment) {
            var judgement = equipment.judgement();
            return new View(equipment.equipmentId(), equipment.imei(), judgement.status(), judgement.reason(),
                    equipment.version(), judgement.by(), equipment.changedAt());
        }
    }

    private final EquipmentEntries entries;

    EquipmentController(EquipmentEntries entries) {
        this.entries = entries;
    }

    @PostMapping
    @Operation(summary = "Judge an equipment", description = "Enters it (201) or changes its entry (200); the same judgement again changes nothing. BLACKLISTED needs the scope theft:confirm beside theft:write, else 403 confirmation-required.")
    @ApiResponse(responseCode = "201", description = "Entered; Location tells where", content = @Content(schema = @Schema(implementation = View.class)))
    @ApiResponse(responseCode = "200", description = "It was there; this is its entry now", content = @Content(schema = @Schema(implementation = View.class)))
    ResponseEntity<?> judge(@Valid @RequestBody NewJudgement judgement, Authentication caller) {
        var judged = new Equipment.Judgement(judgement.status, judgement.reason, CurrentCaller.subject());
        return switch (entries.judge(judgement.imei, judged, Confirmation.mayBeGivenBy(caller))) {
            case EquipmentOutcome.Entered(var equipment) -> ResponseEntity
                    .created(URI.create("/v1/equipment-entries/" + equipment.equipmentId()))
                    .body(View.from(equipment));
            case EquipmentOutcome.Changed(var equipment) -> ResponseEntity.ok(View.from(equipment));
            case EquipmentOutcome.Unconfirmed() -> Confirmation.isMissing("Status " + judgement.status).response();
        };
    }

    @GetMapping("/{equipmentId}")
    @Operation(summary = "Show an entry", description = "By its random id.")
    View show(@Parameter(example = "3f0c0a52-5a3e-4c0e-9a57-1d2f6f8f0e01") @PathVariable UUID equipmentId) {
        return View.from(
                entries.find(equipmentId).orElseThrow(() -> Problem.notFound("equipment", equipmentId).exception()));
    }

    @PostMapping("/searches")
    @Operation(summary = "Find the entry of an IMEI", description = "Finds one entry or none. Numbers never stand in a URL.")
    Page<View> search(@Valid @RequestBody Search search) {
        return new Page<>(entries.search(search.imei).stream().map(View::from).toList(), null);
    }
}
