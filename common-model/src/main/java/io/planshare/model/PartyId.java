package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a person or an organisation (TMF632). */
public record PartyId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PartyId {}

    public static PartyId next() {
        return new PartyId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
