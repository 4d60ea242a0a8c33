package io.planshare.charging.offline;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.problem.Problem;

/** Files of use on the wire. */
@RestController
@Tag(name = "Usage", description = "What was used, who paid, and what was refused")
class OfflineController {

    static final String NDJSON = "application/x-ndjson";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int SOURCE_MAX = 100;
    private static final String EXAMPLE = """
                                          {"id": "019a0000-0000-7000-8000-0000000000f2", "subscriptionId": "01930000-0000-7000-8000-000000000031", "ratingGroup": 10, "unit": "OCTET", "units": 1048576, "occurredAt": "2026-11-20T12:00:00Z"}
                                          {"id": "019a0000-0000-7000-8000-0000000000f3", "subscriptionId": "01930000-0000-7000-8000-000000000031", "deviceId": "01930000-0000-7000-8000-000000000040", "ratingGroup": 20, "unit": "OCTET", "units": 2097152, "startedAt": "2026-11-20T11:58:00Z", "occurredAt": "2026-11-20T12:00:00Z"}
                                          """;

    private final OfflineRecords records;

    OfflineController(OfflineRecords records) {
        this.records = records;
    }

    @PostMapping(path = "/v1/usage-records", consumes = NDJSON, produces = "application/json")
    @OwnTransactions
    @Operation(summary = "Charge a file of use", description = "Use that no network function reported on a session: one JSON object a line, at most 10,000, read as they arrive. Each is decided by itself as use on a session is: who pays, from which accounts, caps, overage; what nothing covers is written off with its reason. A record has one effect however often its id is sent, also in another call, so a file whose answer was lost is sent again as it was. A record that is refused does not keep the others; chunks are durable one after another, also when the rest of the body never arrives. No Idempotency-Key: the records' ids are the keys.")
    @RequestBody(required = true, content = @Content(mediaType = NDJSON, schema = @Schema(implementation = OfflineRecord.class), examples = @ExampleObject(EXAMPLE)))
    @ApiResponse(responseCode = "200", description = "It was read to its end; what was refused is listed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = OfflineAnswer.class)))
    ResponseEntity<?> charge(
            @Parameter(description = "who reports, 1 to 100 characters: stands in each record as its nfConsumer", example = "mediation-1") @RequestParam String source,
            @Parameter(hidden = true) InputStream body) throws IOException {
        return switch (records.charge(named(source), new RecordLines(body))) {
            case OfflineOutcome.Done(var answer) -> ResponseEntity.ok(answer);
            case OfflineOutcome.Busy() -> Problem.of(503, "busy", "Too many files are charged now; try again.")
                    .retryAfter(SOON).response();
        };
    }

    private static String named(String source) {
        if (source.isBlank() || source.length() > SOURCE_MAX || source.chars().anyMatch(Character::isISOControl)) {
            throw Problem.of(400, "invalid-parameter", "The query parameter source is not what it should be.")
                    .at("#query/source", "must be a name of 1 to 100 characters without control characters")
                    .exception();
        }
        return source;
    }
}
