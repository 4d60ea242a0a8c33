package io.planshare.suite;

import java.net.URI;

/** Every port of the suite follows from the home page's; all of them move together. */
record PortPlan(int base) {
    static final PortPlan USUAL = new PortPlan(8080);

    private static final int LOWEST = 1024;
    private static final int POSTGRES = 15_432 - 8080;
    private static final int KAFKA = 19_092 - 8080;
    private static final int HIGHEST = 65_535 - KAFKA;
    private static final int BETWEEN_INSTANCES = 10;

    PortPlan {
        if (base < LOWEST || base > HIGHEST) {
            throw new Refused("--port-base is a number from " + LOWEST + " to " + HIGHEST + ", not " + base);
        }
    }

    /** 8083 for the first charging-service, 8093 for the second. */
    int of(Instance instance) {
        return base + 1 + instance.service().ordinal() + BETWEEN_INSTANCES * (instance.number() - 1);
    }

    /** Token issuer and home page. */
    int home() {
        return base;
    }

    int postgres() {
        return base + POSTGRES;
    }

    int kafka() {
        return base + KAFKA;
    }

    URI homeUrl() {
        return url(base);
    }

    URI urlOf(Instance instance) {
        return url(of(instance));
    }

    private static URI url(int port) {
        return URI.create("http://localhost:" + port);
    }
}
