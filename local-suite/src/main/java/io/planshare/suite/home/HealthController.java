package io.planshare.suite.home;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How this page and the services are. */
@RestController
class HealthController {
    private final HomeSettings settings;
    private final HealthClient client;

    HealthController(HomeSettings settings, HealthClient client) {
        this.settings = settings;
        this.client = client;
    }

    /** This page's own health, as the services show theirs. */
    @GetMapping("/health")
    Map<String, String> own() {
        return Map.of("status", "UP");
    }

    /**
     * One line of the page.
     *
     * @param url where its API and documentation are
     * @param status {@code UP}, {@code STARTING} (alive, not ready) or {@code DOWN}
     */
    record ServiceLine(String name, URI url, HealthClient.Status status) {}

    /** The services in the order of their ports, asked at this moment and all at once. */
    @GetMapping("/api/services")
    List<ServiceLine> services() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServiceLine>> lines = settings.services().entrySet().stream()
                    .sorted(Comparator.comparingInt(each -> each.getValue().url().getPort()))
                    .map(each -> threads.submit(() -> new ServiceLine(each.getKey(), each.getValue().url(),
                            client.statusOf(each.getValue().inside()))))
                    .toList();
            threads.close();
            return lines.stream().map(Future::resultNow).toList();
        }
    }
}
