package io.planshare.enrollment.device;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.EnrollmentEvent.DeviceStatus;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PersonalIdentifier;

/** A device as the API shows it: its numbers masked. */
@Schema(name = "Device", description = "A device; its numbers are masked")
record DeviceView(@Schema(example = "01930000-0000-7000-8000-000000000031") DeviceId id,
        @Schema(description = "Rises by one with each change; the ETag", example = "1") long version,
        @Schema(example = "VEHICLE") Device.Kind kind,
        @Schema(example = "01930000-0000-7000-8000-000000000001") PartyId ownerPartyId,
        @Schema(example = "ACTIVE") DeviceStatus status, List<MaskedIdentifier> identifiers,
        List<CapabilityBody> capabilities, Fallback fallback,
        @Schema(description = "Of the payer map at present", example = "3") long payerMapVersion,
        @Schema(example = "2026-11-23T10:00:00Z") Instant createdAt) {

    @Schema(name = "MaskedIdentifier")
    record MaskedIdentifier(@Schema(example = "IMEI") PersonalIdentifier.Kind type,
            @Schema(example = "49015420*******") String value) {}

    @Schema(name = "Fallback", description = "Who pays for what no enrollment covers")
    record Fallback(@Schema(example = "BLOCK") PayerFallback.Kind kind,
            @Schema(example = "01930000-0000-7000-8000-000000000041") @Nullable EnrollmentId enrollmentId) {}

    static DeviceView from(Device device, long payerMapVersion) {
        var identifiers = device.identifiers().stream().map(i -> new MaskedIdentifier(i.kind(), i.masked())).toList();
        var fallback = device.terms().fallback();
        return new DeviceView(device.id(), device.version(), device.kind(), device.ownerPartyId(), device.status(),
                identifiers, device.terms().capabilities().stream().map(CapabilityBody::from).toList(),
                new Fallback(fallback.kind(), fallback.enrollmentId()), payerMapVersion, device.createdAt());
    }
}
