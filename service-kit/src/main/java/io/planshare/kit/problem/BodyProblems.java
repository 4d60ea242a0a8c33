package io.planshare.kit.problem;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** A body that did not arrive as announced. */
final class BodyProblems {

    private BodyProblems() {}

    static Optional<Problem> find(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) return Optional.of(known.problem());
            if (cause instanceof IOException broken) return Optional.of(of(broken));
        }
        return Optional.empty();
    }

    static Problem of(IOException e) {
        var timedOut = e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
        return timedOut
                ? Problem.of(408, "body-late", "The rest of the body did not arrive in time.")
                : Problem.of(400, "body-truncated", "The body ended before its announced end.")
                        .at("", "is shorter than announced");
    }

    static Problem tooLarge(long limit) {
        return Problem.of(413, "body-too-large", "The body is larger than " + limit + " bytes.").with("limit", limit);
    }
}
