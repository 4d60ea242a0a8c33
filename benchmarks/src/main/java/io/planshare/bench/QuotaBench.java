package io.planshare.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.Topic;
import io.planshare.kit.testing.Messages;
import io.planshare.kit.testing.Tokens;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.model.Id;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench quota}: closes of 1,000 packages' cycles over more and more records, from the request to the moves
 * that charging has. The quota-service with 1 GiB of heap, its database and broker on this machine; charging's answers are
 * given by the bench, so what charging's own look and its booking take is not in it.
 */
public final class QuotaBench {

    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String FINISHED = "POSTED GIVEN_UP";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token = Tokens.bearer("quota:read quota:write");
    private final ServiceProcess quota;
    private final KafkaClients clients;
    private final Producer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private QuotaBench(ServiceProcess quota, Platform platform) {
        this.quota = quota;
        var broker = Map.<String, Object>of("bootstrap.servers", platform.bootstrapServers());
        clients = new KafkaClients("charging-service", "", broker, broker, broker);
        producer = clients.producer("bench", Map.of());
        consumer = new KafkaConsumer<>(clients.consumerSettings("bench", Map.of()));
        var topic = clients.topicName(Topic.DEDUCTION);
        consumer.assign(
                consumer.partitionsFor(topic).stream().map(it -> new TopicPartition(topic, it.partition())).toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Arguments: the most records. */
    public static void main(String[] args) {
        int most = args.length == 0 ? SIZES.getLast() : Integer.parseInt(args[0]);
        Bench.run(() -> {
            var directory = Files.createTempDirectory("planshare-bench");
            try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                    var quota = ServiceProcess.quota(platform)) {
                new QuotaBench(quota, platform).run(SIZES.stream().filter(size -> size <= most).toList());
            }
        });
    }

    private record Closed(int records, double seconds, JsonNode run) {}

    private void run(List<Integer> sizes) throws Exception {
        System.out.println("warming up");
        close(EndedMonth.seed(quota.database(), 2_000));
        var closed = new ArrayList<Closed>();
        for (int size : sizes) {
            System.out.printf(Locale.ROOT, "seeding %,d records%n", size);
            var one = close(EndedMonth.seed(quota.database(), size));
            var outcome = one.run.get("outcome");
            System.out.printf(Locale.ROOT,
                    "%,9d records: %6.2f s, %,d moves, excess %,d -> %,d octets, round %d, %s; at most %,d MiB resident%n",
                    one.records, one.seconds, outcome.get("moves").longValue(), outcome.get("excessBefore").longValue(),
                    outcome.get("excessAfter").longValue(), one.run.get("round").intValue(),
                    one.run.get("state").stringValue(), peakMebibytes());
            closed.add(one);
        }
        for (int i = 1; i < closed.size(); i++) {
            var less = closed.get(i - 1);
            var more = closed.get(i);
            System.out.printf(Locale.ROOT, "%,9d : %,d records %16.2f   n log n would be %.2f%n", more.records,
                    less.records, more.seconds / less.seconds, nLogN(more.records) / nLogN(less.records));
        }
    }

    private static double nLogN(int n) {
        return n * Math.log(n);
    }

    private Closed close(EndedMonth month) throws IOException, InterruptedException {
        var begin = Instant.now();
        var run = send("POST", "/v1/sharing-groups/" + month.anybody() + "/deduction-runs",
                "{\"mode\": \"CYCLE_CLOSE\"}");
        var id = UUID.fromString(run.get("id").stringValue());
        while (!FINISHED.contains(run.get("state").stringValue())) {
            if (Duration.between(begin, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("not closed within " + PATIENCE + ": " + run.get("state"));
            }
            for (var record : consumer.poll(POLL)) {
                switch (event(record)) {
                    case CloseRequested asked when asked.runId().equals(id) ->
                        month.prepared(asked).forEach(this::tell);
                    case CloseProposed proposed when proposed.runId().equals(id) -> {
                        // They come in their order.
                        if (proposed.part() == proposed.parts()) {
                            tell(new ClosePosted(id, proposed.round(), proposed.groupId(), true, Instant.now()));
                        }
                    }
                    default -> {
                        // Of another run.
                    }
                }
            }
            run = send("GET", "/v1/deduction-runs/" + id, "");
        }
        return new Closed(month.records(), Duration.between(begin, Instant.now()).toMillis() / 1e3, run);
    }

    private static Event event(ConsumerRecord<byte[], byte[]> record) {
        return EventJson.read(EventType.named(Messages.header(record, CloudEvents.TYPE)).orElseThrow(),
                record.value());
    }

    private void tell(Event event) {
        producer.send(Messages.of(clients, Id.next(), event));
        producer.flush();
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(quota.url() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, BodyPublishers.ofString(body)).build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Of the quota-service, since it began. */
    private long peakMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + quota.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
    }
}
