package io.planshare.agent;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.Optional;

import io.planshare.agent.AgentSettings.LocalConnection;

/** By which address of this machine a connection is used. */
final class LocalAddresses {

    private final Map<String, LocalConnection> connections;

    LocalAddresses(Map<String, LocalConnection> connections) {
        this.connections = Map.copyOf(connections);
    }

    /**
     * Empty if the machine may choose.
     *
     * @throws IOException if the interface has no address, or is none
     */
    Optional<InetAddress> of(String connection) throws IOException {
        var local = connections.get(connection);
        if (local == null) return Optional.empty();
        if (local.address() != null) return Optional.of(InetAddress.getByName(local.address()));
        if (local.networkInterface() == null) return Optional.empty();
        var found = NetworkInterface.getByName(local.networkInterface());
        if (found == null) throw new IOException("there is no interface " + local.networkInterface());
        return Optional.of(found.inetAddresses().filter(it -> !it.isLinkLocalAddress())
                .min((one, other) -> Boolean.compare(other instanceof Inet4Address, one instanceof Inet4Address))
                .orElseThrow(() -> new IOException(local.networkInterface() + " has no address")));
    }

    /** Whether the agent itself sees some connections come and go. */
    boolean watchesAny() {
        return connections.values().stream().anyMatch(it -> it.networkInterface() != null);
    }

    /** Whether an interface is up and has an address; empty for a connection whose state somebody else tells. */
    Optional<Boolean> isUp(String connection) {
        var local = connections.get(connection);
        if (local == null || local.networkInterface() == null) return Optional.empty();
        try {
            var found = NetworkInterface.getByName(local.networkInterface());
            return Optional.of(found != null && found.isUp() && of(connection).isPresent());
        } catch (IOException e) {
            return Optional.of(false);
        }
    }
}
