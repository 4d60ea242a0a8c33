package io.planshare.charging.judge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What happened in one family, as both sides tell it.
 *
 * @param heard what clients sent and were answered, by the hash of the body
 * @param decisions what is stored of the answered requests
 * @param changes what people and silence did meanwhile
 * @param metered what the stored usage records of each session come to
 */
public record History(List<Account> accounts, Map<String, Heard> heard, List<Decision> decisions, List<Change> changes,
        Map<UUID, Long> metered) {

    /**
     * A pool.
     *
     * @param limits of those who may draw; {@link Long#MAX_VALUE} for as much as there is
     */
    public record Account(UUID id, long granted, Map<UUID, Long> limits) {}

    /**
     * A request that was answered.
     *
     * @param used by rating group; each request is the only one that reports it
     * @param ratingGroups it speaks of, in this order
     * @param releases all that its session holds
     */
    public record Heard(UUID session, UUID payer, Instant at, List<Long> ratingGroups, Map<Long, Long> used,
            boolean releases) {}

    /** What is stored of a decision: the versions it made, what it debited, and what it granted. */
    public record Decision(String hash, UUID session, Instant decidedAt, Map<UUID, Long> made, List<Debit> debits,
            List<Grant> grants) {}

    public record Debit(long ratingGroup, UUID account, long units) {}

    /** @param seen the versions of the accounts that were asked for it */
    public record Grant(long ratingGroup, long wished, long granted, Map<UUID, Long> seen) {}

    /** Something that no decision tells: it took place between two instants. */
    public sealed interface Change {

        Instant sent();

        Instant heard();

        default boolean isOver(Instant at) {
            return !heard().isAfter(at);
        }

        default boolean mayHaveBegun(Instant at) {
            return !sent().isAfter(at);
        }

        record ToppedUp(Instant sent, Instant heard, UUID account, long units) implements Change {}

        record Limited(Instant sent, Instant heard, UUID account, UUID payer, long limit) implements Change {}

        record Expired(Instant sent, Instant heard, UUID session) implements Change {}
    }
}
