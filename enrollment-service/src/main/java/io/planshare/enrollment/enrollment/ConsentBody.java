package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.enrollment.time.BusinessTime;
import io.planshare.model.PartyId;

@Schema(name = "NewConsent", description = "A party allows what the enrollment is about")
record ConsentBody(
        @Schema(description = "Who consents: the device's owner", example = "01930000-0000-7000-8000-000000000001") @NotNull PartyId byPartyId,
        @Schema(description = "Where the proof is, 1 to 200 characters", example = "paper 2026/117") @NotBlank @Size(max = 200) String reference,
        @Schema(description = "It ends by itself then, and the enrollment with it", example = "2027-11-23T00:00:00Z") @Nullable @BusinessTime Instant until,
        @Schema(description = "No more than this may be used under it") @Nullable @Valid CapBody limit) {

    GivenConsent consent() {
        return new GivenConsent(byPartyId, reference.strip(),
                until == null ? null : until.truncatedTo(ChronoUnit.MICROS),
                limit == null ? null : limit.cap());
    }
}
