package io.planshare.enrollment.enrollment;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.enrollment.consent.Consents;
import io.planshare.kit.page.Etag;
import io.planshare.model.EnrollmentId;

@RestController
@RequestMapping("/v1/enrollments/{enrollmentId}")
@Tag(name = "Enrollments")
class EnrollmentStepController {

    private static final String EXAMPLE = "01930000-0000-7000-8000-000000000042";

    /** Those that people may give; the subscription's own comes and goes with it. */
    enum SuspensionReason {
        QUOTA, THEFT, NON_PAYMENT, OWNER, PROVIDER;

        Enrollment.Suspension suspension() {
            return Enrollment.Suspension.valueOf(name());
        }
    }

    enum EndReason {
        UNENROLLED, OWNER_REVOKED, TRANSFERRED
    }

    enum RejectReason {
        OWNER_DECLINED, WITHDRAWN
    }

    @Schema(name = "Suspension")
    record SuspendBody(@Schema(example = "OWNER") @NotNull SuspensionReason reason) {}

    @Schema(name = "Resumption")
    record ResumeBody(
            @Schema(description = "All that people gave unless told", example = "OWNER") @Nullable SuspensionReason reason) {}

    @Schema(name = "End")
    record EndBody(@Schema(example = "UNENROLLED") @NotNull EndReason reason) {}

    @Schema(name = "Rejection")
    record RejectBody(@Schema(example = "OWNER_DECLINED") @NotNull RejectReason reason) {}

    @Schema(name = "EnrolledCapabilities")
    record CapabilitiesBody(
            @ArraySchema(schema = @Schema(example = "INFOTAINMENT")) @NotNull @Size(min = 1, max = 32) List<@NotNull @Pattern(regexp = EnrollmentBody.CODES, message = "is not a capability") String> capabilities,
            @Schema(description = "The owner's, if there are more than he consented to") @Nullable @Size(max = 8) List<@Valid @NotNull ConsentBody> consents) {}

    @Schema(name = "Caps")
    record CapsBody(@NotNull @Size(max = 8) List<@Valid @NotNull CapBody> caps) {}

    private final EnrollmentSteps steps;
    private final EnrollmentEdits edits;
    private final Consents consents;

    EnrollmentStepController(EnrollmentSteps steps, EnrollmentEdits edits, Consents consents) {
        this.steps = steps;
        this.edits = edits;
        this.consents = consents;
    }

    @PostMapping("/consents")
    @Operation(summary = "Bring the owner's consent", description = "The enrollment pays from now on, or from validFrom if that is later. 403 no-consent if it is not the owner's; 409 enrollment-state unless it is PENDING_OWNER; 423 restricted.")
    @ApiResponse(responseCode = "200", description = "ACTIVE", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    @ApiResponse(responseCode = "423", description = "Restricted, or its equipment barred", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> consent(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Valid @RequestBody ConsentBody body) {
        return answer(steps.consent(enrollmentId, body.consent()));
    }

    @PostMapping("/suspend")
    @Operation(summary = "Suspend an enrollment", description = "It pays nothing until each reason given is lifted. 409 enrollment-state if it is over, pending, or suspended for this reason already.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    ResponseEntity<?> suspend(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Valid @RequestBody SuspendBody body) {
        return answer(steps.suspend(enrollmentId, body.reason.suspension()));
    }

    @PostMapping("/resume")
    @Operation(summary = "Resume an enrollment", description = "Lifts one reason or all; it pays again when none is left. What the subscription's own suspension brought about is lifted by resuming the subscription. 409 enrollment-state if there is nothing to lift.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    ResponseEntity<?> resume(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Valid @RequestBody(required = false) @Nullable ResumeBody body) {
        var reason = body == null ? null : body.reason;
        return answer(steps.resume(enrollmentId, reason == null ? null : reason.suspension()));
    }

    @PostMapping("/end")
    @Operation(summary = "End an enrollment", description = "For good, from now on; its consents are revoked and its user is signed out. 409 enrollment-state unless it is ACTIVE or SUSPENDED.")
    @ApiResponse(responseCode = "200", description = "ENDED", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    ResponseEntity<?> end(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Valid @RequestBody EndBody body) {
        return answer(steps.end(enrollmentId, Enrollment.Ending.valueOf(body.reason.name())));
    }

    @PostMapping("/reject")
    @Operation(summary = "Reject an enrollment", description = "The owner says no, or the user takes it back. 409 enrollment-state unless it is PENDING_OWNER.")
    @ApiResponse(responseCode = "200", description = "REJECTED", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    ResponseEntity<?> reject(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Valid @RequestBody RejectBody body) {
        return answer(steps.reject(enrollmentId, Enrollment.Ending.valueOf(body.reason.name())));
    }

    @PutMapping("/capabilities")
    @Operation(summary = "Change what an enrollment is about", description = "From now on; for what was used before, those of then stay. 403 no-consent for more than the owner consented to; 409 ambiguous-payer, capability-not-offered, enrollment-state.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    @ApiResponse(responseCode = "423", description = "Restricted, or its equipment barred", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> changeCapabilities(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Parameter(description = "The ETag of the version you edited", example = "\"2\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody CapabilitiesBody body) {
        var given = body.consents == null ? List.<ConsentBody>of() : body.consents;
        return answer(edits.changeCapabilities(enrollmentId, EnrollmentBody.distinct(body.capabilities),
                given.stream().map(ConsentBody::consent).toList(), version -> Etag.requireMatch(ifMatch, version)));
    }

    @PutMapping("/caps")
    @Operation(summary = "Change the caps of an enrollment", description = "All of them; none may be above the limits of the owner's consent, which are kept. 409 enrollment-state if it is over.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    ResponseEntity<?> changeCaps(@Parameter(example = EXAMPLE) @PathVariable EnrollmentId enrollmentId,
            @Parameter(description = "The ETag of the version you edited", example = "\"2\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody CapsBody body) {
        return answer(edits.changeCaps(enrollmentId, EnrollmentBody.caps(body.caps),
                version -> Etag.requireMatch(ifMatch, version)));
    }

    private ResponseEntity<?> answer(EnrollmentOutcome outcome) {
        if (!(outcome instanceof EnrollmentOutcome.Done(var enrollment))) {
            return EnrollmentProblems.of(outcome).response();
        }
        return ResponseEntity.ok().eTag(Etag.of(enrollment.version()))
                .body(EnrollmentView.from(enrollment, consents.of(enrollment.id())));
    }
}
