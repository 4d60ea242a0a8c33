package io.planshare.suite.home;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param services by name, as {@code charging-service}; a second instance has a name of its own, as {@code charging-service-2}
 */
@ConfigurationProperties("planshare.home")
record HomeSettings(@DefaultValue Map<String, Place> services) {
    HomeSettings {
        services = new LinkedHashMap<>(services);
    }

    /**
     * One service.
     *
     * @param url as a browser on this machine reaches it
     * @param internalUrl as this page's server reaches it; the same unless they stand in containers
     */
    record Place(URI url, @org.jspecify.annotations.Nullable URI internalUrl) {
        URI from(String path) {
            return (internalUrl == null ? url : internalUrl).resolve(path);
        }
    }
}
