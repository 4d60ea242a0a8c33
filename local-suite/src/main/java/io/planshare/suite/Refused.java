package io.planshare.suite;

/** A command cannot do what was asked; the message is for the person at the keyboard and says what to do. */
final class Refused extends RuntimeException {
    Refused(String message) {
        super(message);
    }

    Refused(String message, Throwable cause) {
        super(message, cause);
    }
}
