package io.planshare.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    /** Below the range that systems take client ports from, so that a server finds its port again after a restart. */
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /**
     * A port that nobody listens on at this moment, 15000 to 31999.
     *
     * @throws PlatformUnavailable none of 200 random ones was free
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new PlatformUnavailable("No free port found between " + LOWEST + " and " + HIGHEST);
    }

    static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new PlatformUnavailable("Port " + port + ", meant for " + server
                    + ", is taken: stop what listens there or choose another port");
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
