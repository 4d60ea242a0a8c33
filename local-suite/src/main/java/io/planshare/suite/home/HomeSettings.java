package io.planshare.suite.home;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param services by name, as {@code charging-service}; a second instance has a name of its own, as {@code charging-service-2}
 */
@ConfigurationProperties("planshare.home")
public record HomeSettings(@DefaultValue Map<String, Place> services) {
    public HomeSettings {
        services = new LinkedHashMap<>(services);
    }

    /** Address of a service as this page's server reaches it; empty if the suite runs without it. */
    public Optional<URI> address(String service) {
        return Optional.ofNullable(services.get(service)).map(Place::inside);
    }

    /**
     * One service.
     *
     * @param url as a browser on this machine reaches it
     * @param internalUrl as this page's server reaches it; the same unless they stand in containers
     */
    public record Place(URI url, @Nullable URI internalUrl) {
        URI inside() {
            return internalUrl == null ? url : internalUrl;
        }
    }
}
