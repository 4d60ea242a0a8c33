package io.planshare.suite;

import java.net.URI;
import java.nio.file.Path;

/** Where the suite that runs on this data directory answers. */
public final class RunningSuite {

    private RunningSuite() {}

    /** @throws Refused none runs */
    public static URI home() {
        return ports().homeUrl();
    }

    /** The first instance of a service, such as {@code charging}. */
    public static URI service(String name) {
        var service = Service.named(name).orElseThrow(() -> new IllegalArgumentException("no service " + name));
        return ports().urlOf(new Instance(service, 1));
    }

    private static PortPlan ports() {
        var directory = new SuiteDirectory(Path.of(System.getProperty(Suite.HOME, ".planshare")));
        return Running.require(directory).options().ports();
    }
}
