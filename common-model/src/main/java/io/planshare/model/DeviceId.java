package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a device: the resource that several payers share. */
public record DeviceId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeviceId {}

    public static DeviceId next() {
        return new DeviceId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
