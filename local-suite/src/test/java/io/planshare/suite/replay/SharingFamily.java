package io.planshare.suite.replay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.SuiteProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A parent with two cards and 10 GB of his own, and an uncle who lends him his 5 GB; a daughter who has nothing. In megabytes throughout; what is beyond
 * all units costs, where it is agreed to, 1 minor unit for each of them, and so does what is called back.
 */
final class SharingFamily {

    static final long GB = 1_000;
    private static final long OCTETS = 1_000_000;
    private static final UUID PLAN = new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger CARDS = new AtomicInteger();

    private final SuiteProcess suite;
    private final SuiteApi backOffice;
    private final Random random;
    final Person parent = new Person(2);
    final Person uncle = new Person(1);
    final Person daughter = new Person(1);
    private final List<Person> people = List.of(parent, uncle, daughter);
    private String parents = "";
    /** When the cycle of the packages ends. */
    private Instant end = Instant.EPOCH;
    private Instant shared = Instant.EPOCH;
    private long sent;

    SharingFamily(SuiteProcess suite, SuiteApi backOffice, Random random) {
        this.suite = suite;
        this.backOffice = backOffice;
        this.random = random;
    }

    static final class Person {
        final UUID account = UUID.randomUUID();
        final List<UUID> subscriptions = new ArrayList<>();
        final List<String> imsis = new ArrayList<>();

        private Person(int cards) {
            for (int card = 0; card < cards; card++) {
                subscriptions.add(UUID.randomUUID());
                imsis.add("00101660%07d".formatted(CARDS.incrementAndGet()));
            }
        }
    }

    /**
     * What belongs to whom and is lent to whom, in force before the cycle ends, a few seconds from now.
     *
     * @param lendsFor how much longer than the parent's own package the uncle's lives
     * @param recallable so much the uncle may call back; 0: he does not come first
     */
    void share(Duration lendsFor, long recallable) throws InterruptedException {
        for (var person : people)
            enter(person);
        end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(30);
        parents = buy(parent, 10 * GB, end);
        var lent = buy(uncle, 5 * GB, end.plus(lendsFor));
        var price = recallable == 0
                ? ""
                : ", \"ownerFirst\": true, \"recallPrice\": {\"amountMinor\": 1, \"currency\": \"EUR\", \"units\": %d}"
                        .formatted(OCTETS);
        lend(lent, parent, price, recallable);
        awaitAccounts(parent, 2);
        awaitAccounts(uncle, 1);
    }

    /** The parent's own package, to his daughter too. */
    void shareWithDaughter() throws InterruptedException {
        lend(parents, daughter, "", 0);
        awaitAccounts(daughter, 1);
    }

    private void lend(String pack, Person to, String price, long recallable) throws InterruptedException {
        ok(backOffice.put(quota("/v1/packages/" + pack + "/sharing-policy"),
                "{\"scope\": \"LIST\", \"members\": [{\"accountId\": \"%s\"}]%s}".formatted(to.account, price)));
        ok(post(quota("/v1/packages/" + pack + "/sharing-policy/acceptances"), Map.of("accountId", to.account,
                "policyVersion", 1, "recallCapMinor", recallable)));
        var group = "/v1/sharing-groups/" + to.account + "/execution-plans/";
        var preview = ok(post(quota(group + "preview"), Map.of()));
        ok(post(quota(group + "activate"), Map.of("hash", preview.json().get("hash").stringValue())));
        shared = Instant.now();
        assertThat(shared).as("shared before the cycle ends").isBefore(end);
    }

    /** As valid as the packages were from their beginning. */
    void topUp(long megabytes) throws InterruptedException {
        var consumers = parent.subscriptions.stream().map(it -> Map.of("subscriptionId", it)).toList();
        ok(post(charging("/v1/provider-accounts"), Map.of("accountId", parent.account, "name", "top-up", "unit",
                "OCTET", "units", megabytes * OCTETS, "validFrom", end.minus(Duration.ofDays(10)).toString(),
                "consumers", consumers)));
    }

    void consent(Person who) throws InterruptedException {
        for (var subscription : who.subscriptions) {
            ok(backOffice.putNew(charging("/v1/subscriptions/" + subscription + "/overage-consent"),
                    "{\"unit\": \"OCTET\", \"currency\": \"EUR\", \"price\": 1, \"priceSize\": %d, \"limitMinor\": 1000000}"
                            .formatted(OCTETS)));
        }
    }

