package io.planshare.charging.nchf;

import tools.jackson.core.JacksonException;

/** Leaves the reading of a request at the first thing that is wrong with it. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProblemDetails problem;

    Refused(ProblemDetails problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static Refused missing(String pointer) {
        return new Refused(ProblemDetails.missing(pointer));
    }

    static Refused incorrect(String pointer, String reason) {
        return new Refused(ProblemDetails.incorrect(pointer, reason));
    }

    static Refused notJson(String detail) {
        return new Refused(ProblemDetails.notJson(detail));
    }

    static Refused broken(JacksonException broken) {
        var at = broken.getLocation();
        return notJson(at == null
                ? "it cannot be read"
                : "it breaks off or goes wrong at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    ProblemDetails problem() {
        return problem;
    }
}
