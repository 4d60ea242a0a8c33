package io.planshare.kit.inbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.event.Event;

/**
 * An event as it was delivered.
 *
 * @param id the CloudEvents id: equal for repeated deliveries of one event
 * @param time when its publisher recorded it (ce_time)
 * @param traceparent W3C trace context in which it was published, if that was traced
 */
public record Received(String id, Event event, Instant time, @Nullable String traceparent) {}
