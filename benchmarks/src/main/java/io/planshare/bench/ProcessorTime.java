package io.planshare.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processor time used so far by the service, by PostgreSQL, and by this JVM (generator and broker).
 *
 * @param here none if the service is this JVM: then all of it is the service's
 */
record ProcessorTime(Duration service, Duration postgres, Optional<Duration> here) {

    /**
     * @param service its process; this one if it runs here
     * @param postmaster the process of which all backends are children
     */
    static ProcessorTime now(ProcessHandle service, ProcessHandle postmaster) {
        return new ProcessorTime(of(service),
                Stream.concat(Stream.of(postmaster), postmaster.children()).map(ProcessorTime::of)
                        .reduce(Duration.ZERO, Duration::plus),
                Optional.of(ProcessHandle.current()).filter(it -> !it.equals(service)).map(ProcessorTime::of));
    }

    static ProcessHandle postmaster(Database database) throws SQLException {
        try (var connection = database.connect();
                var row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
        }
    }

    /** How much of it one of so many requests took since then. */
    String since(ProcessorTime before, long requests) {
        var apart = here.flatMap(now -> before.here.map(then -> ", generator and broker "
                + micros(now.minus(then), requests)));
        return String.format(Locale.ROOT, "µs each: %s %d, PostgreSQL %d%s",
                apart.isPresent() ? "service" : "service, generator and broker",
                micros(service.minus(before.service), requests), micros(postgres.minus(before.postgres), requests),
                apart.orElse(""));
    }

    private static long micros(Duration time, long requests) {
        return time.toNanos() / 1_000 / Math.max(1, requests);
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
