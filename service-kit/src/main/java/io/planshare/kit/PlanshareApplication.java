package io.planshare.kit;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a service under its name. The name decides which file configures it ({@code <name>.yml} on the classpath, so
 * that several services can share one flat classpath), which migrations run ({@code db/<name without -service>}), and
 * that the kit's auto-configuration applies at all: an application started otherwise gets none of it.
 */
public final class PlanshareApplication {

    /** The property that names the service, such as {@code charging-service}; the kit is active only where it is set. */
    public static final String SERVICE = "planshare.service";

    private PlanshareApplication() {}

    /** What a service's {@code main} calls. */
    public static ConfigurableApplicationContext run(Class<?> application, String service, String... args) {
        return builder(application, service).run(args);
    }

    /** For launchers that run several services in one JVM: what they add by {@code properties} beats the kit's defaults. */
    public static SpringApplicationBuilder builder(Class<?> application, String service) {
        return new SpringApplicationBuilder(application).properties(KitDefaults.of(service))
                .listeners(new LogFormat());
    }
}
