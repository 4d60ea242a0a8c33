package io.planshare.agent;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.ConnectionType;
import io.planshare.transfer.CostType;
import io.planshare.transfer.LimitBehavior;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.Rhythm;
import io.planshare.transfer.TransferPolicy;
import io.planshare.transfer.TransferPolicy.PolicyConnection;
import io.planshare.transfer.TransferTerms;
import io.planshare.transfer.UnitPrice;

/** A device with a Wi-Fi and a cellular connection of their own addresses, a key that signs policies, and a directory. */
final class AgentWorld {

    static final String WIFI = "127.0.0.2";
    static final String CELLULAR = "127.0.0.3";
    /** Nobody listens there. */
    static final URI UNREACHABLE = URI.create("http://127.0.0.1:1/");
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final ECKey KEY = key("test");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final DeviceId device = DeviceId.next();
    final Path directory;
    final Path files;

    AgentWorld(Path root) {
        directory = root.resolve("agent");
        files = root.resolve("files");
        try {
            Files.createDirectories(directory);
            Files.createDirectories(files);
            Files.writeString(root.resolve("keys.json"), new JWKSet(KEY.toPublicJWK()).toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    AgentSettings settings(URI server) {
        return new AgentSettings(device, directory, files, 0, server, directory.resolveSibling("keys.json"),
                directory.resolveSibling("token"), null, null, null, 3600,
                Map.of("wifi", new AgentSettings.LocalConnection(null, WIFI), "cellular",
                        new AgentSettings.LocalConnection(null, CELLULAR)),
                null);
    }

    /** The settings as the program reads them. */
    Path settingsFile(URI server) throws IOException {
        var file = directory.resolveSibling("agent.json");
        Files.writeString(file, JSON.writeValueAsString(settings(server)));
        return file;
    }

    /** As a sync left it before the server went away. */
    AgentWorld holding(String policy) throws IOException {
        Files.writeString(directory.resolve("state.json"),
                JSON.writeValueAsString(Map.of("policy", policy)));
        return this;
    }

    JsonNode state() throws IOException {
        return JSON.readTree(Files.readAllBytes(directory.resolve("state.json")));
    }

    static PlannedConnection wifi() {
        return new PlannedConnection("wifi", ConnectionType.WIFI, null, CostType.UNRESTRICTED, null, 80,
                LimitBehavior.BILLED, null, List.of(), Set.of());
    }

    static PlannedConnection cellular(long threshold) {
        return new PlannedConnection("cellular", ConnectionType.CELLULAR, null, CostType.FIXED, Units.of(threshold),
                80, LimitBehavior.BILLED, new UnitPrice(new BigDecimal("0.2"), 1_000_000), List.of(), Set.of());
    }

    static PolicyConnection free(PlannedConnection planned) {
        return new PolicyConnection(planned, null, Units.ZERO, Units.MAX, Rhythm.NONE, Map.of());
    }

    static PolicyConnection limited(PlannedConnection planned, long used, long allotment) {
        return new PolicyConnection(planned, planned.threshold(), Units.of(used), Units.of(allotment), Rhythm.NONE,
                Map.of());
    }

    TransferPolicy policy(long number, Instant issued, Duration life, TransferTerms terms,
            PolicyConnection... connections) {
        return new TransferPolicy(device, SubscriptionId.next(), number, 1, issued, issued.plus(life), ZoneOffset.UTC,
                issued.plus(Duration.ofDays(60)), terms, RestrictionLevel.NONE, List.of(connections));
    }

    static String signed(TransferPolicy policy) {
        return signed(policy, KEY);
    }

    static String signed(TransferPolicy policy, ECKey key) {
        var jws = new JWSObject(new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("planshare-transfer-policy+json")).keyID(key.getKeyID()).build(),
                new Payload(JSON.writeValueAsString(policy)));
        try {
            jws.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return jws.serialize();
    }

    /** An application or the network manager of the device, speaking to the agent. */
    record App(int port, String token) {

        JsonNode send(String method, String path, @Nullable String body, int expected) {
            try {
                var answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() != expected) throw new AssertionError(answer.statusCode() + answer.body());
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        void connections(String... available) {
            var body = JSON.createObjectNode();
            var states = body.putArray("connections");
            for (var name : available)
                states.addObject().put("connection", name).put("available", true).put("throughput", 1_000_000);
            send("PUT", "/v1/connections", body.toString(), 200);
        }

        JsonNode download(String url, String file, String priority, @Nullable Long size) {
            var body = JSON.createObjectNode().put("appId", "photos").put("direction", "DOWNLOAD").put("url", url)
                    .put("file", file).put("priority", priority);
            if (size != null) body.put("sizeOctets", size);
            return send("POST", "/v1/transfers", body.toString(), 200);
        }

        JsonNode upload(String url, String file, String priority, boolean resumable) {
            var body = JSON.createObjectNode().put("appId", "photos").put("direction", "UPLOAD").put("url", url)
                    .put("file", file).put("priority", priority).put("resumable", resumable);
            return send("POST", "/v1/transfers", body.toString(), 200);
        }

        JsonNode find(JsonNode transfer) {
            return send("GET", "/v1/transfers/" + transfer.path("id").asString(), null, 200);
        }

        String state(JsonNode transfer) {
            return find(transfer).path("state").asString();
        }
    }

    App app(int port) throws IOException {
        return new App(port, Files.readString(directory.resolve("api.token")));
    }
}
