package io.planshare.agent.meter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;

/** Sends a signed report to quota-service, which answers how far the device may go. */
final class ThresholdRequests {

    private static final System.Logger LOG = System.getLogger(ThresholdRequests.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    sealed interface Answer {
        record Told(Leave leave) implements Answer {}

        /** The server has a newer report; it is asked again with a higher number. */
        record OldSequence(long last) implements Answer {}

        /** The server does not take this device's reports. That is an answer: there is no grace. */
        record Refused() implements Answer {}

        record Unanswered() implements Answer {}
    }

    private final @Nullable URI server;
    private final DeviceId device;
    private final SimMeter.Token token;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();

    ThresholdRequests(@Nullable URI server, DeviceId device, SimMeter.Token token) {
        this.server = server;
        this.device = device;
        this.token = token;
    }

    /** @param cards in the order of the report's slots */
    Answer ask(String signed, List<String> cards) throws InterruptedException {
        if (server == null) return new Answer.Unanswered();
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(server.resolve("/v1/devices/" + device + "/threshold-requests"))
                            .timeout(ANSWER).header("Authorization", "Bearer " + token.value())
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(
                                    JSON.writeValueAsString(JSON.createObjectNode().put("report", signed))))
                            .build(),
                    BodyHandlers.ofString());
            return read(answer, cards);
        } catch (IOException | JacksonException | DateTimeParseException e) {
            LOG.log(System.Logger.Level.INFO, "No answer to a usage report, the grace goes on: {0}", e.toString());
            return new Answer.Unanswered();
        }
    }

    private static Answer read(HttpResponse<String> answer, List<String> cards) {
        int status = answer.statusCode();
        if (status >= 500 || status == 429) return new Answer.Unanswered();
        var body = JSON.readTree(answer.body());
        if (status == 200) return new Answer.Told(leave(body, cards));
        if (status == 409 && body.path("lastSequence").isIntegralNumber()) {
            return new Answer.OldSequence(body.path("lastSequence").asLong());
        }
        LOG.log(System.Logger.Level.WARNING,
                "The server does not take a usage report, and at its threshold the device stops: {0} {1}", status,
                answer.body());
        return new Answer.Refused();
    }

    private static Leave leave(JsonNode body, List<String> cards) {
        var kbps = body.path("throttleKbps");
        return new Leave(threshold(body),
                Instant.parse(body.path("validUntil").asString("")), body.path("graceOctets").asLong(0),
                named(body.path("restrictedSlots"), cards), kbps.isIntegralNumber() ? kbps.asInt() : null,
                named(body.path("uncountedSlots"), cards), null);
    }

    /** Only who is told to CONTINUE has no limit; an answer that tells none otherwise is none. */
    private static @Nullable Long threshold(JsonNode body) {
        var threshold = body.path("threshold");
        var isUnlimited = !threshold.isIntegralNumber() && body.path("instruction").asString("").equals("CONTINUE");
        return isUnlimited ? null : Long.valueOf(threshold.longValue());
    }

    private static Set<String> named(JsonNode slots, List<String> cards) {
        return slots.valueStream().mapToInt(slot -> slot.asInt(-1)).filter(at -> at >= 0 && at < cards.size())
                .mapToObj(cards::get).collect(Collectors.toUnmodifiableSet());
    }
}
