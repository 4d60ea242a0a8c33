package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one charge: an amount of money on an account, a refund or an adjustment of one. */
public record ChargeId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ChargeId {}

    public static ChargeId next() {
        return new ChargeId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
