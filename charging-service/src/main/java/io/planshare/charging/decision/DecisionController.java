package io.planshare.charging.decision;

import java.time.Duration;

import jakarta.validation.Valid;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.session.SimulationOutcome;
import io.planshare.charging.session.Simulations;
import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;

/** Answers why: for support. */
@RestController
@RequestMapping("/v1/decisions")
@Tag(name = "Decisions", description = "Why a request was decided so, and how one would be")
class DecisionController {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final DecisionStore decisions;
    private final Simulations simulations;

    DecisionController(DecisionStore decisions, Simulations simulations) {
        this.decisions = decisions;
        this.simulations = simulations;
    }

    @PostMapping("/searches")
    @Operation(summary = "Find decisions", description = "Of a session, of a subscription's own SUPI or on a device: exactly one of them. The newest session first, in it the newest request first; each with what was wished and granted, the accounts in the order in which they were asked, and what bound. What was used is in the usage records.")
    Page<DecisionView> search(@Valid @RequestBody DecisionSearch search, Cursor cursor) {
        return Page.of(cursor, decisions.search(search.checked(), cursor), DecisionStore::key).map(DecisionView::of);
    }

    @PostMapping("/simulate")
    @OwnTransactions
    @Operation(summary = "Try a decision", description = "Decides a request as a new session's would be, by the same rule on the accounts as they are now, and leaves no trace: nothing is held, stored or published. 400 unknown-subscription with Retry-After where it is not known here (yet).")
    @ApiResponse(responseCode = "200", description = "It would be decided so", content = @Content(schema = @Schema(implementation = SimulationView.class)))
    ResponseEntity<?> simulate(@Valid @RequestBody SimulationRequest request) {
        return switch (simulations.simulate(request.toCommand())) {
            case SimulationOutcome.Simulated simulated -> ResponseEntity.ok(SimulationView.of(simulated));
            case SimulationOutcome.UnknownSubscription() -> Problem
                    .of(400, "unknown-subscription", "The subscription is not known here (yet).")
                    .at(request.supi() == null ? "/subscriptionId" : "/supi", "is not known here").retryAfter(SOON)
                    .response();
            case SimulationOutcome.NotYetKnown() -> Problem
                    .of(503, "busy", "Who pays on the device is not known here yet; try again.").retryAfter(SOON)
                    .response();
            case SimulationOutcome.HistoryUnknown() -> Problem
                    .of(503, "busy", "Who paid then only enrollment knows, and it does not tell now; try again.")
                    .retryAfter(SOON).response();
        };
    }
}
