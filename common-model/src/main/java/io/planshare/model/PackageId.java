package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a package: the contract behind provider accounts, one for each cycle. */
public record PackageId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PackageId {}

    public static PackageId next() {
        return new PackageId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
