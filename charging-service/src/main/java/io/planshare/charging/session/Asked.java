package io.planshare.charging.session;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers.Question;

/**
 * A request on its way.
 *
 * @param older what enrollment answered about instants that are older than our payer map reaches
 * @param traceparent the trace it came in, under which its events are published
 */
public record Asked(ChargingRequest request, Map<Question, Payer> older, @Nullable String traceparent) {

    public static Asked of(ChargingRequest request, @Nullable String traceparent) {
        return new Asked(request, Map.of(), traceparent);
    }

    /** The same, once enrollment was asked. */
    public Asked knowing(Map<Question, Payer> older) {
        return new Asked(request, older, traceparent);
    }

    /** What two requests of one batch must not have in common: each session is decided on once in a transaction. */
    public String serial() {
        return switch (request.operation()) {
            case ChargingRequest.Operation.Create _,ChargingRequest.Operation.Event _ -> request.bodyHash();
            case ChargingRequest.Operation.Update(var ref) -> ref.toString();
            case ChargingRequest.Operation.Release(var ref) -> ref.toString();
            case ChargingRequest.Operation.Expire(var ref) -> ref.toString();
        };
    }

    /** Who is likely to share accounts with it: of a session that has not begun its subscriber, who had others before. */
    public String neighbour() {
        return switch (request.operation()) {
            case ChargingRequest.Operation.Create(var supi, _) -> supi.value();
            case ChargingRequest.Operation.Event(var supi, _) -> supi.value();
            case ChargingRequest.Operation.Update _,ChargingRequest.Operation.Release _,ChargingRequest.Operation.Expire _ ->
                serial();
        };
    }
}
