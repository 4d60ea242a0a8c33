package io.planshare.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.agent.meter.SimSlots;
import io.planshare.model.DeviceId;

/**
 * What an agent is told by its file.
 *
 * @param directory the agent's own: state, and {@code api.token}, which applications must show
 * @param files where applications' files are; none outside is read or written
 * @param port of the local API, on the loopback address only; 0: any
 * @param server quota-service; null: never asked
 * @param policyKeys a file with the JWK set that policies must be signed by
 * @param tokenFile a file with the access token for the server, read anew each time; else {@code tokenUrl}
 * @param tokenUrl with {@code clientId} and {@code clientSecret}: where to get a token by client credentials
 * @param syncEvery seconds between reports to the server
 * @param connections by the plan's name: which address or interface of this machine
 * @param sim connections over SIM cards of a group, which stop where the group's cap is; null without
 */
record AgentSettings(DeviceId deviceId, Path directory, Path files, int port, @Nullable URI server, Path policyKeys,
        @Nullable Path tokenFile, @Nullable URI tokenUrl, @Nullable String clientId, @Nullable String clientSecret,
        int syncEvery, Map<String, LocalConnection> connections, @Nullable SimSlots sim) {

    /**
     * @param networkInterface its name, such as wlan0: transfers leave by its address, and it is there while it is up
     * @param address instead: a local address; whether it is there is told by {@code PUT /v1/connections} only
     */
    record LocalConnection(@Nullable String networkInterface, @Nullable String address) {}

    AgentSettings {
        connections = Map.copyOf(connections);
        if (syncEvery < 1) throw new IllegalArgumentException("syncEvery is 1 or more");
    }

    static AgentSettings read(Path file) {
        return JsonMapper.builder().build().readValue(file.toFile(), AgentSettings.class);
    }

    @Override
    public String toString() {
        return "AgentSettings[" + deviceId + ", " + directory + "]";
    }
}
