package io.planshare.suite.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.SuiteProcess;
import io.planshare.suite.issuer.DemoClient;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A family on one pool (spec chapter 10, story 2): two teenagers burn ten times what the others do, the limits move,
 * charging is killed in the middle, and in the end each had a fair share and all together no more than there was. A top-up
 * then lets those go on who were refused, without their asking. On a real suite, through its public API only.
 */
@EnabledIfSystemProperty(named = "planshare.proof", matches = "true", disabledReason = "takes two to three minutes")
class FamilyPoolStoryTest {

    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;
    private static final long POOL = 20 * GIBI;
    /** More than an even share: it would not be left over by itself. */
    private static final long FLOOR = 5 * GIBI;
    private static final int PHONES = 4;
    private static final long TEENAGERS_WISH = 10 * MEBI;
    private static final UUID PLAN = new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** In the order of their card numbers. */
    private enum Person {
        PARENT, OTHER_PARENT, GRANDMOTHER, ELDER_TEENAGER, YOUNGER_TEENAGER;

        private final UUID subscription = UUID.randomUUID();

        boolean isTeenager() {
            return this == ELDER_TEENAGER || this == YOUNGER_TEENAGER;
        }

        String imsi() {
            return "00101770000000" + ordinal();
        }
    }

    @TempDir
    private Path directory = Path.of("");
    private final UUID account = UUID.randomUUID();
    private final UUID pool = UUID.randomUUID();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Person, List<Phone>> phones = new EnumMap<>(Person.class);

    @AfterEach
    void stop() {
        players.shutdownNow();
    }

