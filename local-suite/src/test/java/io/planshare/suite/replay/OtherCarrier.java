package io.planshare.suite.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.sun.net.httpserver.HttpServer;

/** Another carrier, which counts a group itself and says so by its usage consumption interface (TMF677 v3). */
final class OtherCarrier implements AutoCloseable {

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile long left = -1;

    /** Says nothing yet. */
    OtherCarrier() throws IOException {
        server.createContext("/usageConsumptionReport/fleet", exchange -> {
            try (exchange) {
                var body = """
                           {"id": "fleet", "effectiveDate": "%s", "bucket": [{"id": "pool", "usageType": "data", "isShared": true,
                            "bucketBalance": [{"remainingValueName": "left", "remainingValue": {"amount": %d, "units": "B"}}]}]}"""
                        .formatted(Instant.now(), left).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(left < 0 ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on. */
    void says(long octetsLeft) {
        left = octetsLeft;
    }

    void saysNothing() {
        left = -1;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
