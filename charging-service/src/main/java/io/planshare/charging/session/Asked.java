package io.planshare.charging.session;

import java.util.Map;

import io.planshare.charging.payer.Payer;
import io.planshare.charging.payer.Payers.Question;

/** A request, and what enrollment answered about instants that are older than our payer map reaches. */
public record Asked(ChargingRequest request, Map<Question, Payer> older) {

    public static Asked of(ChargingRequest request) {
        return new Asked(request, Map.of());
    }

    /** What two requests of one batch must not have in common: each session is decided on once in a transaction. */
    public String serial() {
        return switch (request.operation()) {
            case ChargingRequest.Operation.Create _ -> request.bodyHash();
            case ChargingRequest.Operation.Update(var ref) -> ref.toString();
            case ChargingRequest.Operation.Release(var ref) -> ref.toString();
            case ChargingRequest.Operation.Expire(var ref) -> ref.toString();
        };
    }
}
