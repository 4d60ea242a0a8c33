package io.planshare.quota.simgroup;

import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/** Devices on the wire: their keys, their reports, and what they are told. */
@RestController
@Tag(name = "SIM groups")
class UsageReportController {

    private static final String GROUP = "01920000-0000-7000-8000-0000000056a1";
    private static final String DEVICE = "01920000-0000-7000-8000-00000000d001";

    @Schema(name = "DeviceReportKey", example = """
                                                {"publicKey": {"kty": "EC", "crv": "P-256",
                                                  "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                                                  "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}""")
    record Key(
            @NotNull @Schema(description = "JWK (RFC 7517), EC on P-256") Map<String, Object> publicKey) {

        ECKey parsed() {
            try {
                var key = ECKey.parse(publicKey);
                if (Curve.P_256.equals(key.getCurve()) && !key.isPrivate()) return key;
            } catch (ParseException | IllegalArgumentException | IllegalStateException _) {
                // Answered below, as any other key that is of no use.
            }
            throw Problem
                    .of(400, "invalid-body", "A device signs with an EC key on P-256; its private part stays there.")
                    .at("/publicKey", "is no public EC key on P-256").exception();
        }
    }

    @Schema(name = "SignedUsageReport")
    record SignedReport(
            @Schema(description = "compact JWS (RFC 7515), ES256, typ planshare-usage-report+json, kid the deviceId, of {deviceId, sequence, answered, slots: [{iccid, counterBits, rxOctets, txOctets, from, to}]}: the counters of each card's modem since from, read at to; no slot says nothing new. answered: the sequence of the report whose answer the device goes by; 0 for none, without it that of the last", example = "eyJhbGciOiJFUzI1NiJ9.eyJzZXF1ZW5jZSI6MX0.c2ln") @NotBlank @Size(max = 100_000) String report) {}

    @Schema(name = "SimGroupInstruction")
    record InstructionView(
            @Schema(description = "RESTRICT: the named slots stop. UPDATE: all go on, up to the threshold. CONTINUE: nothing limits them") Instruction.Kind instruction,
            @Schema(description = "Octets from this report on, of all the device's cards of the group; then it asks again. Missing with CONTINUE", implementation = Long.class, example = "104857600") @Nullable Units threshold,
            @Schema(description = "Then it asks again, used up or not", example = "2026-11-20T12:10:00Z") Instant validUntil,
            @Schema(description = "Octets beyond the threshold, or the validity, while nobody answers; then it stops", implementation = Long.class, example = "0") Units graceOctets,
            @Schema(description = "Which of the report's slots stop, from 0 on") List<Integer> restrictedSlots,
            @Schema(description = "How; missing when none stops") @Nullable BarAction how,
            @Schema(description = "kbit/s with THROTTLE", example = "128") @Nullable Integer throttleKbps,
            @Schema(description = "Which of the report's slots hold cards that this group does not count by reports") List<Integer> uncountedSlots) {

        static InstructionView from(SimGroupOutcome.Counted counted) {
            var instruction = counted.instruction();
            var terms = counted.group().terms();
            var restricts = instruction.kind() == Instruction.Kind.RESTRICT;
            return new InstructionView(instruction.kind(), instruction.threshold(), instruction.validUntil(),
                    terms.staleness().grace(), counted.restricted(), restricts ? terms.restriction().how() : null,
                    restricts ? terms.restriction().throttleKbps() : null, counted.uncounted());
        }
    }

    private final UsageReports reports;

    UsageReportController(UsageReports reports) {
        this.reports = reports;
    }

    @PutMapping("/v1/sim-groups/{simGroupId}/devices/{deviceId}/key")
    @Operation(summary = "Trust a device's reports", description = "It reports for this group from now on and for no other; with another key its reports are numbered anew.")
    @ApiResponse(responseCode = "204", description = "Trusted")
    ResponseEntity<?> trust(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            @Parameter(example = DEVICE) @PathVariable DeviceId deviceId, @Valid @RequestBody Key key) {
        return reports.trust(simGroupId, deviceId, key.parsed())
                ? ResponseEntity.noContent().build()
                : Problem.notFound("sim-group", simGroupId).response();
    }

    // A forged report is refused with 401, which would undo the notice of it.
    @OwnTransactions
    @PostMapping("/v1/sim-groups/{simGroupId}/usage-reports")
    @Operation(summary = "Report use", description = "Counted once for each sequence number. 401 forged-report for what the device did not sign, 409 old-sequence, with lastSequence, for what is not newer than its last, 422 implausible-report; each changes nothing.")
    @ApiResponse(responseCode = "200", description = "Counted; how far the device may go now", content = @Content(schema = @Schema(implementation = InstructionView.class)))
    ResponseEntity<?> report(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            @Valid @RequestBody SignedReport body) {
        return answer(reports.take(simGroupId, body.report()));
    }

    @OwnTransactions
    @PostMapping("/v1/devices/{deviceId}/threshold-requests")
    @Operation(summary = "Ask how far the device may go", description = "At its threshold, or when its validity is over: a report as any other, which says by itself which device asks.")
    @ApiResponse(responseCode = "200", description = "Counted; how far the device may go now", content = @Content(schema = @Schema(implementation = InstructionView.class)))
    ResponseEntity<?> ask(@Parameter(example = DEVICE) @PathVariable DeviceId deviceId,
            @Valid @RequestBody SignedReport body) {
        return answer(reports.take(deviceId, body.report()));
    }

    private static ResponseEntity<?> answer(SimGroupOutcome.OfReport outcome) {
        return switch (outcome) {
            case SimGroupOutcome.Counted counted -> ResponseEntity.ok(InstructionView.from(counted));
            case SimGroupOutcome.Unknown() -> Problem
                    .of(404, "unknown-sim-group", "There is no such SIM group, or the device reports for none.")
                    .response();
            case SimGroupOutcome.Forged() -> Problem
                    .of(401, "forged-report", "The device did not sign this, or does not report for this group.")
                    .response();
            case SimGroupOutcome.Implausible() -> Problem
                    .of(422, "implausible-report", "Signed, but no report that could be true.")
                    .at("/report", "does not follow the description, or tells of the future").response();
            case SimGroupOutcome.OldSequence(var last) -> Problem
                    .of(409, "old-sequence", "A newer report of the device came before.").with("lastSequence", last)
                    .response();
        };
    }
}
