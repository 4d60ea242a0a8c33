package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.ClosePrepared;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.request;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** The first seconds of a month: everybody draws, and the month before is closed at once, with many moves. */
@ServiceTest
class MonthTurnTest {

    private static final int PEOPLE = 16;
    private static final int RECORDS = Boolean.getBoolean("planshare.proof") ? 40_000 : 4_000;
    private static final int MOVES_IN_A_PART = 500;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final long WISH = 1_000;

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private Topics topics;
    @Autowired
    private Api nobody;
    @Autowired
    private TestClock clock;

    @AfterEach
    void time() {
        clock.reset();
    }

    private record Person(Subscriber who, ProviderAccountId old) {}

    private record Seen(int granted, List<String> refused, Duration slowest) {}

    @Test
    void nobody_is_refused_in_the_first_five_seconds_of_a_month_while_the_last_one_is_closed() throws Exception {
        var given = new ChargingFixtures(jdbc, keys, json);
        var turn = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofMinutes(5));
        var people = people(given, turn);
        var records = use(people, turn.minus(Duration.ofDays(1)));
        clock.advance(Duration.between(clock.instant(), turn.minusSeconds(2)));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var drawing = people.stream().map(it -> threads.submit(drawing(it.who(), turn.plus(FIRST)))).toList();
            Thread.sleep(Duration.between(clock.instant(), turn));
            var took = close(people, records, turn);

            var seen = all(drawing);
            System.out.printf("month turn: %,d moves posted in %d ms, %,d grants meanwhile, the slowest after %d ms%n",
                    RECORDS, took.toMillis(), seen.stream().mapToInt(Seen::granted).sum(),
                    seen.stream().mapToLong(it -> it.slowest().toMillis()).max().orElseThrow());
            assertThat(seen).allSatisfy(it -> {
                assertThat(it.refused()).isEmpty();
                assertThat(it.granted()).isPositive();
            });
        }
        assertThat(given.broken()).isEmpty();
    }

    /** Each with a package that the next one shares, of the month that ends and of the one that begins. */
    private List<Person> people(ChargingFixtures given, Instant turn) {
        var who = IntStream.range(0, PEOPLE).mapToObj(_ -> given.subscriber()).toList();
        var month = Duration.ofDays(30);
        var people = new ArrayList<Person>();
        for (int i = 0; i < PEOPLE; i++) {
            var id = PackageId.next();
            var owner = who.get(i).accountId();
            var neighbour = who.get((i + 1) % PEOPLE).accountId();
            var old = activated(id, owner, neighbour, new Interval(turn.minus(month), turn));
            topics.publish(old, activated(id, owner, neighbour, new Interval(turn, turn.plus(month))));
            people.add(new Person(who.get(i), old.providerAccountId()));
        }
        topics.awaitConsumed();
        return people;
    }

    private static PackageActivated activated(PackageId id, AccountId owner, AccountId neighbour, Interval cycle) {
        return new PackageActivated(id, ProviderAccountId.next(), 1, owner, "test", UnitType.OCTET, List.of(),
                Units.of(1_000_000_000), cycle, Units.ZERO, null, null, List.of(new PackageMember(neighbour, null)));
    }

    /** Ids of records, those of one person together, each of ten units. */
    private List<UUID> use(List<Person> people, Instant at) {
        var ids = IntStream.range(0, RECORDS).mapToObj(_ -> UUID.randomUUID()).toList();
        var api = nobody.as("charging:read charging:write").with("Content-Type", "application/x-ndjson");
        for (int from = 0; from < RECORDS; from += 10_000) {
            var lines = IntStream.range(from, Math.min(RECORDS, from + 10_000))
                    .mapToObj(
                            i -> """
                                 {"id":"%s","subscriptionId":"%s","ratingGroup":10,"unit":"OCTET","units":10,"occurredAt":"%s"}"""
                                    .formatted(ids.get(i), people.get(by(i)).who().id(), at))
                    .collect(Collectors.joining("\n"));
            var answer = api.post("/v1/usage-records?source=test", lines);
            assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        }
        return ids;
    }

    private static int by(int record) {
        return record / (RECORDS / PEOPLE);
    }

    /** Draws without pause on one session that began in the old month. */
    private Callable<Seen> drawing(Subscriber who, Instant until) {
        return () -> {
            var session = answered(lanes.submit(create(who, wish(10, WISH))));
            long held = granted(session);
            var refused = new ArrayList<String>();
            var slowest = Duration.ZERO;
            int sequence = 0;
            while (clock.instant().isBefore(until)) {
                var start = clock.instant();
                var outcome = lanes.submit(request(new Operation.Update(session.ref()), ++sequence, start,
                        usedAndWish(10, held, WISH)));
                var took = Duration.between(start, clock.instant());
                if (took.compareTo(slowest) > 0) slowest = took;
                held = outcome instanceof ChargingOutcome.Answered ? granted(outcome) : 0;
                if (held < WISH) refused.add(start + ": " + outcome);
            }
            return new Seen(sequence, refused, slowest);
        };
    }

    /** A unit of each record is taken from the package of the one before. */
    private Duration close(List<Person> people, List<UUID> records, Instant turn) {
        var start = System.nanoTime();
        var run = UUID.randomUUID();
        var group = people.getFirst().who().accountId();
        topics.publish(new CloseRequested(run, 1, group, turn.minus(Duration.ofDays(30)), turn,
                people.stream().map(Person::old).toList()));
        topics.awaitPublished(ClosePrepared.class, it -> it.runId().equals(run));
        var moves = IntStream.range(0, RECORDS).mapToObj(i -> new ProposedMove(records.get(i),
                people.get(by(i)).old(), people.get((by(i) + PEOPLE - 1) % PEOPLE).old(), Units.of(1), null)).toList();
        int parts = RECORDS / MOVES_IN_A_PART;
        topics.publish(IntStream.range(0, parts).mapToObj(part -> new CloseProposed(run, 1, group, part + 1, parts,
                "hash", moves.subList(part * MOVES_IN_A_PART, (part + 1) * MOVES_IN_A_PART)))
                .toArray(CloseProposed[]::new));
        topics.awaitConsumed();
        assertThat(topics.awaitPublished(ClosePosted.class, it -> it.runId().equals(run)).posted()).isTrue();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Seen> all(List<Future<Seen>> drawing) throws Exception {
        var seen = new ArrayList<Seen>();
        for (var each : drawing)
            seen.add(each.get());
        return seen;
    }
}
