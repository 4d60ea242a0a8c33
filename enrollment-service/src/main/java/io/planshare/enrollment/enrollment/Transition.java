package io.planshare.enrollment.enrollment;

/** What a wish to change an enrollment comes to. */
sealed interface Transition {

    record Taken(Enrollment enrollment) implements Transition {}

    /** It cannot be done from this state, or is so already. */
    record NotFrom(Enrollment.State state) implements Transition {}
}
