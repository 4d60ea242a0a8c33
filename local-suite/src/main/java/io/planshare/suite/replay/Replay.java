package io.planshare.suite.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.planshare.suite.RunningSuite;
import io.planshare.suite.issuer.DemoClient;

/**
 * {@code ./planshare replay FILE}: reads data records, enrols each device with its owner and a second user, reports the usage
 * in time order as a network function does, and prints who paid what. Ends with 0 when all lines were good and every payer's
 * total equals the file's, with 1 otherwise.
 */
public final class Replay {

    private static final int DEVICES_AT_ONCE = 64;
    private static final int BROKEN_LINES_SHOWN = 20;
    /** Sessions are released after so much of the trace, and the next ones opened: time order, and many devices at once. */
    private static final Duration SLICE = Duration.ofHours(1);

    private Replay() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1 || !Files.isReadable(Path.of(args[0]))) {
            System.err.println(
                    "planshare: replay takes one readable file of data records (.csv or .csv.gz) whose columns are\n  "
                            + TraceRecord.HEADING);
            System.exit(2);
        }
        try {
            System.exit(play(Path.of(args[0]), RunningSuite.home(), RunningSuite.service("enrollment"),
                    RunningSuite.service("charging")) ? 0 : 1);
        } catch (IOException | RuntimeException failed) {
            System.err.println("planshare: " + failed.getMessage());
            System.exit(1);
        }
    }

    /** True when all is as it should be. */
    static boolean play(Path file, URI issuer, URI enrollment, URI charging) throws IOException, InterruptedException {
        var trace = Trace.read(file);
        tellBroken(trace);
        if (trace.records().isEmpty()) throw new ReplayFailed("the file holds no data record");
        var shift = trace.shiftTo(Instant.now());
        var cast = new Cast(trace);
        System.out.printf(Locale.ROOT, "  %,d records of %,d devices, %,d octets; times moved by %d days%n",
                trace.records().size(), cast.handsets().size(), trace.octets(), shift.toDays());
        try (var backOffice = new SuiteApi(issuer, DemoClient.BACK_OFFICE);
                var network = new SuiteApi(issuer, DemoClient.NETWORK_FUNCTION)) {
            var since = trace.records().getFirst().at().plus(shift).minus(7, ChronoUnit.DAYS);
            new Onboarding(backOffice, enrollment, charging, since).enrol(cast);
            var name = "replay-" + trace.hash().substring(0, 16);
            report(trace, cast, new NetworkFunction(network, charging, name, trace.hash(), shift));
            var totals = backOffice.get(charging.resolve("/v1/usage-totals?nfConsumer=" + name));
            if (totals.status() != 200) throw new ReplayFailed("charging tells no totals: " + totals.body());
            var paid = new WhoPaid(trace, totals.json(), cast.payers());
            paid.print(System.out);
            return paid.agrees() && trace.broken().isEmpty();
        }
    }

    private static void report(Trace trace, Cast cast, NetworkFunction network) throws InterruptedException {
        try (var progress = new Progress("reporting usage", trace.records().size())) {
            for (var slice : slices(trace.records())) {
                try (var work = new Work(DEVICES_AT_ONCE)) {
                    for (var device : slice.entrySet()) {
                        work.start(() -> network.report(cast.handset(device.getKey()), device.getValue(), progress));
                    }
                }
            }
        }
    }

    /** The records by device, slice of time by slice of time. */
    private static List<Map<String, List<TraceRecord>>> slices(List<TraceRecord> records) {
        var slices = new LinkedHashMap<Long, Map<String, List<TraceRecord>>>();
        for (var data : records) {
            slices.computeIfAbsent(data.at().getEpochSecond() / SLICE.toSeconds(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(data.device(), _ -> new ArrayList<>()).add(data);
        }
        return List.copyOf(slices.values());
    }

    private static void tellBroken(Trace trace) {
        trace.broken().stream().limit(BROKEN_LINES_SHOWN)
                .forEach(broken -> System.err.println("  line " + broken.line() + " " + broken.reason()));
        if (trace.broken().size() > BROKEN_LINES_SHOWN) {
            System.err.println("  and " + (trace.broken().size() - BROKEN_LINES_SHOWN) + " more broken lines");
        }
    }
}
