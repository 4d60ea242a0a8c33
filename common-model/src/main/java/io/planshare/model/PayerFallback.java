package io.planshare.model;

import org.jspecify.annotations.Nullable;

/** What happens to traffic of a device that no enrollment pays for (spec S1, rule 6). */
public record PayerFallback(Kind kind, @Nullable EnrollmentId enrollmentId) {

    public static final PayerFallback BLOCK = new PayerFallback(Kind.BLOCK, null);

    public enum Kind {
        BLOCK,
        /** The first active sponsor of the device pays. */
        SPONSOR,
        /** The named enrollment pays while it is active. */
        DEFAULT_ENROLLMENT
    }

    public PayerFallback {
        if ((kind == Kind.DEFAULT_ENROLLMENT) != (enrollmentId != null)) {
            throw new IllegalArgumentException("enrollmentId goes with DEFAULT_ENROLLMENT and with nothing else");
        }
    }
}
