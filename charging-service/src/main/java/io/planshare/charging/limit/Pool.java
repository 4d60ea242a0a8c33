package io.planshare.charging.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.Interval;
import io.planshare.model.Units;

/**
 * A provider account whose limits move, as the rules of moving see it.
 *
 * @param total all its units that did not expire or were withdrawn
 * @param taken what is used and reserved of them
 */
public record Pool(LimitPolicy policy, Progress progress, Interval validity, Units total, Units consumed,
        Units reserved) {

    private static final int[] CHECKPOINTS = {90, 75, 50, 25};
    private static final double DRIFT = 0.10;
    private static final double IMBALANCE = 0.30;
    private static final double NEAR = 0.80;
    private static final Duration GRANT_MIN = Duration.ofSeconds(30);
    private static final Duration GRANT_MAX = Duration.ofSeconds(600);

    /**
     * How far the account had come.
     *
     * @param time the last checkpoint of the validity that was met, in percent; 0 before the first
     * @param amount the last checkpoint of the units that was met
     * @param adjustedAt when something last made its limits move, though perhaps by nothing
     * @param lookedAt when all its consumers were last looked at
     * @param rate at which the whole account is used
     */
    public record Progress(int time, int amount, Instant adjustedAt, Instant lookedAt, Rate rate) {

        public static Progress none(Instant now) {
            return new Progress(0, 0, now, now, Rate.none(now));
        }

        public Progress with(Rate changed) {
            return new Progress(time, amount, adjustedAt, lookedAt, changed);
        }
    }

    /** How the account's use stands to its time. */
    public enum Pace {
        /** Ahead of time: what nobody needs stays in common. */
        CONSERVE,
        STEADY,
        /** Much is left near the end: caps do not hold back any more. */
        RELEASE
    }

    Units taken() {
        return consumed.plus(reserved);
    }

    /** The part of the validity that is over; 0 where it has no end. */
    double elapsed(Instant now) {
        if (validity.to() == null) return 0;
        var whole = Duration.between(validity.from(), validity.to()).toMillis();
        var gone = Duration.between(validity.from(), now).toMillis();
        return whole <= 0 ? 1 : Math.clamp((double) gone / whole, 0, 1);
    }

    /** The part of the units that is used, 0 to 1. */
    double spent() {
        return total.isZero() ? 1 : Math.min(1, (double) consumed.count() / total.count());
    }

    Pace pace(Instant now) {
        if (validity.to() == null) return Pace.STEADY;
        if (spent() - elapsed(now) > DRIFT) return Pace.CONSERVE;
        return elapsed(now) > 0.80 && spent() < 0.60 ? Pace.RELEASE : Pace.STEADY;
    }

    /** A denial that is imminent ends the conserving. */
    Pace pace(Set<LimitTrigger> triggers, Instant now) {
        var pace = pace(now);
        return pace == Pace.CONSERVE && triggers.contains(LimitTrigger.DENIAL_IMMINENT) ? Pace.STEADY : pace;
    }

    /** What limits may promise beyond what is taken. */
    Units free() {
        return promisable().excessOver(taken());
    }

    /** Whether anybody could be granted anything, whatever limits say. */
    public boolean hasRoom() {
        return total.compareTo(taken()) > 0;
    }

    /** How many units all limits together may promise. */
    public Units promisable() {
        return policy.promised(total);
    }

    /** Adjusted now: checkpoints that are passed are done with. */
    public Progress adjusted(Instant now) {
        return new Progress(checkpoint(elapsed(now)), checkpoint(spent()), now, now, progress.rate());
    }

    public Progress looked(Instant now) {
        return new Progress(progress.time(), progress.amount(), progress.adjustedAt(), now, progress.rate());
    }

    /** Whether triggers (a) to (d) may move limits again. */
    boolean isRested(Instant now) {
        return !now.isBefore(progress.adjustedAt().plus(policy.minInterval()));
    }

    /** Whether it is time to look for an imbalance among all consumers again. */
    public boolean wantsLook(Instant now) {
        return isRested(now) && policy.triggers().contains(LimitTrigger.IMBALANCE)
                && !now.isBefore(progress.lookedAt().plus(policy.minInterval()));
    }

    /** Triggers (a) to (c), which the account alone shows. */
    public Set<LimitTrigger> due(Instant now) {
        var due = EnumSet.noneOf(LimitTrigger.class);
        if (!isRested(now)) return due;
        if (checkpoint(elapsed(now)) > progress.time()) due.add(LimitTrigger.TIME);
        if (checkpoint(spent()) > progress.amount()) due.add(LimitTrigger.AMOUNT);
        if (validity.to() != null && Math.abs(spent() - elapsed(now)) > DRIFT) due.add(LimitTrigger.RATE);
        due.retainAll(policy.triggers());
        return due;
    }

    /**
     * Triggers (d) and (e), which show among the consumers only.
     *
     * @param nearing whether a consumer has just come near its limit ({@link #comesNear})
     */
    public Set<LimitTrigger> dueAmong(Collection<Share> shares, boolean nearing, Instant now) {
        var due = EnumSet.noneOf(LimitTrigger.class);
        var fullness = shares.stream().filter(share -> !share.resting()).mapToDouble(Share::fullness)
                .summaryStatistics();
        if (fullness.getCount() < 2) return due;
        if (isRested(now) && fullness.getMax() - fullness.getMin() > IMBALANCE) due.add(LimitTrigger.IMBALANCE);
        if (nearing && fullness.getMax() >= NEAR && fullness.getMin() < NEAR) due.add(LimitTrigger.NEAR_LIMIT);
        due.retainAll(policy.triggers());
        return due;
    }

    /** Whether a consumer that had taken so many units has come to 80 % of its limit since. */
    public static boolean comesNear(Share share, Units takenBefore) {
        var limit = share.limit();
        if (limit == null || limit.isZero()) return false;
        return takenBefore.count() < NEAR * limit.count() && share.fullness() >= NEAR;
    }

    /** When a checkpoint in time has to be looked at without anybody drawing. */
    public Instant nextLook(Instant now) {
        if (!policy.triggers().contains(LimitTrigger.TIME)) return Instant.MAX;
        var passed = checkpoint(elapsed(now)) > progress.time();
        return passed ? progress.adjustedAt().plus(policy.minInterval()) : nextCheckpoint(now);
    }

    /** When the next checkpoint in time is reached; {@link Instant#MAX} after the last one and without an end. */
    Instant nextCheckpoint(Instant now) {
        var end = validity.to();
        if (end == null) return Instant.MAX;
        var whole = Duration.between(validity.from(), end);
        for (int i = CHECKPOINTS.length - 1; i >= 0; i--) {
            var at = validity.from().plus(whole.multipliedBy(CHECKPOINTS[i]).dividedBy(100));
            if (at.isAfter(now)) return at;
        }
        return Instant.MAX;
    }

    /** So long a grant lasts: near the end of the units they come back fast. */
    public Duration grantValidity(Instant now) {
        var rate = progress.rate().at(now, Rate.memory(validity));
        var free = total.excessOver(taken()).count();
        var seconds = rate <= 0 ? GRANT_MAX.toSeconds() : free / (2 * rate);
        return seconds >= GRANT_MAX.toSeconds()
                ? GRANT_MAX
                : Duration.ofSeconds(Math.max(GRANT_MIN.toSeconds(), (long) seconds));
    }

    /** With limits moved by the rules of spec S7 (3). */
    public LimitAdjustment adjust(List<Share> shares, Set<LimitTrigger> triggers, Instant now) {
        return LimitAdjustment.of(this, shares, triggers, now);
    }

    private static int checkpoint(double part) {
        for (int checkpoint : CHECKPOINTS)
            if (part * 100 >= checkpoint) return checkpoint;
        return 0;
    }
}
