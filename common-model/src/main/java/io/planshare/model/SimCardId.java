package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a SIM card or eSIM profile. */
public record SimCardId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SimCardId {}

    public static SimCardId next() {
        return new SimCardId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
