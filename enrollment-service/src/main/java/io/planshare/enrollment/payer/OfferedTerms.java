package io.planshare.enrollment.payer;

import java.util.List;

import io.planshare.model.Capability;
import io.planshare.model.Interval;
import io.planshare.model.PayerFallback;

/**
 * What a device offered during a time, and who paid for the rest.
 *
 * @param during the first terms of a device count since ever, so that enrollments may begin before it was registered
 */
public record OfferedTerms(Interval during, List<Capability> capabilities, PayerFallback fallback) {

    public OfferedTerms {
        capabilities = List.copyOf(capabilities);
    }
}
