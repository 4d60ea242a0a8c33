package io.planshare.enrollment.device;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;

@RestController
@RequestMapping("/v1/devices")
@Tag(name = "Devices", description = "Devices that several parties can pay for")
class DeviceController {

    private static final String EXAMPLE = "01930000-0000-7000-8000-000000000031";

    @Schema(name = "NewCapabilities", description = "All that the device offers from now on")
    record CapabilitiesBody(@NotNull @Size(max = 64) List<@Valid @NotNull CapabilityBody> capabilities) {}

    @Schema(name = "ChangedFallback", description = "Who pays from now on for what no enrollment covers")
    record FallbackBody(@Schema(example = "DEFAULT_ENROLLMENT") @NotNull PayerFallback.Kind kind,
            @Schema(description = "With DEFAULT_ENROLLMENT only", example = "01930000-0000-7000-8000-000000000041") @Nullable EnrollmentId enrollmentId) {
        FallbackBody {
            if ((kind == PayerFallback.Kind.DEFAULT_ENROLLMENT) != (enrollmentId != null)) {
                throw new IllegalArgumentException("enrollmentId goes with DEFAULT_ENROLLMENT and with nothing else");
            }
        }
    }

    private final Devices devices;
    private final DeviceRegistrations registrations;

    DeviceController(Devices devices, DeviceRegistrations registrations) {
        this.devices = devices;
        this.registrations = registrations;
    }

    @PostMapping
    @Operation(summary = "Register a device", description = "Nobody pays for it yet: its payer map is empty. 409 identifier-in-use names the identifier that another device has; 404 unknown-party names ownerPartyId.")
    @ApiResponse(responseCode = "201", description = "Registered; Location and ETag tell where and which version", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    ResponseEntity<?> register(@Valid @RequestBody DeviceBody body) {
        var outcome = registrations.register(body.registration());
        if (!(outcome instanceof DeviceOutcome.Done(var device, var mapVersion))) return answer(outcome);
        return ResponseEntity.created(URI.create("/v1/devices/" + device.id())).eTag(Etag.of(device.version()))
                .body(DeviceView.from(device, mapVersion));
    }

    @GetMapping("/{deviceId}")
    @Operation(summary = "Show a device", description = "The ETag is its version; send it as If-Match when you change it.")
    ResponseEntity<DeviceView> show(@Parameter(example = EXAMPLE) @PathVariable DeviceId deviceId) {
        var device = devices.find(deviceId).orElseThrow(() -> Problem.notFound("device", deviceId).exception());
        return ResponseEntity.ok().eTag(Etag.of(device.version())).body(views(List.of(device)).getFirst());
    }

    @GetMapping
    @Operation(summary = "List devices", description = "In the order of their ids.")
    Page<DeviceView> list(
            @Parameter(description = "Only those of this owner", example = "01930000-0000-7000-8000-000000000001") @RequestParam(required = false) @Nullable PartyId ownerPartyId,
            Cursor cursor) {
        return views(Page.of(cursor, devices.page(ownerPartyId, cursor), d -> d.id().toString()));
    }

    @PostMapping("/searches")
    @Operation(summary = "Find devices by a number", description = "By exactly one, in clear: numbers never stand in a URL. Retired devices that had it are found too.")
    Page<DeviceView> search(@Valid @RequestBody DeviceSearchBody body, Cursor cursor) {
        return views(Page.of(cursor, devices.search(body.identifier(), cursor), d -> d.id().toString()));
    }

    @PutMapping("/{deviceId}/capabilities")
    @Operation(summary = "Change what a device offers", description = "From now on; use of before stays classified as it was. 409 capability-in-use names an enrollment that is about one that would go.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    ResponseEntity<?> changeCapabilities(@Parameter(example = EXAMPLE) @PathVariable DeviceId deviceId,
            @Parameter(description = "The ETag of the version you edited", example = "\"1\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody CapabilitiesBody body) {
        return answer(devices.changeCapabilities(deviceId,
                body.capabilities.stream().map(CapabilityBody::capability).toList(),
                version -> Etag.requireMatch(ifMatch, version)));
    }

    @PutMapping("/{deviceId}/fallback")
    @Operation(summary = "Change who pays for the rest", description = "From now on. 409 not-an-enrollment-of-it if the one named is not a live one of this device.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    ResponseEntity<?> changeFallback(@Parameter(example = EXAMPLE) @PathVariable DeviceId deviceId,
            @Parameter(description = "The ETag of the version you edited", example = "\"1\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody FallbackBody body) {
        return answer(devices.changeFallback(deviceId, new PayerFallback(body.kind, body.enrollmentId),
                version -> Etag.requireMatch(ifMatch, version)));
    }

    @PostMapping("/{deviceId}/retire")
    @Operation(summary = "Retire a device", description = "For good; its numbers may be registered again. 409 device-in-use while it holds a card or has a live enrollment.")
    @ApiResponse(responseCode = "200", description = "As it was last", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    ResponseEntity<?> retire(@Parameter(example = EXAMPLE) @PathVariable DeviceId deviceId) {
        return answer(devices.retire(deviceId));
    }

    private Page<DeviceView> views(Page<Device> page) {
        return new Page<>(views(page.items()), page.next());
    }

    private List<DeviceView> views(List<Device> found) {
        var versions = devices.payerMapVersions(found);
        return found.stream().map(device -> DeviceView.from(device, versions.getOrDefault(device.id(), 0L))).toList();
    }

    private static ResponseEntity<?> answer(DeviceOutcome outcome) {
        return switch (outcome) {
            case DeviceOutcome.Done(var device, var mapVersion) ->
                ResponseEntity.ok().eTag(Etag.of(device.version())).body(DeviceView.from(device, mapVersion));
            case DeviceOutcome.UnknownDevice(var id) -> Problem.notFound("device", id).response();
            case DeviceOutcome.UnknownOwner(var id) ->
                Problem.notFound("party", id).at("/ownerPartyId", "is not known").response();
            case DeviceOutcome.IdTaken(var id) -> DeviceProblems.idTaken(id).response();
            case DeviceOutcome.IdentifierInUse(var i) -> Problem
                    .of(409, "identifier-in-use", "Another device that is not retired has one of these identifiers.")
                    .at("/identifiers/" + i, "is in use").response();
            case DeviceOutcome.BadOffer(var faults) -> DeviceProblems.badOffer(faults).response();
            case DeviceOutcome.CapabilityInUse(var code, var by) -> Problem
                    .of(409, "capability-in-use", "The enrollment " + by + " is about " + code + ".")
                    .with("enrollmentId", by).with("capability", code).response();
            case DeviceOutcome.NotAnEnrollmentOfIt(var id) -> Problem
                    .of(409, "not-an-enrollment-of-it", "The enrollment " + id + " is not a live one of this device.")
                    .at("/enrollmentId", "is not a live enrollment of this device").response();
            case DeviceOutcome.InUse(var cards, var enrollments) ->
                DeviceProblems.inUse(cards, enrollments).response();
            case DeviceOutcome.Retired(var id) -> DeviceProblems.retired(id).response();
        };
    }
}
