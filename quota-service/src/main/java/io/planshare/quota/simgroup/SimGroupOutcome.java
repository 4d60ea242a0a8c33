package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What came of a command about a group, or of a question. */
sealed interface SimGroupOutcome {

    sealed interface OfChange extends SimGroupOutcome {}

    sealed interface OfReport extends SimGroupOutcome {}

    sealed interface OfActivity extends SimGroupOutcome {}

    record Done(SimGroup group) implements OfChange {}

    record Unknown() implements OfChange, OfReport, OfActivity {}

    /** @param indexes of the members that are in a group already */
    record InAnotherGroup(List<Integer> indexes) implements OfChange {}

    /** @param indexes of the members that should be ours and are not in our register, or the other way round */
    record WrongCarrier(List<Integer> indexes) implements OfChange {}

    record NotAMember() implements OfChange {}

    /** The threshold is above the allowance: every card would be restricted for ever. */
    record ThresholdAboveAllowance() implements OfChange {}

    /**
     * A report was counted.
     *
     * @param uncounted which of its slots hold cards that the group does not count by reports
     * @param restricted which of its slots hold cards that stop now
     */
    record Counted(SimGroup group, Instruction instruction, List<Integer> uncounted,
            List<Integer> restricted) implements OfReport {}

    /** The device did not sign it, or is not known to report for this group. */
    record Forged() implements OfReport {}

    /** Signed, but no report that could be true. */
    record Implausible() implements OfReport {}

    /** @param last the number that came last */
    record OldSequence(long last) implements OfReport {}

    record Activity(@Nullable Instant asOf, List<SimActivityStore.Hour> hours) implements OfActivity {}

    /** What is known of the card is older than its group allows. */
    record TooOld(@Nullable Instant asOf) implements OfActivity {}
}
