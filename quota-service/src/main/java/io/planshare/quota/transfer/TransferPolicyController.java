package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Units;

/** Policies of agents on the wire. */
@RestController
@Tag(name = "Transfer policies", description = "For agents that decide on the device")
class TransferPolicyController {

    private final Policies policies;
    private final PolicySigner signer;

    TransferPolicyController(Policies policies, PolicySigner signer) {
        this.policies = policies;
        this.signer = signer;
    }

    @Schema(name = "AgentReport", example = """
                                            {"sequence": 1, "reportedAt": "2026-11-23T10:15:30Z",
                                             "connections": [{"connection": "cellular", "available": true}],
                                             "used": [{"connection": "cellular", "appId": "photos", "octets": 1048576, "urgentOctets": 0,
                                                       "occurredAt": "2026-11-23T10:00:00Z"}],
                                             "open": {"cellular": 0}, "wanted": {"cellular": 10485760}}""")
    record Body(
            @NotNull @Min(0) @Schema(description = "rises with each report of use; one that was booked is not booked again") Long sequence,
            @NotNull Instant reportedAt,
            @NotNull @Size(max = 20) @Schema(description = "all of them: what is not named is absent") List<@NotNull @Valid StateBody> connections,
            @NotNull @Size(max = 5000) @Schema(description = "since the report before") List<@NotNull @Valid UsedBody> used,
            @Size(max = 20) @Schema(description = "octets that running transfers are admitted for, by connection") @Nullable Map<String, @NotNull @Min(0) Long> open,
            @Size(max = 20) @Schema(description = "octets beyond these that would be used now, by connection") @Nullable Map<String, @NotNull @Min(0) Long> wanted) {

        Policies.Report toReport() {
            return new Policies.Report(sequence, Instants.sensible("/reportedAt", reportedAt),
                    ConnectionController.states(connections, reportedAt),
                    IntStream.range(0, used.size()).mapToObj(i -> used.get(i).toUsed(i)).toList(), units(open),
                    units(wanted));
        }

        private static Map<String, Units> units(@Nullable Map<String, Long> octets) {
            var units = new HashMap<String, Units>();
            if (octets != null) octets.forEach((name, count) -> units.put(name, Units.of(count)));
            return units;
        }
    }

    @Schema(name = "UsedByAgent")
    record UsedBody(@NotNull @Schema(example = "cellular") String connection,
            @NotNull @Pattern(regexp = "[!-~]{1,100}") @Schema(example = "photos") String appId,
            @NotNull @Min(0) @Schema(example = "1048576") Long octets,
            @NotNull @Min(0) @Schema(example = "0", description = "of these, those of transfers that were admitted as HIGH or REALTIME") Long urgentOctets,
            @NotNull Instant occurredAt) {

        Policies.Used toUsed(int place) {
            if (urgentOctets > octets) {
                throw Problem.of(400, "invalid-value", "A part is more than the whole.")
                        .at("/used/" + place + "/urgentOctets", "is more than octets").exception();
            }
            return new Policies.Used(connection, appId, Units.of(octets), Units.of(urgentOctets),
                    Instants.sensible("/used/" + place + "/occurredAt", occurredAt));
        }
    }

    @Schema(name = "IssuedTransferPolicy")
    record PolicyView(@Schema(example = "7") long number, Instant expiresAt,
            @Schema(description = "compact JWS (RFC 7515), ES256, typ planshare-transfer-policy+json") String policy) {}

    @PostMapping("/v1/devices/{deviceId}/transfer-policies")
    @Operation(summary = "Report, and get a policy", description = "What the agent used by itself is booked, once for each sequence, and it gets a signed policy with an allotment of each limited connection: octets that are reserved for it until it reports again or the cycle ends. 400 unknown-connection.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> issue(
            @Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId,
            @Valid @RequestBody Body body) {
        DeviceCaller.requireMaySpeakFor(deviceId);
        return switch (policies.issue(deviceId, body.toReport())) {
            case PolicyOutcome.Issued(var policy, var signed) -> ResponseEntity
                    .ok(new PolicyView(policy.number(), policy.expiresAt(), signed));
            case PolicyOutcome.UnknownDevice(var device) -> DeviceCaller.unknown(device).response();
            case PolicyOutcome.UnknownConnection(var pointer, var name) -> Problem
                    .of(400, "unknown-connection", "The data usage plan names no such connection.")
                    .at(pointer, "is no connection of the plan: " + name).response();
        };
    }

    @GetMapping("/v1/transfer-policy-keys")
    @Operation(summary = "Show the keys of policies", description = "A JWK set (RFC 7517). An agent keeps it when it is set up, and trusts no other.")
    Map<String, Object> keys() {
        return signer.publicKeys();
    }
}
