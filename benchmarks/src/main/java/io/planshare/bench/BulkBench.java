package io.planshare.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Id;

/**
 * Files of offline use on one pool of many members: committed decisions a second over HTTP with a token, each decided and
 * recorded by itself, and how long the events that wait then take to Kafka. Without arguments it runs the service, PostgreSQL
 * and Kafka beside itself; with a URL, a token and subscriptions it sends to a service that runs.
 */
public final class BulkBench {

    private static final int RECORDS_A_FILE = 10_000;
    private static final Pattern CHARGED = Pattern.compile("\"charged\":(\\d+)");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;
    private final List<UUID> subscriptions;

    private BulkBench(String url, String token, List<UUID> subscriptions) {
        this.url = url;
        this.token = token;
        this.subscriptions = subscriptions;
    }

    /** Arguments: files, senders; then for a service that runs: its URL, a token and subscriptions that it knows. */
    public static void main(String[] args) throws Exception {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        int senders = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        if (args.length > 2) {
            var known = List.of(args).subList(4, args.length).stream().map(UUID::fromString).toList();
            new BulkBench(args[2], args[3], known).run(files, RECORDS_A_FILE, senders, System.out);
            System.out.println("The drain of the outbox is measured beside an embedded service only.");
        } else {
            embedded(files, RECORDS_A_FILE, 1_000, senders, System.out);
        }
        System.exit(0);
    }

    /** @return decisions a second */
    static double embedded(int files, int records, int members, int senders, PrintStream out) throws Exception {
        try (var charging = EmbeddedCharging.start()) {
            var bench = new BulkBench(charging.url(), charging.token("charging:write"),
                    charging.subscriptions(members));
            bench.run(Math.max(1, files / 4), records, senders, null);
            charging.awaitDrained();
            var before = charging.processorTime();
            double rate = bench.run(files, records, senders, out);
            out.printf(Locale.ROOT, "processor time of a decision, until the last answer: %s%n",
                    charging.processorTime().since(before, (long) files * records));
            out.printf(Locale.ROOT, "%,d events waited when the last file was answered; drained %.1f s later%n",
                    charging.backlog(), charging.awaitDrained().toMillis() / 1000.0);
            return rate;
        }
    }

    private double run(int files, int records, int senders, @Nullable PrintStream out)
            throws Exception {
        openPool();
        var bodies = new ArrayList<byte[]>();
        for (int i = 0; i < files; i++)
            bodies.add(file(records));
        try (var threads = Executors.newFixedThreadPool(senders)) {
            long began = System.nanoTime();
            var sent = threads.invokeAll(bodies.stream().map(body -> (Callable<Integer>) () -> send(body)).toList());
            double seconds = (System.nanoTime() - began) / 1e9;
            int charged = 0;
            for (var answer : sent)
                charged += result(answer);
            if (charged != files * records) throw new IllegalStateException("only " + charged + " were charged");
            if (out != null) {
                out.printf(Locale.ROOT, "%,d records of %,d members on one pool, %d files at once: %,.0f decisions/s%n",
                        charged, subscriptions.size(), senders, charged / seconds);
            }
            return charged / seconds;
        }
    }

    private static int result(Future<Integer> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void openPool() throws IOException, InterruptedException {
        var consumers = subscriptions.stream().map(id -> "{\"subscriptionId\": \"" + id + "\"}")
                .collect(Collectors.joining(","));
        post("/v1/provider-accounts", "application/json",
                """
                {"accountId": "%s", "name": "bench", "unit": "OCTET", "units": 1000000000000000,
                 "validFrom": "2020-01-01T00:00:00Z", "consumers": [%s]}"""
                        .formatted(UUID.randomUUID(), consumers).getBytes(StandardCharsets.UTF_8),
                201);
    }

    private byte[] file(int records) {
        var at = Instant.now().minusSeconds(60);
        var lines = new StringBuilder();
        for (int i = 0; i < records; i++) {
            lines.append("{\"id\":\"").append(Id.next()).append("\",\"subscriptionId\":\"")
                    .append(subscriptions.get(i % subscriptions.size()))
                    .append("\",\"ratingGroup\":10,\"unit\":\"OCTET\",\"units\":").append(1_000 + i)
                    .append(",\"occurredAt\":\"").append(at).append("\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private int send(byte[] file) throws IOException, InterruptedException {
        var answer = CHARGED.matcher(post("/v1/usage-records?source=bench", "application/x-ndjson", file, 200));
        if (!answer.find()) throw new IllegalStateException("the answer tells nothing of what was charged");
        return Integer.parseInt(answer.group(1));
    }

    private String post(String path, String type, byte[] body, int expected) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(2))
                .header("Content-Type", type).header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofByteArray(body));
        if (expected == 201) request.header("Idempotency-Key", UUID.randomUUID().toString());
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
