package io.planshare.enrollment.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.Interval;
import io.planshare.model.PayerMap;
import io.planshare.model.SignIn;

/**
 * All that decides who paid on a device since some instant (spec S1; design section 10: a published map holds the last
 * three days and the future).
 *
 * @param completeFrom when the last of what is left out ended; {@link #EVER} if nothing is
 * @param terms by time, without gaps, the present ones last
 * @param payers an enrollment stands here once for each set of capabilities that it had
 */
record PayerHistory(DeviceId deviceId, Instant completeFrom, List<OfferedTerms> terms, List<EnrolledPayer> payers,
        List<SignIn> signIns) {

    /** Since ever, as far as a map is concerned. */
    static final Instant EVER = Instant.EPOCH;

    PayerHistory {
        if (terms.isEmpty()) throw new IllegalArgumentException("a device always has terms");
        terms = List.copyOf(terms);
        payers = List.copyOf(payers);
        signIns = List.copyOf(signIns);
    }

    /**
     * The map to publish. A map has one set of terms, the present ones, so it is enough only from when they began. What ended
     * longest ago is left out when there is more of it than the budget allows.
     */
    PayerMap published(long version, Instant now, PastBudget budget) {
        var present = terms.getLast();
        var cut = budget.cut(payers, signIns, now);
        var from = later(later(completeFrom, present.during().from()), cut);
        var recent = signIns.stream().filter(signIn -> endsAfter(signIn.during(), cut)).toList();
        return new PayerMap(deviceId, version, from, present.capabilities(), payersAfter(cut), recent,
                present.fallback());
    }

    /** The map as it decides about one past instant, with the terms of then. */
    PayerMap asOf(Instant at, long version) {
        var then = terms.stream().filter(t -> t.during().contains(at)).findFirst().orElse(terms.getFirst());
        return new PayerMap(deviceId, version, completeFrom, then.capabilities(), payers, signIns, then.fallback());
    }

    private List<EnrolledPayer> payersAfter(Instant cut) {
        var kept = new ArrayList<EnrolledPayer>();
        for (var payer : payers) {
            var active = payer.active().stream().filter(interval -> endsAfter(interval, cut)).toList();
            if (!active.isEmpty()) kept.add(withActive(payer, active));
        }
        return kept;
    }

    private static EnrolledPayer withActive(EnrolledPayer payer, List<Interval> active) {
        return new EnrolledPayer(payer.enrollmentId(), payer.userPartyId(), payer.subscriptionId(), payer.accountId(),
                payer.role(), payer.priority(), payer.capabilities(), payer.presence(), active, payer.caps());
    }

    private static boolean endsAfter(Interval interval, Instant cut) {
        return interval.to() == null || interval.to().isAfter(cut);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
