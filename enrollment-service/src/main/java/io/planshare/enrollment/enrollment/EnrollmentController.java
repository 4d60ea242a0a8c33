package io.planshare.enrollment.enrollment;

import java.net.URI;
import java.time.Clock;
import java.util.List;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.enrollment.consent.Consents;
import io.planshare.enrollment.device.Devices;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;

/** Enrollments are requested and shown here; {@link EnrollmentStepController} takes them through their life. */
@RestController
@Tag(name = "Enrollments", description = "Who uses which capability of which device on whose subscription")
class EnrollmentController {

    private final Enrollments enrollments;
    private final Consents consents;
    private final Devices devices;
    private final Clock clock;

    EnrollmentController(Enrollments enrollments, Consents consents, Devices devices, Clock clock) {
        this.enrollments = enrollments;
        this.consents = consents;
        this.devices = devices;
        this.clock = clock;
    }

    @PostMapping("/v1/devices/{deviceId}/enrollments")
    @Operation(summary = "Enrol a device", description = "ACTIVE at once if the user owns the device or the owner's consent comes along; else PENDING_OWNER until it arrives, for at most 24 hours. May begin in the past: what was used since is paid by it. 409 ambiguous-payer, subscription-state, subscription-of-another, capability-not-offered, enrollments-full, device-retired; 403 no-consent; 423 restricted, equipment-blacklisted.")
    @ApiResponse(responseCode = "201", description = "ACTIVE or PENDING_OWNER; Location and ETag tell where and which version", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    @ApiResponse(responseCode = "423", description = "Restricted, or its equipment barred", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> request(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId,
            @Valid @RequestBody EnrollmentBody body) {
        var outcome = enrollments.request(body.wish(deviceId, clock.instant()));
        if (!(outcome instanceof EnrollmentOutcome.Done(var enrollment))) {
            return EnrollmentProblems.of(outcome).response();
        }
        return ResponseEntity.created(URI.create("/v1/enrollments/" + enrollment.id()))
                .eTag(Etag.of(enrollment.version()))
                .body(EnrollmentView.from(enrollment, consents.of(enrollment.id())));
    }

    @GetMapping("/v1/enrollments/{enrollmentId}")
    @Operation(summary = "Show an enrollment", description = "The ETag is its version; send it as If-Match when you change it.")
    ResponseEntity<EnrollmentView> show(
            @Parameter(example = "01930000-0000-7000-8000-000000000042") @PathVariable EnrollmentId enrollmentId) {
        var enrollment = enrollments.find(enrollmentId)
                .orElseThrow(() -> Problem.notFound("enrollment", enrollmentId).exception());
        return ResponseEntity.ok().eTag(Etag.of(enrollment.version()))
                .body(EnrollmentView.from(enrollment, consents.of(enrollmentId)));
    }

    @GetMapping("/v1/devices/{deviceId}/enrollments")
    @Operation(summary = "List the enrollments of a device", description = "In the order of their ids, those that are over included.")
    Page<EnrollmentView> list(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId,
            @Parameter(description = "Only those in this state", example = "ACTIVE") @RequestParam(required = false) Enrollment.@Nullable State state,
            Cursor cursor) {
        if (devices.find(deviceId).isEmpty()) throw Problem.notFound("device", deviceId).exception();
        var page = Page.of(cursor, enrollments.page(deviceId, state, cursor), e -> e.id().toString());
        var given = consents.of(page.items().stream().map(Enrollment::id).toList());
        return page.map(e -> EnrollmentView.from(e, given.getOrDefault(e.id(), List.of())));
    }
}
