package io.planshare.charging.payer;

import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import io.planshare.model.AccountId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;

/**
 * What enrollment's POST /v1/payer-resolutions answers, as far as it matters here.
 *
 * @param payer who paid; null unless somebody did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ResolutionAnswer(@Nullable Outcome outcome, @Nullable String reason, @Nullable String capability,
        @Nullable PaidBy payer) {

    enum Outcome {
        PAID, DENIED, EMERGENCY
    }

    /** @param enrolled the enrollment with its caps; null for a subscription that pays for itself */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PaidBy(@Nullable EnrollmentId enrollmentId, SubscriptionId subscriptionId, AccountId accountId,
            @Nullable EnrolledPayer enrolled) {}

    Payer payerOf() {
        return switch (outcome) {
            case null -> throw new RestClientException("enrollment names no outcome");
            case EMERGENCY -> new Payer.Operator();
            case DENIED -> new Payer.Nobody("RESTRICTED".equals(reason));
            case PAID -> paid();
        };
    }

    private Payer paid() {
        if (payer == null) throw new RestClientException("enrollment names no payer of what is paid");
        if (payer.enrollmentId != null && payer.enrolled == null) {
            throw new RestClientException("enrollment does not tell the enrollment's caps");
        }
        return new Payer.Subscriber(payer.subscriptionId, payer.accountId, payer.enrolled,
                payer.enrolled == null ? null : capability);
    }
}
