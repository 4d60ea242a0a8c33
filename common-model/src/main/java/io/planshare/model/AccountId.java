package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a billing account (TMF666). */
public record AccountId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {}

    public static AccountId next() {
        return new AccountId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
