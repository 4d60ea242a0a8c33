package io.planshare.charging.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network function that writes down what it is about to send, and sends the very same again, to whichever instance, until it
 * is answered.
 */
final class Client implements Callable<Void> {

    private static final String PATH = "/nchf-convergedcharging/v3/chargingdata";
    private static final int GRANT = 10_000;
    /** Whoever is killed breaks the connection; only who is slow is waited for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final String name;
    private final List<Instance> instances;
    private final List<String> supis;
    private final String token;
    private final Random random;
    private final AtomicBoolean stop;
    private final AtomicInteger answered;
    /** What was intended, by the session's reference; written before it is sent. */
    private final Map<String, Long> intended = new HashMap<>();
    private int sessions;
    private int unknown;
    private int at;

    Client(String name, List<Instance> instances, List<String> supis, String token, Random random, AtomicBoolean stop,
            AtomicInteger answered) {
        this.name = name;
        this.instances = instances;
        this.supis = supis;
        this.token = token;
        this.random = random;
        this.stop = stop;
        this.answered = answered;
    }

    Map<String, Long> intended() {
        return intended;
    }

    /** Requests that got no answer at first. */
    int unknown() {
        return unknown;
    }

    @Override
    public Void call() throws InterruptedException {
        while (!stop.get()) {
            var location = untilAnswered(PATH, body(0, 0, ",\"subscriberIdentifier\":\"" + supis
                    .get(random.nextInt(supis.size())) + "\",\"chargingId\":\"" + name + "-" + sessions++ + "\""), 201)
                    .headers().firstValue("Location").orElseThrow();
            var ref = location.substring(location.lastIndexOf('/') + 1);
            int reports = 2 + random.nextInt(6);
            for (int sequence = 1; sequence <= reports; sequence++) {
                long used = random.nextInt(GRANT);
                intended.merge(ref, used, Long::sum);
                var last = sequence == reports;
                untilAnswered(PATH + "/" + ref + (last ? "/release" : "/update"), body(sequence, used, ""),
                        last ? 204 : 200);
            }
        }
        return null;
    }

    private String body(int sequence, long used, String more) {
        var report = sequence == 0
                ? ""
                : ",\"usedUnitContainer\":[{\"localSequenceNumber\":" + sequence + ",\"totalVolume\":" + used + "}]";
        return "{\"nfConsumerIdentification\":{\"nFName\":\"" + name
                + "\",\"nodeFunctionality\":\"SMF\"},\"invocationTimeStamp\":\"" + Instant.now()
                + "\",\"invocationSequenceNumber\":" + sequence + more + ",\"multipleUnitUsage\":[{\"ratingGroup\":10,"
                + "\"requestedUnit\":{\"totalVolume\":" + GRANT + "}" + report + "}]}";
    }

    private HttpResponse<String> untilAnswered(String path, String body, int expected) throws InterruptedException {
        for (int attempt = 0;; attempt++) {
            var instance = instances.get(Math.floorMod(at, instances.size()));
            try {
                var answer = http.send(HttpRequest.newBuilder(instance.uri(path)).timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
                if (answer.statusCode() == expected) {
                    answered.incrementAndGet();
                    return answer;
                }
                if (answer.statusCode() < 500) {
                    throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
                }
            } catch (IOException lost) {
                // Nobody knows what became of it.
            }
            if (attempt == 0) unknown++;
            at++;
            Thread.sleep(50);
        }
    }
}
