package io.planshare.theft.restriction;

/** What became of an order or a lift. */
sealed interface RestrictionOutcome {

    sealed interface OfOrder extends RestrictionOutcome {}

    record Ordered(Restriction restriction) implements OfOrder {}

    record UnknownDevice() implements OfOrder {}

    /** The level needs a caller who may confirm a theft. */
    record Unconfirmed() implements OfOrder {}

    sealed interface OfLift extends RestrictionOutcome {}

    record Lifted(Restriction restriction) implements OfLift {}

    record Unknown() implements OfLift {}

    /** It was lifted or replaced before. */
    record NotInForce(Restriction restriction) implements OfLift {}
}
