package io.planshare.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import io.planshare.kit.testing.Tokens;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench overload}: four times as much is asked as the lanes may decide. What they decide must not suffer, and
 * whoever is refused must hear it at once.
 */
public final class OverloadBench {

    private static final int DECIDED = 1_500;
    private static final int OFFERED = 6_000;
    private static final int CONNECTIONS = 512;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private OverloadBench() {}

    public static void main(String[] args) {
        Bench.run(() -> run(args));
    }

    private static void run(String[] args) throws Exception {
        var lasting = Duration.ofSeconds(args.length == 0 ? 30 : Integer.parseInt(args[0]));
        var directory = Files.createTempDirectory("planshare-bench");
        try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                var charging = ServiceProcess.charging(platform,
                        Map.of("planshare.charging.lanes.rate-max", Integer.toString(DECIDED),
                                "planshare.charging.lanes.queue-max", "150"))) {
            var pool = Pools.seed(charging.database(), 1, 1_000);
            var token = Tokens.bearer("nchf-convergedcharging");
            var calls = pool.open(charging.url(), 2 * CONNECTIONS, CONNECTIONS, "update", token);
            Load.atRate(charging.url(), calls, WARM_UP, OFFERED);
            var measured = Load.atRate(charging.url(), calls, lasting, OFFERED);
            System.out.println(measured);
            System.out.printf(Locale.ROOT,
                    "of %,.0f/s offered %,.0f/s were decided, %.0f %% of the %,d/s that the lanes may (bar 80 %%)%n",
                    measured.nanos().length / (measured.lasted().toNanos() / 1e9), measured.perSecond(),
                    100 * measured.perSecond() / DECIDED, DECIDED);
        }
    }
}
