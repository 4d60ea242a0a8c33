package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a restriction ordered for a device. */
public record RestrictionId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RestrictionId {}

    public static RestrictionId next() {
        return new RestrictionId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
