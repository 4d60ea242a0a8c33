package io.planshare.suite;

import java.util.Optional;
import java.util.regex.Pattern;

/** One running copy of a service; the first of them goes by the service's own name. */
record Instance(Service service, int number) {
    /** Ports allow for ten, and this machine for fewer. */
    static final int MAX = 9;
    private static final Pattern NAME = Pattern.compile("([a-z-]*[a-z])(?:-([2-9]))?");

    Instance {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("instance " + number + " of " + service + " is not 1 to " + MAX);
        }
    }

    /** {@code charging-service}, {@code charging-service-2}: names its log, its process file, its line in a table. */
    String name() {
        return number == 1 ? service.id() : service.id() + "-" + number;
    }

    /** By what {@link #name} gives, with or without {@code -service}. */
    static Optional<Instance> named(String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int number = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        return Service.named(parts.group(1)).map(service -> new Instance(service, number));
    }
}
