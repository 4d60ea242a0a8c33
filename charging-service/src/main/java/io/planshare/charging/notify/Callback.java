package io.planshare.charging.notify;

import java.util.UUID;

/**
 * One call to a network function.
 *
 * @param version of what it tells, where that can change before it is told
 * @param type for metrics and logs
 * @param about what it is about, for logs
 * @param attempts so many so far, this one counted
 * @param moot there is no need to tell it any more
 */
public record Callback(UUID id, long version, String uri, String body, String type, String about, int attempts,
        boolean moot) {}
