package io.planshare.charging.nchf;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

import tools.jackson.core.JacksonException;

/** Leaves a request at the first thing that keeps it from being answered as it wants. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProblemDetails problem;
    private final @Nullable Duration retryAfter;

    Refused(ProblemDetails problem) {
        this(problem, null);
    }

    /** Worth a repeat after a while. */
    Refused(ProblemDetails problem, @Nullable Duration retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
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

    ResponseEntity<byte[]> response() {
        return retryAfter == null ? problem.response() : problem.response(retryAfter);
    }
}
