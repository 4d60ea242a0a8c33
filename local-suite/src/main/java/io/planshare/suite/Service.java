package io.planshare.suite;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The five services of the suite (design section 1), in the order of their ports. */
enum Service {
    ENROLLMENT("enrollment", "io.planshare.enrollment.EnrollmentApplication"),
    QUOTA("quota",
            "io.planshare.quota.QuotaApplication"),
    CHARGING("charging",
            "io.planshare.charging.ChargingApplication"),
    SIM_ALLOCATION("sim-allocation",
            "io.planshare.sim.SimApplication"),
    THEFT_DETECTION("theft-detection",
            "io.planshare.theft.TheftApplication");

    private final String stem;
    private final String application;

    Service(String stem, String application) {
        this.stem = stem;
        this.application = application;
    }

    /** As it calls itself, {@code charging-service}. */
    String id() {
        return stem + "-service";
    }

    /** The class that runs it alone. */
    String application() {
        return application;
    }

    /** Name of its database, and beginning of its two roles'. */
    String database() {
        return stem.replace('-', '_');
    }

    /** By {@code charging} or {@code charging-service}. */
    static Optional<Service> named(String name) {
        return Arrays.stream(values()).filter(each -> each.stem.equals(name) || each.id().equals(name)).findFirst();
    }

    /** For a sentence that says what could have been meant. */
    static String names() {
        return Arrays.stream(values()).map(each -> each.stem).collect(Collectors.joining(", "));
    }
}
