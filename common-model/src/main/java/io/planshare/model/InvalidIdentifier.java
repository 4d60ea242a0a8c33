package io.planshare.model;

import io.planshare.model.PersonalIdentifier.Kind;

import static java.util.Objects.requireNonNull;

/**
 * A text is not the identifier it should be. The message says what was expected and in which respect the text differs,
 * one message for each wrong form of each kind, and never repeats the text: it may be shown and logged.
 */
public final class InvalidIdentifier extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** In which respect; of several, the one found first. */
    public enum Fault {
        MISSING, NOT_DIGITS, NOT_ALLOWED, WRONG_LENGTH, WRONG_PREFIX, WRONG_CHECK_DIGIT
    }

    private final Kind kind;
    private final Fault fault;

    private InvalidIdentifier(Kind kind, Fault fault, String message) {
        super(message);
        this.kind = kind;
        this.fault = fault;
    }

    static InvalidIdentifier missing(Kind kind) {
        return new InvalidIdentifier(kind, Fault.MISSING, "the " + kind + " is missing: expected " + kind.form());
    }

    static InvalidIdentifier notDigits(Kind kind, int place) {
        return new InvalidIdentifier(kind, Fault.NOT_DIGITS, "the " + kind
                + " must be made of the digits 0-9: expected " + kind.form() + ", found something else at place "
                + place);
    }

    /** For those that are more than digits. */
    static InvalidIdentifier notAllowed(Kind kind, int place) {
        return new InvalidIdentifier(kind, Fault.NOT_ALLOWED, "the " + kind + " holds a character that it cannot have:"
                + " expected " + kind.form() + ", found something else at place " + place);
    }

    static InvalidIdentifier wrongLength(Kind kind, String expected, int found) {
        return new InvalidIdentifier(kind, Fault.WRONG_LENGTH,
                "the " + kind + " has the wrong length: expected " + expected + ", found " + found);
    }

    static InvalidIdentifier wrongPrefix(Kind kind, String expected) {
        return new InvalidIdentifier(kind, Fault.WRONG_PREFIX,
                "the " + kind + " begins wrongly: expected " + expected + ", found another beginning");
    }

    static InvalidIdentifier wrongCheckDigit(Kind kind, String rule) {
        return new InvalidIdentifier(kind, Fault.WRONG_CHECK_DIGIT,
                "the " + kind + " fails its check: expected " + rule + ", found that it is not (a digit is mistyped?)");
    }

    /** In English, fit for problem details. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }

    public Fault fault() {
        return fault;
    }
}
