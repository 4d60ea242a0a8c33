package io.planshare.bench;

import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import io.planshare.kit.testing.Tokens;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench booking}: charging decides on one pool as fast as it can, and the quota-service books each use
 * record that comes of it, on the same machine; how far it is behind when the load ends, and until when.
 */
public final class BookingBench {

    private static final int CONNECTIONS = 256;
    private static final int SESSIONS = 1_024;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private BookingBench() {}

    /** Arguments: how many seconds of load. */
    public static void main(String[] args) {
        var lasting = Duration.ofSeconds(args.length == 0 ? 60 : Integer.parseInt(args[0]));
        Bench.run(() -> {
            var directory = Files.createTempDirectory("planshare-bench");
            try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                    var charging = ServiceProcess.charging(platform, Map.of());
                    var quota = ServiceProcess.quota(platform)) {
                var pool = Pools.seed(charging.database(), 1, 1_000);
                var calls = pool.open(charging.url(), SESSIONS, CONNECTIONS, "update",
                        Tokens.bearer("nchf-convergedcharging"));
                System.out.println("warm-up                            "
                        + Load.asFastAsAnswered(charging.url(), calls, WARM_UP));
                System.out.printf(Locale.ROOT, "  booked after %.1f s%n", booked(charging, quota).toMillis() / 1e3);
                System.out.println("one pool, quota-service beside it  "
                        + Load.asFastAsAnswered(charging.url(), calls, lasting));
                long all = count(charging.database(), "usage_record");
                long behind = all - count(quota.database(), "use_record");
                System.out.printf(Locale.ROOT,
                        "%,d use records; %,d not booked yet as the load ends; all booked after %.1f s   bar 30%n", all,
                        behind, booked(charging, quota).toMillis() / 1e3);
            }
        });
    }

    /** How long until quota has booked what charging recorded. */
    private static Duration booked(ServiceProcess charging, ServiceProcess quota)
            throws SQLException, InterruptedException {
        var begin = Instant.now();
        long all = count(charging.database(), "usage_record");
        while (count(quota.database(), "use_record") < all) {
            if (Duration.between(begin, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("not all is booked after " + PATIENCE);
            }
            Thread.sleep(50);
        }
        return Duration.between(begin, Instant.now());
    }

    private static long count(Database database, String table) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