    /** Bit by bit, each bit in files of any size, those in any order. */
    void useInAnyOrder(Person who, long megabytes) throws InterruptedException {
        for (long left = megabytes; left > 0;) {
            long bit = Math.min(left, 1 + random.nextLong(8 * GB));
            use(who, bit);
            left -= bit;
        }
    }

    /** In pieces of any size, on any of his cards, at any time between the sharing and the end; some of it reported later. */
    void use(Person who, long megabytes) throws InterruptedException {
        var lines = new ArrayList<String>();
        for (long left = megabytes; left > 0;) {
            long piece = Math.min(left, 1 + random.nextLong(2 * GB));
            var span = Math.max(1, Duration.between(shared, earlier(Instant.now(), end)).toMillis());
            lines.add(JSON.writeValueAsString(Map.of("id", UUID.randomUUID(), "subscriptionId",
                    who.subscriptions.get(random.nextInt(who.subscriptions.size())), "ratingGroup",
                    10L * (1 + random.nextInt(3)), "unit", "OCTET", "units", piece * OCTETS, "occurredAt",
                    shared.plusMillis(random.nextLong(span)).toString())));
            left -= piece;
        }
        Collections.shuffle(lines, random);
        while (!lines.isEmpty()) {
            var file = new ArrayList<>(lines.subList(0, 1 + random.nextInt(lines.size())));
            lines.subList(0, file.size()).clear();
            ok(backOffice.postLines(charging("/v1/usage-records?source=story"), String.join("\n", file)));
            // A mediation system that is not sure sends the same again.
            if (random.nextInt(3) == 0) {
                ok(backOffice.postLines(charging("/v1/usage-records?source=story"), String.join("\n", file)));
            }
        }
        sent += megabytes;
    }

    void awaitEnd() throws InterruptedException {
        var left = Duration.between(Instant.now(), end.plusMillis(100));
        if (left.isPositive()) Thread.sleep(left);
    }

    /** Closes what has ended; answers how many moves that took. Nobody is billed more by it, but for what was called back. */
    long close() throws InterruptedException {
        var told = new HashMap<Person, Long>();
        for (var person : people)
            told.put(person, bill(person) - bill(person, "RECALL"));
        long moves = awaitClosed(beginClose());
        for (var person : people) {
            assertThat(bill(person) - bill(person, "RECALL")).as("what was told before the close")
                    .isLessThanOrEqualTo(told.get(person));
        }
        return moves;
    }

    /** Answers where to see how far the close is. */
    URI beginClose() throws InterruptedException {
        var answer = ok(backOffice.post(quota("/v1/sharing-groups/" + uncle.account + "/deduction-runs"),
                "{\"mode\": \"CYCLE_CLOSE\"}", UUID.randomUUID().toString()));
        return quota("/v1/deduction-runs/" + answer.json().get("id").stringValue());
    }

    /** How far it is. */
    String state(URI run) throws InterruptedException {
        return backOffice.get(run).json().get("state").stringValue();
    }

