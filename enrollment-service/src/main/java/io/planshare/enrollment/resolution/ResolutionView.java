package io.planshare.enrollment.resolution;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

@Schema(name = "PayerResolution", description = "Who pays for traffic at an instant, and why")
record ResolutionView(
        @Schema(description = "Null when no device held the card then", example = "01930000-0000-7000-8000-000000000031") @Nullable DeviceId deviceId,
        @Schema(example = "2026-11-23T10:00:00Z") Instant at, @Schema(example = "PAID") Resolution.Outcome outcome,
        @Schema(example = "CAPABILITY") Resolution.Reason reason,
        @Schema(description = "Null where it did not come to that", example = "INFOTAINMENT") @Nullable String capability,
        @Schema(description = "Null unless somebody pays") @Nullable PayerView payer,
        @Schema(description = "Of the device's map at present; 0 without a device", example = "3") long payerMapVersion,
        @ArraySchema(schema = @Schema(example = "rule 3: traffic belongs to INFOTAINMENT")) List<String> trace) {

    @Schema(name = "Payer")
    record PayerView(
            @Schema(description = "Null when a subscription pays for itself", example = "01930000-0000-7000-8000-000000000042") @Nullable EnrollmentId enrollmentId,
            @Schema(example = "01930000-0000-7000-8000-000000000002") PartyId userPartyId,
            @Schema(example = "01930000-0000-7000-8000-000000000022") SubscriptionId subscriptionId,
            @Schema(example = "01930000-0000-7000-8000-000000000012") AccountId accountId,
            @Schema(description = "The enrollment as the payer map holds it, its caps among it", example = ENROLLED) @Nullable EnrolledPayer enrolled) {

        private static final String ENROLLED = """
                                               {"enrollmentId":"01930000-0000-7000-8000-000000000042",
                                               "userPartyId":"01930000-0000-7000-8000-000000000002",
                                               "subscriptionId":"01930000-0000-7000-8000-000000000022",
                                               "accountId":"01930000-0000-7000-8000-000000000012","role":"CONSUMER","priority":100,
                                               "capabilities":["INFOTAINMENT","HOTSPOT"],"presence":"NOT_REQUIRED",
                                               "active":[{"from":"2026-11-01T00:00:00Z","to":null}],
                                               "caps":[{"unit":"OCTET","limit":1073741824,"window":"MONTH"}]}""";

        static @Nullable PayerView from(Resolution.@Nullable Payer payer) {
            return payer == null
                    ? null
                    : new PayerView(payer.enrollmentId(), payer.userPartyId(),
                            payer.subscriptionId(), payer.accountId(), payer.enrolled());
        }
    }

    static ResolutionView from(Resolution r) {
        return new ResolutionView(r.deviceId(), r.at(), r.outcome(), r.reason(), r.capability(),
                PayerView.from(r.payer()), r.payerMapVersion(), r.trace());
    }
}
