package io.planshare.suite.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

/** Asks the services how the story stands; many viewers within a second share one asking. */
@Component
class Boards {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int RECENT = 8;
    private static final Map<String, Long> RATING_GROUPS = Map.of("OEM_TELEMATICS", Car.TELEMATICS, "INFOTAINMENT",
            Car.INFOTAINMENT, "HOTSPOT", Car.HOTSPOT);

    private final ServiceClient services;
    private final Demos demos;
    private @Nullable Board last;
    private long lastAt;

    Boards(ServiceClient services, Demos demos) {
        this.services = services;
        this.demos = demos;
    }

    synchronized Board now() {
        Board known = last;
        if (known == null || System.nanoTime() - lastAt > FRESH.toNanos()) {
            known = ask();
            last = known;
            lastAt = System.nanoTime();
        }
        return known;
    }

    /** After something was used, the next look is a new one. */
    synchronized void forget() {
        last = null;
    }

    private Board ask() {
        return switch (demos.state()) {
            case Demos.State.Waiting() -> Board.without("WAITING", null);
            case Demos.State.Failed(String reason) -> Board.without("FAILED", reason);
            case Demos.State.Created() -> created();
        };
    }

    private Board created() {
        try {
            var family = new ArrayList<Board.PoolLine>();
            var car = new ArrayList<Board.PoolLine>();
            for (Pool pool : Pool.values()) {
                (pool == Pool.CAR_DATA || pool == Pool.TRAVEL_PASS ? car : family).add(pool(pool));
            }
            return new Board("CREATED", null, family, car, payers(), recent());
        } catch (IOException e) {
            return Board.without("CREATED", "Not every service answers: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Board.without("CREATED", "Interrupted");
        }
    }

    private Board.PoolLine pool(Pool pool) throws IOException, InterruptedException {
        JsonNode account = get(Demos.CHARGING, "/v1/provider-accounts/" + pool.id());
        JsonNode balance = account.get("balance");
        return new Board.PoolLine(pool.id(), pool.label(), pool.owner().label(),
                account.get("ratingGroups").valueStream().map(JsonNode::longValue).toList(),
                balance.get("granted").longValue(), balance.get("reserved").longValue(),
                balance.get("consumed").longValue(), balance.get("available").longValue(),
                account.get("consumers").valueStream().map(Boards::share).toList());
    }

    private static Board.ShareLine share(JsonNode consumer) {
        return new Board.ShareLine(person(consumer.get("subscriptionId")), number(consumer.path("limit")),
                consumer.get("consumed").longValue(), consumer.get("reserved").longValue(),
                number(consumer.path("left")));
    }

    private List<Board.PayerLine> payers() throws IOException, InterruptedException {
        return get(Demos.ENROLLMENT, "/v1/devices/" + Car.ID + "/payers").get("payers").valueStream()
                .map(line -> {
                    String capability = line.get("capability").stringValue();
                    JsonNode payer = line.path("payer");
                    return new Board.PayerLine(capability, RATING_GROUPS.get(capability),
                            line.get("outcome").stringValue(), line.get("reason").stringValue(),
                            payer.isObject() ? person(payer.get("subscriptionId")) : null);
                })
                .toList();
    }

    private List<Board.Use> recent() throws IOException, InterruptedException {
        var uses = new ArrayList<Board.Use>();
        for (String who : List.of("deviceId=" + Car.ID, "subscriptionId=" + Person.ANA.subscription(),
                "subscriptionId=" + Person.TIA.subscription(), "subscriptionId=" + Person.ULI.subscription())) {
            get(Demos.CHARGING, "/v1/usage-records?limit=" + RECENT + "&" + who).get("items").valueStream()
                    .map(Boards::use).forEach(uses::add);
        }
        uses.sort(Comparator.comparing(Board.Use::at).reversed());
        return uses.subList(0, Math.min(RECENT, uses.size()));
    }

    private static Board.Use use(JsonNode item) {
        boolean inCar = Car.ID.toString().equals(text(item.path("deviceId")));
        return new Board.Use(Instant.parse(item.get("recordedAt").stringValue()),
                inCar ? "the car" : person(item.get("subscriptionId")),
                item.get("ratingGroup").longValue(), text(item.path("capability")), item.get("metered").longValue(),
                item.path("payer").isString() ? person(item.get("payer")) : null,
                item.get("allocations").valueStream()
                        .map(part -> new Board.Part(poolName(part.get("providerAccountId")),
                                part.get("units").longValue()))
                        .toList(),
                item.get("uncovered").longValue(), text(item.path("uncoveredReason")));
    }

    private JsonNode get(String service, String path) throws IOException, InterruptedException {
        var answer = services.get(service, path);
        if (answer.status() != 200) {
            throw new IOException(service + " answers " + answer.status());
        }
        return answer.json();
    }

    private static String person(JsonNode subscription) {
        var id = UUID.fromString(subscription.stringValue());
        return Arrays.stream(Person.values()).filter(each -> each.subscription().equals(id)).map(Person::label)
                .findFirst().orElse("somebody");
    }

    private static String poolName(JsonNode account) {
        var id = UUID.fromString(account.stringValue());
        return Arrays.stream(Pool.values()).filter(each -> each.id().equals(id)).map(Pool::label)
                .findFirst().orElse("another account");
    }

    private static @Nullable Long number(JsonNode node) {
        return node.isNumber() ? node.longValue() : null;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
