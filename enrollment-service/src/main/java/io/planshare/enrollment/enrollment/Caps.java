package io.planshare.enrollment.enrollment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

import io.planshare.model.CapLimit;
import io.planshare.model.UnitType;

/** An enrollment's own limits: at most one for each unit and window. */
final class Caps {

    private record Kind(UnitType unit, CapLimit.Window window) {
        static Kind of(CapLimit cap) {
            return new Kind(cap.unit(), cap.window());
        }
    }

    private Caps() {}

    /** These caps, none above the limits under which others consented. */
    static List<CapLimit> within(List<CapLimit> caps, Collection<CapLimit> limits) {
        var result = new ArrayList<>(caps);
        for (var limit : limits) {
            var same = result.stream().filter(cap -> Kind.of(cap).equals(Kind.of(limit))).findFirst();
            if (same.isPresent() && same.get().limit().compareTo(limit.limit()) <= 0) continue;
            same.ifPresent(result::remove);
            result.add(limit);
        }
        return result;
    }

    static boolean areDistinct(List<CapLimit> caps) {
        var kinds = new HashSet<Kind>();
        return caps.stream().map(Kind::of).allMatch(kinds::add);
    }
}
