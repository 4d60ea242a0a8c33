package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.planshare.model.Interval;

/** A time in which an enrollment pays for some capabilities. */
record Stretch(Interval during, Set<String> capabilities) {

    Stretch {
        capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
    }

    boolean clashesWith(Stretch other) {
        return during.overlaps(other.during) && !Collections.disjoint(capabilities, other.capabilities);
    }

    /** What of these stretches lies before an instant. */
    static List<Stretch> until(List<Stretch> stretches, Instant end) {
        var kept = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            var to = stretch.during.to();
            if (to != null && !to.isAfter(end)) {
                kept.add(stretch);
            } else if (stretch.during.from().isBefore(end)) {
                kept.add(new Stretch(new Interval(stretch.during.from(), end), stretch.capabilities));
            }
        }
        return kept;
    }

    /** The same and one more from an instant on, within the validity; nothing more if the validity is over by then. */
    static List<Stretch> andFrom(List<Stretch> stretches, Instant begin, Interval validity, Set<String> capabilities) {
        var from = begin.isAfter(validity.from()) ? begin : validity.from();
        if (validity.to() != null && !from.isBefore(validity.to())) return stretches;
        var more = new ArrayList<>(stretches);
        more.add(new Stretch(new Interval(from, validity.to()), capabilities));
        return more;
    }
}
