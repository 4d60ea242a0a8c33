package io.planshare.transfer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

/** What becomes of a transfer now. */
public sealed interface Decision {

    /**
     * It may start, or go on. These octets are reserved for it.
     *
     * @param urgent it was admitted as HIGH or REALTIME: these octets count in its application's budget for that
     */
    record Allow(String connection, Units maxOctets, Instant validUntil, boolean urgent) implements Decision {}

    /**
     * It waits. It is decided anew whenever something changes.
     *
     * @param until when it should be asked for again; null if that depends on a condition only
     * @param offered with SWITCH_UNACKNOWLEDGED: the connection that it could take; else null
     */
    record Defer(Reason reason, @Nullable Instant until, @Nullable String offered) implements Decision {}

    /** It must not be as things stand. */
    record Deny(Reason reason) implements Decision {}
}
