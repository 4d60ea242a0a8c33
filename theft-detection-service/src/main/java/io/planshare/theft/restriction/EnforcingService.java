package io.planshare.theft.restriction;

import java.util.Arrays;
import java.util.Optional;

/** The four that enforce a restriction, under the names with which they acknowledge it (design section 10). */
enum EnforcingService {
    ENROLLMENT("enrollment-service"),
    QUOTA("quota-service"),
    CHARGING("charging-service"),
    SIM_ALLOCATION(
            "sim-allocation-service");

    private final String serviceName;

    EnforcingService(String serviceName) {
        this.serviceName = serviceName;
    }

    String serviceName() {
        return serviceName;
    }

    static Optional<EnforcingService> named(String name) {
        return Arrays.stream(values()).filter(service -> service.serviceName.equals(name)).findFirst();
    }
}