    @Test
    void two_teenagers_burn_the_familys_pool_and_each_still_gets_a_fair_share_exactly() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var listener = listener();
        try (var suite = SuiteProcess.up(directory.resolve("suite"), "--processes", "--restart");
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE);
                var network = new SuiteApi(suite.home(), DemoClient.NETWORK_FUNCTION)) {
            enter(suite, backOffice);
            givePhones(suite, network, URI.create("http://127.0.0.1:" + listener.getAddress().getPort()),
                    new Random(seed));

            var playing = start();
            await().atMost(Duration.ofMinutes(2)).until(() -> used() > POOL / 4);
            suite.kill("charging");
            finish(playing);

            var books = account(suite, backOffice);
            assertShared(books);
            assertLimitsMovedByRule(suite, backOffice);
            assertPushed(suite, backOffice);
        } finally {
            listener.stop(0);
        }
    }

    /** All at once. The others want as much as the teenagers only when those get no more. */
    private List<Future<Void>> start() {
        return phones.values().stream().flatMap(List::stream).<Future<Void>>map(players::submit).toList();
    }

    /** Until all have been refused and nobody is told any more that there is something again. */
    private void finish(List<Future<Void>> playing) throws Exception {
        for (var phone : phonesOf(Person::isTeenager))
            playing.get(all().indexOf(phone)).get();
        all().forEach(phone -> phone.wish(TEENAGERS_WISH));
        for (var phone : playing)
            phone.get();
        while (!told.isEmpty())
            callTold();
    }

    private void assertShared(JsonNode books) {
        var balance = books.get("balance");
        long left = balance.get("available").longValue();
        assertThat(balance.get("consumed").longValue()).as("what was reported is what was charged").isEqualTo(used());
        assertThat(balance.get("reserved").longValue()).isZero();
        assertThat(used() + left).isEqualTo(POOL);
        double sum = 0;
        double squares = 0;
        for (var consumer : books.get("consumers")) {
            var person = person(consumer);
            long consumed = consumer.get("consumed").longValue();
            assertThat(consumed).as(person.name()).isEqualTo(
                    phonesOf(person::equals).stream().mapToLong(Phone::intended).sum());
            if (person == Person.PARENT) assertThat(consumed).as("the floor is held").isGreaterThanOrEqualTo(FLOOR);
            double ratio = Math.min(1, (double) consumed * Person.values().length / POOL);
            sum += ratio;
            squares += ratio * ratio;
        }
        double jain = sum * sum / (Person.values().length * squares);
        System.out.printf("a family's pool: %s; Jain's index %.3f, %,d octets left%n",
                books.get("consumers").valueStream()
                        .map(each -> "%s %.2f GiB".formatted(person(each),
                                each.get("consumed").longValue() / (double) GIBI))
                        .sorted().toList(),
                jain, left);
        assertThat(jain).isGreaterThanOrEqualTo(0.95);
        assertThat(left).as("stranded").isLessThanOrEqualTo(POOL / 100);
    }

    private void assertLimitsMovedByRule(SuiteProcess suite, SuiteApi backOffice) throws InterruptedException {
        var adjustments = new ArrayList<JsonNode>();
        var url = path("/adjustments?limit=100");
        for (var next = url; !next.isEmpty();) {
            var page = backOffice.get(suite.service("charging").resolve(next)).json();
            page.get("items").forEach(adjustments::add);
            next = page.path("next").isString() ? url + "&after=" + page.get("next").stringValue() : "";
        }
        assertThat(adjustments).isNotEmpty().allSatisfy(adjustment -> {
            assertThat(adjustment.get("triggers").values()).isNotEmpty();
            assertThat(adjustment.get("limits").valueStream().mapToLong(limit -> limit.get("after").longValue()).sum())
                    .as("promised").isLessThanOrEqualTo(POOL);
        });
        System.out.printf("limits moved %d times: %s%n", adjustments.size(),
                adjustments.stream().flatMap(each -> each.get("triggers").valueStream()).map(JsonNode::stringValue)
                        .collect(groupingBy(each -> each, TreeMap::new, counting())));
    }

    private void assertPushed(SuiteProcess suite, SuiteApi backOffice) throws Exception {
        long before = used();
        var began = Instant.now();
        var answer = backOffice.post(suite.service("charging").resolve(path("/top-ups")),
                "{\"units\": " + 2 * GIBI + "}", UUID.randomUUID().toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(() -> !told.isEmpty());
        System.out.printf("told of a top-up after %d ms%n", Duration.between(began, Instant.now()).toMillis());
        callTold();
        assertThat(used()).isGreaterThan(before);
        assertThat(account(suite, backOffice).at("/balance/consumed").longValue()).isEqualTo(used());
    }

    private void callTold() throws Exception {
        var calling = new ArrayList<Future<Void>>();
        for (int i = 0; i < all().size(); i++)
            if (told.remove("/" + i)) calling.add(players.submit(all().get(i)));
        for (var phone : calling)
            phone.get();
    }

    /** Where each is called back, at a path that is its number. */
    private HttpServer listener() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            told.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void enter(SuiteProcess suite, SuiteApi backOffice) throws InterruptedException {
        var party = UUID.randomUUID();
        var enrollment = suite.service("enrollment");
        post(backOffice, enrollment.resolve("/v1/parties"), Map.of("id", party, "type", "PERSON", "name", "Family"));
        post(backOffice, enrollment.resolve("/v1/accounts"),
                Map.of("id", account, "partyId", party, "currency", "EUR"));
        var consumers = new ArrayList<Map<String, Object>>();
        for (var person : Person.values()) {
            post(backOffice, enrollment.resolve("/v1/subscriptions"), Map.of("id", person.subscription, "accountId",
                    account, "planId", PLAN, "imsi", person.imsi()));
            consumers.add(Map.of("subscriptionId", person.subscription, "floor", person == Person.PARENT ? FLOOR : 0));
        }
        var now = Instant.now();
        post(backOffice, suite.service("charging").resolve("/v1/provider-accounts"),
                Map.of("id", pool, "accountId", account, "name", "Family 20 GiB", "unit", "OCTET", "units", POOL,
                        "validFrom", now.minus(Duration.ofDays(15)).toString(), "validTo",
                        now.plus(Duration.ofDays(15)).toString(), "consumers", consumers));
        var policy = backOffice.put(suite.service("charging").resolve(path("/adjustment-policy")),
                "{\"mode\": \"STRICT\", \"minIntervalSeconds\": 0}");
        assertThat(policy.status()).as(policy.body()).isEqualTo(200);
    }

    private static void post(SuiteApi backOffice, URI url, Map<String, Object> body) throws InterruptedException {
        // A subscription is known to charging a moment after enrollment took it.
        var answer = backOffice.post(url, JSON.writeValueAsString(body), UUID.randomUUID().toString());
        for (int i = 0; i < 100 && answer.isProblem("unknown-subscription"); i++) {
            Thread.sleep(100);
            answer = backOffice.post(url, JSON.writeValueAsString(body), UUID.randomUUID().toString());
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void givePhones(SuiteProcess suite, SuiteApi network, URI listener, Random random) {
        for (var person : Person.values()) {
            var theirs = new ArrayList<Phone>();
            for (int i = 0; i < PHONES; i++) {
                theirs.add(new Phone(network, suite.service("charging"), person + "-" + i, "imsi-" + person.imsi(),
                        listener.resolve("/" + (person.ordinal() * PHONES + i)),
                        person.isTeenager() ? TEENAGERS_WISH : TEENAGERS_WISH / 10, new Random(random.nextLong())));
            }
            phones.put(person, theirs);
        }
    }

    private List<Phone> all() {
        return phonesOf(_ -> true);
    }

    private List<Phone> phonesOf(Predicate<Person> who) {
        return phones.entrySet().stream().filter(each -> who.test(each.getKey()))
                .flatMap(each -> each.getValue().stream()).toList();
    }

    private long used() {
        return all().stream().mapToLong(Phone::intended).sum();
    }

    private JsonNode account(SuiteProcess suite, SuiteApi backOffice) throws InterruptedException {
        return backOffice.get(suite.service("charging").resolve(path(""))).json();
    }

    private String path(String rest) {
        return "/v1/provider-accounts/" + pool + rest;
    }

    private static Person person(JsonNode consumer) {
        var id = UUID.fromString(consumer.get("subscriptionId").stringValue());
        return Arrays.stream(Person.values()).filter(each -> each.subscription.equals(id)).findFirst().orElseThrow();
    }
}
