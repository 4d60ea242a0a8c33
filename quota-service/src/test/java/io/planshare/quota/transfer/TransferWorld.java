package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan of its own with a free Wi-Fi and a limited cellular connection, spoken to over HTTP. */
final class TransferWorld {

    static final long MIB = 1024 * 1024;
    private static final Set<String> WAITING = Set.of("DEFERRED", "WAITING_CONNECTION", "OFFERED");

    final SubscriptionId subscription = SubscriptionId.next();
    final List<DeviceId> devices;
    private final Api nobody;

    TransferWorld(Api nobody, int devices) {
        this.nobody = nobody;
        this.devices = IntStream.range(0, devices).mapToObj(_ -> DeviceId.next()).toList();
    }

    DeviceId device() {
        return devices.getFirst();
    }

    Api office() {
        return nobody.as("quota:read quota:write");
    }

    Api agent() {
        return nobody.as("transfer:use");
    }

    String planPath() {
        return "/v1/subscriptions/" + subscription + "/data-usage-plan";
    }

    /** @param more further members of the plan, each with a comma after it */
    String planJson(long thresholdMib, String more) {
        return """
               {"timeZone": "UTC", "cycleDay": 1, %s "devices": [%s], "connections": [
                 {"name": "wifi", "type": "WIFI", "costType": "UNRESTRICTED"},
                 {"name": "cellular", "type": "CELLULAR", "costType": "FIXED", "thresholdOctets": %d, "price": 0.2, "priceSize": 1000000}]}"""
                .formatted(more,
                        devices.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", ")),
                        thresholdMib * MIB);
    }

    TransferWorld plan(long thresholdMib) {
        return plan(thresholdMib, "");
    }

    TransferWorld plan(long thresholdMib, String more) {
        var made = office().put(planPath(), planJson(thresholdMib, more));
        assertThat(made.status()).as(made.raw()).isEqualTo(201);
        return this;
    }

    JsonNode meter() {
        return office().get(planPath()).body().path("meters").path(0);
    }

    Answer report(DeviceId device, Instant at, String... available) {
        var states = List.of(available).stream()
                .map(it -> "{\"connection\": \"%s\", \"available\": true, \"throughput\": 1000000}".formatted(it))
                .collect(Collectors.joining(", "));
        return agent().post("/v1/devices/" + device + "/connections/report",
                "{\"reportedAt\": \"%s\", \"connections\": [%s]}".formatted(at, states));
    }

    Answer ask(DeviceId device, String... requests) {
        return agent().freshKey().post("/v1/transfer-requests",
                "{\"deviceId\": \"%s\", \"requests\": [%s]}".formatted(device, String.join(", ", requests)));
    }

    JsonNode asked(String... requests) {
        var answer = ask(device(), requests);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer.body().path("transfers");
    }

    static String request(String priority, long mib) {
        return request("photos", priority, mib, "");
    }

    static String request(String app, String priority, long mib, String more) {
        return """
               {"appId": "%s", "direction": "UPLOAD", "sizeOctets": %d, "priority": "%s", %s "resumable": true}"""
                .formatted(app, mib * MIB, priority, more);
    }

    Answer step(JsonNode transfer, String step, String body) {
        return agent().post("/v1/transfer-requests/" + transfer.path("id").asString() + "/" + step, body);
    }

    Answer start(JsonNode transfer) {
        return step(transfer, "start", "{}");
    }

    Answer done(JsonNode transfer, String step, long octets) {
        return step(transfer, step, "{\"octets\": " + octets + "}");
    }

    JsonNode find(JsonNode transfer) {
        return agent().get("/v1/transfer-requests/" + transfer.path("id").asString()).body();
    }

    Answer count(DeviceId device, String connection, long mib, Instant at) {
        return office().freshKey().post("/v1/subscriptions/" + subscription + "/usage-statistics",
                """
                {"counts": [{"deviceId": "%s", "connection": "%s", "appId": "browser", "octets": %d, "occurredAt": "%s"}]}"""
                        .formatted(device, connection, mib * MIB, at));
    }

    Answer reconcile(String body) {
        return office().post("/v1/subscriptions/" + subscription + "/usage-reconciliations", body);
    }

    static String state(JsonNode transfer) {
        var reason = transfer.path("decision").path("reason").asString("");
        return transfer.path("state").asString() + (reason.isEmpty() ? "" : " " + reason);
    }

    static boolean waits(JsonNode transfer) {
        return WAITING.contains(transfer.path("state").asString());
    }
}
