package io.planshare.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reports to quota-service and fetches the next policy; without an answer the agent goes on with what it has. */
final class PolicySync {

    private static final System.Logger LOG = System.getLogger(PolicySync.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final AgentSettings settings;
    private final Desk desk;
    private final PolicyVerifier verifier;
    private final AccessToken token;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();

    PolicySync(AgentSettings settings, Desk desk, PolicyVerifier verifier, Clock clock) {
        this.settings = settings;
        this.desk = desk;
        this.verifier = verifier;
        this.token = new AccessToken(settings, "transfer:use");
        this.clock = clock;
    }

    /** Whether a policy came. */
    boolean sync() throws InterruptedException {
        var server = settings.server();
        if (server == null) return false;
        try {
            var report = desk.report();
            var answer = client.send(HttpRequest
                    .newBuilder(server.resolve("/v1/devices/" + settings.deviceId() + "/transfer-policies"))
                    .timeout(ANSWER).header("Authorization", "Bearer " + token.value())
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body(report))).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                LOG.log(System.Logger.Level.WARNING, "No policy, the old one stays: the server answered {0} {1}",
                        answer.statusCode(), answer.body());
                return false;
            }
            return keep(report.sent().sequence(), JSON.readTree(answer.body()).path("policy").asString(""));
        } catch (IOException | JacksonException e) {
            LOG.log(System.Logger.Level.INFO, "No policy, the old one stays: {0}", e.toString());
            return false;
        }
    }

    private boolean keep(long sequence, String signed) {
        var policy = verifier.verify(signed);
        if (policy.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING,
                    "A policy that is not signed by a known key, or not for this device, was thrown away");
            return false;
        }
        return desk.answered(sequence, signed, policy.get());
    }

    private String body(Desk.Report report) {
        var body = JSON.createObjectNode().put("sequence", report.sent().sequence())
                .put("reportedAt", clock.instant().toString());
        var states = body.putArray("connections");
        report.connections().forEach(it -> {
            var state = states.addObject().put("connection", it.connection()).put("available", it.available())
                    .put("roaming", it.roaming()).put("congested", it.congested());
            if (it.network() != null) state.put("network", it.network());
            if (it.throughput() != null) state.put("throughput", it.throughput());
        });
        var used = body.putArray("used");
        report.sent().lines().forEach(it -> used.addObject().put("connection", it.connection())
                .put("appId", it.appId()).put("octets", it.octets()).put("urgentOctets", it.urgentOctets())
                .put("occurredAt", it.hour().toString()));
        var open = body.putObject("open");
        report.open().forEach(open::put);
        var wanted = body.putObject("wanted");
        report.wanted().forEach(wanted::put);
        return JSON.writeValueAsString(body);
    }
}
