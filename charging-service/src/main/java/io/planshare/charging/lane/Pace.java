package io.planshare.charging.lane;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets through so many requests a second, over all lanes of an instance: the database may be shared with others. */
final class Pace {

    private final long gapNanos;
    private long freeAt = System.nanoTime();

    /** @param perSecond 0: as many as there are */
    Pace(int perSecond) {
        gapNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Returns when their turn has come. */
    void await(int requests) {
        if (gapNanos == 0) return;
        var turn = turn(requests);
        // An interrupt tells a lane to close, which it does after what it has taken; so much waits for a moment only.
        for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
            Thread.interrupted();
            LockSupport.parkNanos(left);
        }
    }

    private synchronized long turn(int requests) {
        var turn = Math.max(freeAt, System.nanoTime());
        freeAt = turn + requests * gapNanos;
        return turn;
    }
}
