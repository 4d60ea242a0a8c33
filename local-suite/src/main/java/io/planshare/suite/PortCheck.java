package io.planshare.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds out before anything starts whether somebody sits where the suite wants to listen. */
final class PortCheck {
    private static final int CONNECT_MILLIS = 300;

    private PortCheck() {}

    /** @throws Refused naming every taken port, what it is for, and what to do */
    static void requireFree(UpOptions options, boolean ownKafka) {
        var wanted = new LinkedHashMap<Integer, String>();
        wanted.put(options.ports().home(), "the home page and token issuer");
        options.all().forEach(instance -> wanted.put(options.ports().of(instance), instance.name()));
        if (ownKafka) {
            wanted.put(options.ports().kafka(), "Kafka");
        }
        wanted.keySet().removeIf(PortCheck::isFree);
        if (!wanted.isEmpty()) {
            throw new Refused(sentence(wanted) + ": stop what listens there, or move the whole suite with --port-base "
                    + (options.ports().base() + 1000));
        }
    }

    private static String sentence(Map<Integer, String> taken) {
        return taken.entrySet().stream()
                .map(each -> "port " + each.getKey() + " (for " + each.getValue() + ")")
                .collect(Collectors.joining(", ", "Already taken: ", ""));
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException taken) {
            return false;
        }
        // A browser tries localhost's IPv6 address first; whoever listens only there would get our visitors.
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("::1"), port), CONNECT_MILLIS);
            return false;
        } catch (IOException nobodyThere) {
            return true;
        }
    }
}
