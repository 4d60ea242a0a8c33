package io.planshare.charging.overage;

/**
 * Money under a cap: spent + held never grow past it.
 *
 * @param noticed the highest percentage that was told, of the limit {@code noticedLimit}: another limit is told anew
 */
record Meter(long spent, long held, int noticed, long noticedLimit) {

    static final Meter NEW = new Meter(0, 0, 0, 0);
    private static final int NEAR = 80;
    private static final int FULL = 100;

    long left(long limit) {
        return Math.max(0, limit - Math.addExact(spent, held));
    }

    Meter hold(long minor) {
        return new Meter(spent, Math.addExact(held, minor), noticed, noticedLimit);
    }

    Meter release(long minor) {
        return new Meter(spent, Math.subtractExact(held, minor), noticed, noticedLimit);
    }

    Meter spend(long minor) {
        return new Meter(Math.addExact(spent, minor), held, noticed, noticedLimit);
    }

    /**
     * The percentage to be told now, 0 for none.
     *
     * @param cut whether somebody just got less than he wanted for want of this money, and nobody holds any
     */
    int due(long limit, boolean cut) {
        var told = noticedLimit == limit ? noticed : 0;
        var reached = spent >= limit || cut ? FULL : spent >= limit - limit / 5 ? NEAR : 0;
        return reached > told ? reached : 0;
    }

    Meter noticed(int percent, long limit) {
        return new Meter(spent, held, percent, limit);
    }
}
