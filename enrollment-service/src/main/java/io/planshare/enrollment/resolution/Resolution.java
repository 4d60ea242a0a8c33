package io.planshare.enrollment.resolution;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.PayerResolution;
import io.planshare.model.SubscriptionId;

/**
 * Who pays for traffic at an instant, and why.
 *
 * @param deviceId null when no device held the card then
 * @param capability null where it did not come to that
 * @param payerMapVersion of the device's map at present; 0 without a device
 * @param trace each rule that was tried
 */
record Resolution(@Nullable DeviceId deviceId, Instant at, Outcome outcome, Reason reason, @Nullable String capability,
        @Nullable Payer payer, long payerMapVersion, List<String> trace) {

    enum Outcome {
        PAID,
        DENIED,
        /** Free, and never blocked. */
        EMERGENCY
    }

    enum Reason {
        CAPABILITY,
        FALLBACK_SPONSOR,
        FALLBACK_DEFAULT_ENROLLMENT,
        /** No device is known to have held the card: the subscription pays for itself. */
        OWN_SUBSCRIPTION,
        EMERGENCY,
        RESTRICTED,
        NO_PAYER
    }

    /**
     * @param enrollmentId null when a subscription pays for itself
     * @param enrolled the enrollment as a payer map holds it, its caps among it; null when there is none
     */
    record Payer(@Nullable EnrollmentId enrollmentId, PartyId userPartyId, SubscriptionId subscriptionId,
            AccountId accountId, @Nullable EnrolledPayer enrolled) {}

    Resolution {
        trace = List.copyOf(trace);
    }

    static Resolution of(DeviceId device, Instant at, PayerResolution answer, long version, List<String> trace) {
        return switch (answer) {
            case PayerResolution.Emergency() ->
                new Resolution(device, at, Outcome.EMERGENCY, Reason.EMERGENCY, null, null, version, trace);
            case PayerResolution.Denied(var why) ->
                new Resolution(device, at, Outcome.DENIED, reason(why), null, null, version, trace);
            case PayerResolution.Paid(var payer, var capability, var why) -> {
                var who = new Payer(payer.enrollmentId(), payer.userPartyId(), payer.subscriptionId(),
                        payer.accountId(), payer);
                yield new Resolution(device, at, Outcome.PAID, reason(why), capability, who, version, trace);
            }
        };
    }

    private static Reason reason(PayerResolution.Denied.Reason why) {
        return switch (why) {
            case RESTRICTED -> Reason.RESTRICTED;
            case NO_PAYER -> Reason.NO_PAYER;
        };
    }

    private static Reason reason(PayerResolution.Paid.Reason why) {
        return switch (why) {
            case CAPABILITY -> Reason.CAPABILITY;
            case FALLBACK_SPONSOR -> Reason.FALLBACK_SPONSOR;
            case FALLBACK_DEFAULT_ENROLLMENT -> Reason.FALLBACK_DEFAULT_ENROLLMENT;
        };
    }
}
