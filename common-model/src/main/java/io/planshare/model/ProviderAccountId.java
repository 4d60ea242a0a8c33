package io.planshare.model;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a provider account: where units lie (TMF654 shared bucket). */
public record ProviderAccountId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderAccountId {}

    public static ProviderAccountId next() {
        return new ProviderAccountId(Id.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
