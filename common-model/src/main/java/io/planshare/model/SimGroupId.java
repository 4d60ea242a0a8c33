package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a group of SIM cards that use one allowance together (spec S8). */
public record SimGroupId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SimGroupId {}

    public static SimGroupId next() {
        return new SimGroupId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
