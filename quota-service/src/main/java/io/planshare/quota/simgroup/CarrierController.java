package io.planshare.quota.simgroup;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;
import io.planshare.model.SimGroupId;

/** Which carrier counts for a group. */
@RestController
@Tag(name = "SIM groups")
class CarrierController {

    @Schema(name = "SimGroupCarrier")
    record Body(
            @Schema(description = "Its name in planshare.carriers.servers", example = "northern") @NotBlank @Size(max = 100) String server,
            @Schema(description = "The carrier's usage consumption report (TMF677 v3)", example = "fleet-17") @NotBlank @Size(max = 200) String reportId,
            @Schema(description = "One bucket of it; missing: all of usage type data together", example = "pool-1") @Nullable @Size(min = 1, max = 200) String bucketId) {}

    private final CarrierPolls polls;

    CarrierController(CarrierPolls polls) {
        this.polls = polls;
    }

    @PutMapping("/v1/sim-groups/{simGroupId}/carrier")
    @Operation(summary = "Ask a carrier for a group", description = "From now on it is asked again and again what is left. 422 unknown-carrier for one that is not set up.")
    @ApiResponse(responseCode = "204", description = "It is asked")
    ResponseEntity<?> set(
            @Parameter(example = "01920000-0000-7000-8000-0000000056a1") @PathVariable SimGroupId simGroupId,
            @Valid @RequestBody Body body) {
        if (!polls.knows(body.server())) {
            return Problem.of(422, "unknown-carrier", "No carrier of this name is set up.")
                    .at("/server", "is not set up").response();
        }
        return polls.set(simGroupId, new CarrierServer.Bucket(body.server(), body.reportId(), body.bucketId()))
                ? ResponseEntity.noContent().build()
                : Problem.notFound("sim-group", simGroupId).response();
    }
}
