package io.planshare.suite;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

import io.planshare.platform.DatabaseAccess;
import io.planshare.platform.Databases;
import io.planshare.platform.Platform;

/** PostgreSQL with the services' databases in it, and Kafka. */
final class Servers implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Platform platform;
    private final Map<Service, DatabaseAccess> databases = new EnumMap<>(Service.class);

    private Servers(Platform platform) {
        this.platform = platform;
        for (Service service : Service.values()) {
            // New ones at every start: nobody has to keep them.
            databases.put(service, Databases.create(platform, service.database(), password(), password()));
        }
    }

    static Servers start(SuiteDirectory directory, PortPlan ports) {
        var platform = Platform.start(directory.path(), ports.postgres(), ports.kafka());
        try {
            return new Servers(platform);
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    Map<String, String> settingsOf(Instance instance, PortPlan ports) {
        return ServiceSettings.of(instance, ports, Objects.requireNonNull(databases.get(instance.service())),
                platform.bootstrapServers());
    }

    String postgresAddress() {
        return platform.jdbcUrl("").replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*$", "");
    }

    String kafkaAddress() {
        return platform.bootstrapServers();
    }

    @Override
    public void close() {
        platform.close();
    }

    private static String password() {
        var octets = new byte[16];
        RANDOM.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