    /** Answers how many moves it took. */
    long awaitClosed(URI run) throws InterruptedException {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200))
                .until(() -> state(run).equals("POSTED"));
        return backOffice.get(run).json().at("/outcome/moves").longValue();
    }

    /** What somebody is billed, after all refunds. */
    long bill(Person who) throws InterruptedException {
        return bill(who, "");
    }

    /** Of one kind of charges, or of all. */
    private long bill(Person who, String kind) throws InterruptedException {
        long sum = 0;
        var url = "/v1/charges?limit=100&accountId=" + who.account;
        for (var next = url; !next.isEmpty();) {
            var page = ok(backOffice.get(charging(next))).json();
            sum += page.get("items").valueStream()
                    .filter(it -> kind.isEmpty() || kind.equals(it.get("kind").stringValue()))
                    .mapToLong(it -> it.get("amountMinor").longValue()).sum();
            next = page.path("next").isString() ? url + "&after=" + page.get("next").stringValue() : "";
        }
        return sum;
    }

    /**
     * What was used, what charging's accounts gave, what quota booked and what is billed: no difference.
     *
     * @param beyond so much of it was beyond all units, paid or written off
     */
    void assertBooks(long beyond) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            var given = new HashMap<String, Long>();
            long metered = 0;
            long overage = 0;
            long uncovered = 0;
            for (var person : people) {
                var totals = backOffice.get(quota("/v1/accounts/" + person.account + "/usage-totals")).json();
                for (var used : totals.get("usage")) {
                    metered += used.get("metered").longValue();
                    overage += used.get("overage").longValue();
                    uncovered += used.get("uncovered").longValue();
                }
                totals.get("allocations").forEach(it -> given.merge(it.get("providerAccountId").stringValue(),
                        it.get("units").longValue(), Long::sum));
            }
            assertThat(metered).as("quota knows all use").isEqualTo(sent * OCTETS);
            for (var each : given.entrySet()) {
                var balance = account(each.getKey()).get("balance");
                assertThat(balance.get("consumed").longValue()).as("charging gave what quota booked")
                        .isEqualTo(each.getValue());
                assertThat(balance.get("available").longValue()).isNotNegative();
            }
            assertThat(given.values().stream().mapToLong(it -> it).sum() + overage + uncovered)
                    .as("given + paid + written off").isEqualTo(metered);
            assertThat(overage + uncovered).as("beyond all units").isEqualTo(beyond * OCTETS);
            assertThat(bill(parent) + bill(uncle) + bill(daughter)).as("billed as paid").isEqualTo(overage / OCTETS);
        });
    }

    /** What a session of his is granted now. */
    long granted(Person who, SuiteApi network) throws InterruptedException {
        var phone = new Phone(network, suite.service("charging"), "phone-" + who.account,
                "imsi-" + who.imsis.getFirst(), URI.create("http://127.0.0.1:9/"), OCTETS,
                new Random(random.nextLong()));
        phone.call();
        return phone.intended();
    }

    private void enter(Person person) throws InterruptedException {
        var party = UUID.randomUUID();
        ok(post(enrollment("/v1/parties"), Map.of("id", party, "type", "PERSON", "name", "Family")));
        ok(post(enrollment("/v1/accounts"), Map.of("id", person.account, "partyId", party, "currency", "EUR")));
        for (int card = 0; card < person.subscriptions.size(); card++) {
            ok(post(enrollment("/v1/subscriptions"), Map.of("id", person.subscriptions.get(card), "accountId",
                    person.account, "planId", PLAN, "imsi", person.imsis.get(card))));
        }
    }

    private String buy(Person owner, long megabytes, Instant until) throws InterruptedException {
        return ok(post(quota("/v1/packages"), Map.of("accountId", owner.account, "name", "package", "unit", "OCTET",
                "units", megabytes * OCTETS, "renewal", "ONCE", "validFrom", end.minus(Duration.ofDays(10)).toString(),
                "validTo", until.toString()))).json().get("id").stringValue();
    }

    /** Each of his cards may draw on so many accounts. */
    private void awaitAccounts(Person who, int count) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(() -> {
            for (var subscription : who.subscriptions) {
                var found = backOffice.get(charging("/v1/provider-accounts?subscriptionId=" + subscription));
                if (found.status() != 200 || found.json().get("items").size() != count) return false;
            }
            return true;
        });
    }

    private JsonNode account(String id) throws InterruptedException {
        return backOffice.get(charging("/v1/provider-accounts/" + id)).json();
    }

    private SuiteApi.Answer post(URI url, Map<String, Object> body) throws InterruptedException {
        // A subscription is known to charging a moment after enrollment took it.
        var answer = backOffice.post(url, JSON.writeValueAsString(body), UUID.randomUUID().toString());
        for (int i = 0; i < 100 && answer.isProblem("unknown-subscription"); i++) {
            Thread.sleep(100);
            answer = backOffice.post(url, JSON.writeValueAsString(body), UUID.randomUUID().toString());
        }
        return answer;
    }

    private static SuiteApi.Answer ok(SuiteApi.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        return answer;
    }

    private URI enrollment(String path) {
        return suite.service("enrollment").resolve(path);
    }

    private URI charging(String path) {
        return suite.service("charging").resolve(path);
    }

    private URI quota(String path) {
        return suite.service("quota").resolve(path);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
