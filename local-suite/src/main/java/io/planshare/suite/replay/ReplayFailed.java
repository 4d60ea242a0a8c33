package io.planshare.suite.replay;

/** The suite does not let the trace be played; the message is for the person who started it. */
final class ReplayFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    ReplayFailed(String message) {
        super(message);
    }
}
