package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a plan of the catalogue, which ties a tariff and packages together. */
public record PlanId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PlanId {}

    public static PlanId next() {
        return new PlanId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
