package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What came of a command about a group, or of a question. */
sealed interface SimGroupOutcome {

    sealed interface OfChange extends SimGroupOutcome {}

    sealed interface OfActivity extends SimGroupOutcome {}

    record Done(SimGroup group) implements OfChange {}

    record Unknown() implements OfChange, OfActivity {}

    /** @param indexes of the members that are in a group already */
    record InAnotherGroup(List<Integer> indexes) implements OfChange {}

    /** @param indexes of the members that should be ours and are not in our register, or the other way round */
    record WrongCarrier(List<Integer> indexes) implements OfChange {}

    record NotAMember() implements OfChange {}

    /** The threshold is above the allowance: every card would be restricted for ever. */
    record ThresholdAboveAllowance() implements OfChange {}

    record Activity(@Nullable Instant asOf, List<SimActivityStore.Hour> hours) implements OfActivity {}

    /** What is known of the card is older than its group allows. */
    record StaleMeter(@Nullable Instant asOf) implements OfActivity {}
}
