package io.planshare.kit.outbox;

import org.jspecify.annotations.Nullable;

import io.micrometer.tracing.Tracer;

/** The trace in which something is published. */
record CurrentTrace(@Nullable Tracer tracer) {

    private static final String NO_TRACE = "0".repeat(32);

    /** As W3C Trace Context writes it, also for a trace that is not recorded; null outside a trace. */
    @Nullable
    String traceparent() {
        var span = tracer == null ? null : tracer.currentSpan();
        if (span == null) return null;
        var context = span.context();
        if (context.traceId().length() != NO_TRACE.length() || context.traceId().equals(NO_TRACE)) return null;
        return "00-" + context.traceId() + "-" + context.spanId()
                + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00");
    }
}
