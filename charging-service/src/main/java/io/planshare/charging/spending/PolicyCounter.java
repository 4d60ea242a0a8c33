package io.planshare.charging.spending;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.planshare.model.UnitType;

/**
 * A policy counter of a subscriber (TS 29.594): what is left to him of one unit in all his accounts, or in those that pay for
 * one rating group. Its id is the unit's name, as {@code octets}, or that and the rating group, as {@code octets.rg10}.
 */
public record PolicyCounter(UnitType unit, @Nullable Long ratingGroup) {

    private static final Pattern FORM = Pattern.compile("([a-z]+)(?:\\.rg(0|[1-9][0-9]{0,9}))?");
    private static final long UINT32 = 4_294_967_295L;

    /** The counter of that id; empty when there is none. */
    static Optional<PolicyCounter> of(String id) {
        var matcher = FORM.matcher(id);
        if (!matcher.matches()) return Optional.empty();
        var group = matcher.group(2) == null ? null : Long.valueOf(matcher.group(2));
        if (group != null && group > UINT32) return Optional.empty();
        return Arrays.stream(UnitType.values()).filter(unit -> name(unit).equals(matcher.group(1))).findFirst()
                .map(unit -> new PolicyCounter(unit, group));
    }

    static PolicyCounter of(UnitType unit) {
        return new PolicyCounter(unit, null);
    }

    String id() {
        return ratingGroup == null ? name(unit) : name(unit) + ".rg" + ratingGroup;
    }

    boolean covers(Share share) {
        return share.unit() == unit && (ratingGroup == null || share.paysFor(ratingGroup));
    }

    private static String name(UnitType unit) {
        return switch (unit) {
            case OCTET -> "octets";
            case SECOND -> "seconds";
            case EVENT -> "events";
            case MONEY -> "money";
        };
    }
}
