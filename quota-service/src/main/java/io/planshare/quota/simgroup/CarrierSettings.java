package io.planshare.quota.simgroup;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which carriers are asked, and how often.
 *
 * @param servers by the names that groups use
 * @param every between two questions about a group
 * @param everyMax the wait doubles with each failure, up to this
 * @param timeout to connect, and again for the answer
 */
@ConfigurationProperties("planshare.carriers")
record CarrierSettings(@DefaultValue Map<String, Server> servers, @DefaultValue("5m") Duration every,
        @DefaultValue("1h") Duration everyMax, @DefaultValue("5s") Duration timeout) {

    /**
     * @param url of its TMF677 v3 interface, such as {@code https://carrier.example/tmf-api/usageConsumption/v3}
     * @param token sent as bearer token
     */
    record Server(URI url, @Nullable String token) {}

    CarrierSettings {
        servers = Map.copyOf(servers);
        if (!every.isPositive() || everyMax.compareTo(every) < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException("planshare.carriers: 0 < every <= every-max, and 0 < timeout");
        }
    }

    /** A wish of the carrier's counts, but never brings the next question forward. */
    Duration waitAfter(int failures, @Nullable Duration wished) {
        var wait = every;
        for (int i = 0; i < failures && wait.compareTo(everyMax) < 0; i++)
            wait = wait.multipliedBy(2);
        if (wait.compareTo(everyMax) > 0) wait = everyMax;
        return wished != null && wished.compareTo(wait) > 0 ? wished : wait;
    }
}
