package io.planshare.enrollment.payer;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.planshare.model.EnrolledPayer;
import io.planshare.model.Interval;
import io.planshare.model.SignIn;

import static java.util.Comparator.comparing;

/**
 * How much of the past a published map carries. Its present is bounded by the limits on enrollments and capabilities; its
 * past is not, and an event over 256 KiB would fail the command that causes it (design section 5).
 */
record PastBudget(int octetsMax) {

    static final PastBudget USUAL = new PastBudget(64 * 1024);

    private static final int PAYER_OCTETS = 450;
    private static final int CAP_OCTETS = 70;
    private static final int CODE_OCTETS = 3;
    private static final int SIGN_IN_OCTETS = 150;

    private record Ended(Instant at, int octets) {}

    /** The instant up to which what ended must be left out; {@link PayerHistory#EVER} if all of it fits. */
    Instant cut(List<EnrolledPayer> payers, List<SignIn> signIns, Instant now) {
        var ended = Stream.concat(payers.stream().flatMap(PastBudget::ended),
                signIns.stream().flatMap(signIn -> ended(signIn.during(), SIGN_IN_OCTETS)));
        var newestFirst = ended.filter(e -> !e.at().isAfter(now)).sorted(comparing(Ended::at).reversed()).toList();
        int left = octetsMax;
        for (var e : newestFirst) {
            left -= e.octets();
            if (left < 0) return e.at();
        }
        return PayerHistory.EVER;
    }

    private static Stream<Ended> ended(EnrolledPayer payer) {
        int octets = PAYER_OCTETS + CAP_OCTETS * payer.caps().size()
                + payer.capabilities().stream().mapToInt(code -> CODE_OCTETS + code.length()).sum();
        return payer.active().stream().flatMap(interval -> ended(interval, octets));
    }

    private static Stream<Ended> ended(Interval interval, int octets) {
        var to = interval.to();
        return to == null ? Stream.empty() : Stream.of(new Ended(to, octets));
    }
}
