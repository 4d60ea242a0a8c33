package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.springframework.http.ResponseEntity;
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
import io.planshare.transfer.ConnectionState;

/** A device's connections on the wire. */
@RestController
@Tag(name = "Transfers")
class ConnectionController {

    private final Connections connections;

    ConnectionController(Connections connections) {
        this.connections = connections;
    }

    @Schema(name = "ConnectionReport", example = """
                                                 {"reportedAt": "2026-11-23T10:15:30Z",
                                                  "connections": [{"connection": "home-wifi", "available": false},
                                                                  {"connection": "cellular", "available": true, "throughput": 1000000}]}""")
    record Body(
            @NotNull @Schema(description = "by the device's clock; must be after the last report") Instant reportedAt,
            @NotNull @Size(max = 20) @Schema(description = "all of them: what is not named is absent") List<@NotNull @Valid StateBody> connections) {

        List<ConnectionState> toStates() {
            return states(connections, reportedAt);
        }
    }

    static List<ConnectionState> states(List<StateBody> bodies, Instant at) {
        var seen = new HashSet<String>();
        for (int i = 0; i < bodies.size(); i++) {
            if (!seen.add(bodies.get(i).connection())) {
                throw Problem.of(400, "invalid-value", "A connection is named twice.")
                        .at("/connections/" + i + "/connection", "was named before").exception();
            }
        }
        return bodies.stream().map(it -> it.toState(at)).toList();
    }

    @PostMapping("/v1/devices/{deviceId}/connections/report")
    @Operation(summary = "Report connections", description = "Whenever one comes, goes or changes. Transfers over a connection that went away wait for it if all others cost more; urgent ones are offered the next, and start once their application acknowledged it (or at once with autoSwitch). Answers all transfers that wait or were decided anew. 400 unknown-connection; 409 report-outdated.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TransferView.Batch.class)))
    ResponseEntity<?> report(
            @Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId,
            @Valid @RequestBody Body body) {
        DeviceCaller.requireMaySpeakFor(deviceId);
        return TransferProblems.answer(
                connections.report(deviceId, Instants.sensible("/reportedAt", body.reportedAt()), body.toStates()),
                it -> ResponseEntity.ok(TransferView.Batch.of(it.transfers())));
    }
}
