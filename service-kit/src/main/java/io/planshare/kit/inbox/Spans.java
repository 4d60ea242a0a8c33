package io.planshare.kit.inbox;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

/**
 * Carries traces over from publisher to consumer. Deliveries of one trace go on in it; a mixed batch is a trace of its
 * own that links to each of them.
 */
record Spans(@Nullable Tracer tracer, ObservationRegistry observations) {

    private static final int LINKS_MAX = 32;
    /** W3C Trace Context; later versions begin alike. */
    private static final Pattern TRACEPARENT = Pattern
            .compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]([0-9a-f]).*");

    <T> T within(String consumer, List<Decoded.Known> batch, Supplier<T> work) {
        if (tracer == null) return work.get();
        var span = begin(tracer, batch).name(consumer + " process").kind(Span.Kind.CONSUMER)
                .tag("messaging.system", "kafka").tag("messaging.batch.message_count", batch.size()).start();
        try (var _ = tracer.withSpan(span)) {
            return span.isNoop() ? work.get() : observed(consumer, work);
        } catch (RuntimeException e) {
            span.error(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /** Statements are spans only inside of an observation; in a trace that is not recorded they would cost for nothing. */
    private <T> T observed(String consumer, Supplier<T> work) {
        return Objects.requireNonNull(Observation.createNotStarted("planshare.inbox.batch", observations)
                .lowCardinalityKeyValue("consumer", consumer).observe(work));
    }

    private static Span.Builder begin(Tracer tracer, List<Decoded.Known> batch) {
        var parents = new LinkedHashSet<String>();
        for (var each : batch) {
            var parent = each.received().traceparent();
            if (parent != null) parents.add(parent);
        }
        var contexts = parents.stream().limit(LINKS_MAX).flatMap(parent -> context(tracer, parent).stream()).toList();
        var span = tracer.spanBuilder();
        if (contexts.size() == 1) return span.setParent(contexts.getFirst());
        span.setNoParent();
        contexts.forEach(context -> span.addLink(new Link(context)));
        return span;
    }

    private static Optional<TraceContext> context(Tracer tracer, String traceparent) {
        var parts = TRACEPARENT.matcher(traceparent);
        if (!parts.matches()) return Optional.empty();
        boolean sampled = (Character.digit(parts.group(3).charAt(0), 16) & 1) == 1;
        return Optional.of(tracer.traceContextBuilder().traceId(parts.group(1)).spanId(parts.group(2))
                .sampled(sampled).build());
    }
}
