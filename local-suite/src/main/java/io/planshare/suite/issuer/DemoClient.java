package io.planshare.suite.issuer;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A program that gets a token with a password everybody can read here: one per role of design section 7. */
public enum DemoClient {
    /** Enters and changes contracts, packages, cards. */
    BACK_OFFICE(Scopes.BACK_OFFICE),
    /** Watches, restricts, operates. */
    OPERATOR(Scopes.OPERATOR),
    /** Sees everything and changes nothing. */
    VIEWER(Scopes.READ),
    /** A core network: the SMF's charging, the PCF's spending limits and the AMF's equipment check. */
    NETWORK_FUNCTION(Scopes.NETWORK);

    private final Set<String> scopes;

    DemoClient(Set<String> scopes) {
        this.scopes = scopes;
    }

    /** {@code client_id}: the role's name, as {@code back-office}. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** {@code client_secret}: for a demonstration on one machine, a secret from nobody. */
    public String secret() {
        return id() + "-demo";
    }

    /** What its tokens allow when it asks for nothing less. */
    public Set<String> scopes() {
        return scopes;
    }

    /** The client of a role; empty if there is no such role. */
    public static Optional<DemoClient> named(String role) {
        return Arrays.stream(values()).filter(client -> client.id().equals(role)).findFirst();
    }
}
