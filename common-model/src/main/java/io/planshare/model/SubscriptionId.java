package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a subscription: one SUPI on one plan (TMF637). */
public record SubscriptionId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SubscriptionId {}

    public static SubscriptionId next() {
        return new SubscriptionId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
