package io.planshare.enrollment.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PersonalIdentifier;

@Schema(name = "NewDevice", description = "A device to be registered")
record DeviceBody(
        @Schema(description = "Chosen by the caller, else by the service", example = "01930000-0000-7000-8000-000000000031") @Nullable DeviceId id,
        @Schema(example = "VEHICLE") @NotNull Device.Kind kind,
        @Schema(description = "Whose device it is", example = "01930000-0000-7000-8000-000000000001") @NotNull PartyId ownerPartyId,
        @NotNull @Size(min = 1, max = 8) List<@Valid @NotNull IdentifierBody> identifiers,
        @Schema(description = "What enrollments may be about; none but UNCLASSIFIED unless told") @Nullable @Size(max = 64) List<@Valid @NotNull CapabilityBody> capabilities,
        @Schema(description = "BLOCK unless told") @Nullable @Valid NewFallback fallback) {

    @Schema(name = "NewFallback", description = "Who pays for what no enrollment covers, before there are any")
    record NewFallback(@Schema(example = "BLOCK") @NotNull Kind kind) {
        enum Kind {
            BLOCK, SPONSOR
        }

        PayerFallback fallback() {
            return switch (kind) {
                case BLOCK -> PayerFallback.BLOCK;
                case SPONSOR -> new PayerFallback(PayerFallback.Kind.SPONSOR, null);
            };
        }
    }

    DeviceRegistrations.Registration registration() {
        var offered = capabilities == null ? List.<CapabilityBody>of() : capabilities;
        return new DeviceRegistrations.Registration(id == null ? new DeviceId(Id.next()) : id, kind, ownerPartyId,
                distinctIdentifiers(), offered.stream().map(CapabilityBody::capability).toList(),
                fallback == null ? PayerFallback.BLOCK : fallback.fallback());
    }

    private List<PersonalIdentifier> distinctIdentifiers() {
        var all = new ArrayList<PersonalIdentifier>();
        var seen = new HashSet<PersonalIdentifier>();
        for (int i = 0; i < identifiers.size(); i++) {
            var identifier = identifiers.get(i).identifier("/identifiers/" + i);
            if (!seen.add(identifier)) {
                throw Problem.of(400, "invalid-value", "An identifier is named twice.")
                        .at("/identifiers/" + i, "stands here twice").exception();
            }
            all.add(identifier);
        }
        return all;
    }
}
