package io.planshare.theft;

import org.springframework.security.core.Authentication;

import io.planshare.kit.problem.Problem;

/**
 * Theft is suspected until a person confirms it. What cuts off for good needs a caller who may confirm: his token has the
 * scope {@value #SCOPE} (design section 10).
 */
public final class Confirmation {

    public static final String SCOPE = "theft:confirm";

    private Confirmation() {}

    public static boolean mayBeGivenBy(Authentication caller) {
        return caller.getAuthorities().stream().anyMatch(right -> ("SCOPE_" + SCOPE).equals(right.getAuthority()));
    }

    /** 403 {@code confirmation-required}. */
    public static Problem isMissing(String what) {
        return Problem.of(403, "confirmation-required",
                what + " needs a caller who may confirm a theft: a token with the scope " + SCOPE + ".");
    }
}
