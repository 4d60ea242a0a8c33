package io.planshare.sim.card;

import java.util.concurrent.atomic.AtomicLong;

import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.InvalidIdentifier;

/** Numbers that no other test has. */
final class Numbers {

    private static final AtomicLong NEXT = new AtomicLong(1);

    private Numbers() {}

    static Iccid iccid() {
        var body = "8949%014d".formatted(NEXT.getAndIncrement());
        for (char check = '0'; check <= '9'; check++) {
            try {
                return new Iccid(body + check);
            } catch (InvalidIdentifier e) {
                // the next digit then
            }
        }
        throw new AssertionError("some digit must do");
    }

    static Imsi imsi() {
        return new Imsi("26299%010d".formatted(NEXT.getAndIncrement()));
    }
}
