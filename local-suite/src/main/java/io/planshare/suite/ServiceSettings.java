package io.planshare.suite;

import java.util.Map;
import java.util.TreeMap;

import io.planshare.platform.DatabaseAccess;

/** What a service is told by the suite; everything else it knows by itself. */
final class ServiceSettings {
    private ServiceSettings() {}

    static Map<String, String> of(Instance instance, PortPlan ports, DatabaseAccess database, String bootstrapServers) {
        var settings = new TreeMap<String, String>();
        settings.put("server.port", Integer.toString(ports.of(instance)));
        // Demo passwords are no protection: nothing of the suite is reachable from another machine.
        settings.put("server.address", "127.0.0.1");
        settings.put("planshare.db.url", database.url());
        settings.put("planshare.db.owner-user", database.ownerUser());
        settings.put("planshare.db.owner-password", database.ownerPassword());
        settings.put("planshare.db.app-user", database.appUser());
        settings.put("planshare.db.app-password", database.appPassword());
        settings.put("spring.kafka.bootstrap-servers", bootstrapServers);
        settings.put("spring.kafka.client-id", instance.name());
        settings.put("planshare.security.issuer", ports.homeUrl().toString());
        settings.put("planshare.security.jwk-set-uri", ports.homeUrl().resolve("/oauth2/jwks").toString());
        if (instance.service() == Service.CHARGING) {
            settings.putAll(peers(ports));
        }
        return settings;
    }

    /** Whom charging-service asks about usage older than its payer maps (design section 2), and as who. */
    private static Map<String, String> peers(PortPlan ports) {
        return Map.of(
                "planshare.peers.enrollment.url", ports.urlOf(new Instance(Service.ENROLLMENT, 1)).toString(),
                "planshare.peers.token-url", ports.homeUrl().resolve("/oauth2/token").toString(),
                "planshare.peers.client-id", "charging-service",
                "planshare.peers.client-secret", "charging-service-demo");
    }
}
