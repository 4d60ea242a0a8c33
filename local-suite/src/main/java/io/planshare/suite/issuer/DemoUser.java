package io.planshare.suite.issuer;

import java.util.Locale;
import java.util.Set;

/** A person who may log in to the Swagger UIs; the login page shows the passwords. */
enum DemoUser {
    /** Tries everything, the network's interfaces too. */
    OPERATOR(Scopes.ALL),
    /** Sees everything and changes nothing. */
    VIEWER(Scopes.READ);

    private final Set<String> scopes;

    DemoUser(Set<String> scopes) {
        this.scopes = scopes;
    }

    String login() {
        return name().toLowerCase(Locale.ROOT);
    }

    String password() {
        return login() + "-demo";
    }

    Set<String> scopes() {
        return scopes;
    }
}
