package io.planshare.charging.nchf;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.planshare.charging.notify.NotifyHosts;
import io.planshare.charging.spending.SpendingLimits;
import io.planshare.charging.spending.SpendingOutcome;
import io.planshare.charging.spending.SpendingOutcome.AnotherSubscriber;
import io.planshare.charging.spending.SpendingOutcome.NoCounters;
import io.planshare.charging.spending.SpendingOutcome.NotFound;
import io.planshare.charging.spending.SpendingOutcome.NotYetKnown;
import io.planshare.charging.spending.SpendingOutcome.UnknownCounters;
import io.planshare.charging.spending.SpendingOutcome.Unwatched;
import io.planshare.charging.spending.SpendingOutcome.UserUnknown;
import io.planshare.charging.spending.SpendingOutcome.Watched;

/** The three operations of Nchf_SpendingLimitControl (TS 29.594 clause 5.3). */
@RestController
@RequestMapping(SpendingLimitController.SUBSCRIPTIONS)
class SpendingLimitController {

    static final String SUBSCRIPTIONS = "/nchf-spendinglimitcontrol/v1/subscriptions";
    static final String ONE = "/{subscriptionId}";
    private static final int BODY_MAX = 65_536;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SpendingLimits limits;
    private final NotifyHosts notifyHosts;
    private final Clock clock;

    SpendingLimitController(SpendingLimits limits, NotifyHosts notifyHosts, Clock clock) {
        this.limits = limits;
        this.notifyHosts = notifyHosts;
        this.clock = clock;
    }

    @SpendingLimitDocs.Subscribe
    @PostMapping
    ResponseEntity<byte[]> subscribe(HttpServletRequest http) throws IOException {
        var context = SpendingLimitContext.read(Incoming.json(http, BODY_MAX));
        return answer(context, limits.subscribe(context.toSubscribe(notifyHosts, clock.instant())),
                watched -> ResponseEntity.created(URI.create(http.getRequestURL() + "/" + watched.id()))
                        .contentType(MediaType.APPLICATION_JSON).body(json(watched)));
    }

    @SpendingLimitDocs.Modify
    @PutMapping(ONE)
    ResponseEntity<byte[]> modify(@PathVariable String subscriptionId, HttpServletRequest http) throws IOException {
        var id = id(subscriptionId);
        var context = SpendingLimitContext.read(Incoming.json(http, BODY_MAX));
        return answer(context, limits.modify(id, context.toModify(notifyHosts, clock.instant())),
                watched -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON).body(json(watched)));
    }

    @SpendingLimitDocs.Unsubscribe
    @DeleteMapping(ONE)
    ResponseEntity<byte[]> unsubscribe(@PathVariable String subscriptionId) {
        return answer(SpendingLimitContext.NONE, limits.unsubscribe(id(subscriptionId)),
                _ -> ResponseEntity.ok().build());
    }

    private static ResponseEntity<byte[]> answer(SpendingLimitContext context, SpendingOutcome outcome,
            Function<Watched, ResponseEntity<byte[]>> success) {
        return switch (outcome) {
            case Watched watched -> success.apply(watched);
            case Unwatched() -> ResponseEntity.noContent().build();
            case UserUnknown() -> ProblemDetails.subscriberUnknown("/supi").response();
            case NotYetKnown() ->
                ProblemDetails.congestion("Subscriptions are still being read.").response(SOON);
            case UnknownCounters(var ids) -> ProblemDetails.unknownCounters(context.pointersTo(ids)).response();
            case NoCounters() -> ProblemDetails.of(400, "NO_AVAILABLE_POLICY_COUNTERS",
                    "The subscriber has no account that a counter could tell of.").response();
            case NotFound() -> notFound().response();
            case AnotherSubscriber() ->
                ProblemDetails.incorrect("/supi", "must be that of the subscription, or absent").response();
        };
    }

    private static byte[] json(Watched watched) {
        return WireJson.bytes(SpendingLimitStatus.from(watched));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw new Refused(notFound());
        }
    }

    private static ProblemDetails notFound() {
        return ProblemDetails.of(404, "SUBSCRIPTION_NOT_FOUND", "There is no such subscription, or it has ended.");
    }
}
