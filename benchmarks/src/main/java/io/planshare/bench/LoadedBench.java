package io.planshare.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import io.planshare.kit.testing.Tokens;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench loaded}: a million subscriptions with 200,000 live sessions beside the empty system, updates of two
 * rating groups over three accounts each.
 */
public final class LoadedBench {

    private static final int CONNECTIONS = 256;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private LoadedBench() {}

    /** Arguments: how many seconds the loaded system is measured, the empty one for a fifth of it. */
    public static void main(String[] args) {
        Bench.run(() -> run(args));
    }

    private static void run(String[] args) throws Exception {
        var lasting = Duration.ofSeconds(args.length == 0 ? 300 : Integer.parseInt(args[0]));
        var directory = Files.createTempDirectory("planshare-bench");
        var token = Tokens.bearer("nchf-convergedcharging");
        try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                var charging = ServiceProcess.charging(platform, Map.of())) {
            var few = Crowd.seed(charging.database(), "few", 4_096, 1_024).calls(CONNECTIONS, token);
            Load.asFastAsAnswered(charging.url(), few, WARM_UP);
            var empty = Load.asFastAsAnswered(charging.url(), few, lasting.dividedBy(5));
            System.out.println("empty                              " + empty);
            var began = System.nanoTime();
            var crowd = Crowd.seed(charging.database(), "many", 1_000_000, 200_000).calls(CONNECTIONS, token);
            System.out.printf(Locale.ROOT, "a million seeded in                %,.0f s%n",
                    (System.nanoTime() - began) / 1e9);
            var loaded = Load.asFastAsAnswered(charging.url(), crowd, lasting);
            System.out.println("loaded                             " + loaded);
            System.out.printf(Locale.ROOT, "  events drained after %.1f s%n",
                    charging.database().drained().toMillis() / 1e3);
            System.out.printf(Locale.ROOT, "loaded : empty                     %.2f   bar 0.5, aim 0.8%n",
                    loaded.perSecond() / empty.perSecond());
        }
    }
}
