package io.planshare.quota.deduction;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;

/** A close of a sharing group's cycles, and how far it is. */
@Schema(name = "DeductionRun")
record DeductionRun(UUID id, @Schema(example = "01920000-0000-7000-8000-00000000ac01") AccountId groupId,
        Mode mode, @Schema(description = "use that occurred then or later is looked at") Instant from,
        @Schema(description = "and before this") Instant to,
        @Schema(description = "the cycles that are closed, by their provider accounts") List<ProviderAccountId> ended,
        @Schema(description = "grows when balances changed while it was computed", example = "1") int round,
        State state,
        Instant requestedAt, @Nullable Outcome outcome, @Nullable Instant finishedAt) {

    @Schema(name = "DeductionMode")
    enum Mode {
        /** Closes every cycle of the group that has ended, without waiting for late use. */
        CYCLE_CLOSE,
        /** Says what a close would do if the cycles of now ended at once; moves nothing. */
        WHAT_IF
    }

    @Schema(name = "DeductionRunState")
    enum State {
        /** Charging is asked what lies in the accounts. */
        REQUESTED,
        /** It has said so; the moves are computed. */
        PREPARED,
        /** The moves are proposed. */
        PROPOSED,
        /** Charging has posted them. */
        POSTED,
        /** The moves are known, of a question what would be: nothing is done with them. */
        COMPUTED,
        /** Balances changed again and again; it is tried later by another run. */
        GIVEN_UP
    }

    @Schema(name = "DeductionOutcome")
    record Outcome(
            @Schema(description = "of all that the last round's moves were computed from: equal inputs, equal moves") String inputHash,
            @Schema(description = "of the last round's moves") String movesHash,
            @Schema(description = "units beyond all packages as the first round found them", example = "100") long excessBefore,
            @Schema(description = "and as they are once the last round's moves are posted", example = "0") long excessAfter,
            @Schema(description = "units called back, as in moves", example = "0") long recalled,
            @Schema(description = "that the last round proposed and that those before it posted", example = "2") int moves) {

        Outcome after(Posted before) {
            return new Outcome(inputHash, movesHash, excessBefore, excessAfter, recalled + before.recalled,
                    moves + before.moves);
        }
    }

    /**
     * What earlier rounds moved.
     *
     * @param recalled units that were called back
     */
    record Posted(int moves, long recalled) {}

    DeductionRun {
        ended = List.copyOf(ended);
    }

    boolean isComputed() {
        return switch (state) {
            case REQUESTED, PREPARED -> false;
            case PROPOSED, POSTED, COMPUTED, GIVEN_UP -> true;
        };
    }

    static DeductionRun requested(AccountId groupId, Mode mode, Instant from, Instant to, List<ProviderAccountId> ended,
            Instant now) {
        return new DeductionRun(Id.next(), groupId, mode, from, to, ended, 1, State.REQUESTED, now, null, null);
    }
}
