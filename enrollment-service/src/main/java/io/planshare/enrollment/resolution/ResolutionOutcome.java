package io.planshare.enrollment.resolution;

/** What became of a question about payers. */
sealed interface ResolutionOutcome {

    record Resolved(Resolution resolution) implements ResolutionOutcome {}

    /** @param member of the request that names something unknown */
    record Unknown(String kind, String member) implements ResolutionOutcome {}
}
