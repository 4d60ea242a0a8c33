package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a tariff of the catalogue: what use costs in money, in versions. */
public record TariffId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TariffId {}

    public static TariffId next() {
        return new TariffId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
