package io.planshare.kit.problem;

/**
 * Tells a refusal by one of our own types, whose message is made to be shown and holds no personal number, from one by a
 * library, whose message may show anything.
 */
final class OurTypes {

    private static final String OURS = "io.planshare.";

    private OurTypes() {}

    static boolean refused(Throwable e) {
        if (!(e instanceof IllegalArgumentException) || e.getMessage() == null) return false;
        var frames = e.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().startsWith(OURS);
    }
}
