package io.planshare.charging.notify;

/** What became of one attempt to tell a network function. */
sealed interface Delivery {

    /** It understood. */
    record Done() implements Delivery {}

    /** It no longer knows the session, or the address (404, 410). */
    record Gone() implements Delivery {}

    /** Its address may not be called. */
    record NotAllowed(String reason) implements Delivery {}

    /** It may understand another time. */
    record Failed(String reason) implements Delivery {}
}
