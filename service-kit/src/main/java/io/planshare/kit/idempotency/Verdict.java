package io.planshare.kit.idempotency;

/** What the answer to a write says about what must be kept of it. */
enum Verdict {
    /** Something was done: commit, and remember. */
    DONE,
    /** A rule said no, and says no whenever it is asked again under this key: remember. */
    REFUSED,
    /** The request never came to a rule, or we failed: nothing is kept, the same key may be tried again. */
    UNDECIDED;

    static Verdict of(int status) {
        if (status < 400) return DONE;
        return switch (status) {
            case 402, 404, 409, 410, 412, 422, 423, 424, 451 -> REFUSED;
            default -> UNDECIDED;
        };
    }
}
