package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names an enrollment: who may use which capability of a device on whose subscription. */
public record EnrollmentId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EnrollmentId {}

    public static EnrollmentId next() {
        return new EnrollmentId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
