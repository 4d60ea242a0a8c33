package io.planshare.quota.deduction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.QuotaEvent.CloseProposed;
import io.planshare.event.QuotaEvent.CloseRequested;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.kit.testing.Topics;
import io.planshare.model.Money;
import io.planshare.model.Units;
import io.planshare.quota.deduction.DeductionRun.Mode;
import io.planshare.quota.deduction.DeductionRun.State;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Runs on quota's side, step by step; the test is charging, and the clock that does not step by itself. */
@ServiceTest(properties = {"planshare.quota.close.look-every=PT24H", "planshare.quota.close.compute-every=PT24H"})
class DeductionRunsTest {

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private DeductionRuns runs;
    @Autowired
    private Computing computing;
    @Autowired
    private PlatformTransactionManager transactions;

    private ChargingSide charging;

    @BeforeEach
    void somebody() {
        clock.reset();
        charging = new ChargingSide(nobody, topics, jdbc, clock);
    }

    @Test
    void F1_the_worked_example_is_100_beyond_all_before_the_run_and_0_after() {
        var example = example();

        var posted = post(example);

        assertThat(posted.state()).isEqualTo(State.POSTED);
        var outcome = requireNonNull(posted.outcome());
        assertThat(outcome.excessBefore()).isEqualTo(100);
        assertThat(outcome.excessAfter()).isZero();
        assertThat(outcome.moves()).isEqualTo(2);
        assertThat(charging.totals(charging.c).path("usage").path(0).path("overage").asLong()).isZero();
        assertThat(charging.totals(charging.c).path("usage").path(0).path("allocated").asLong()).isEqualTo(100);
        assertThat(charging.totals(charging.a).path("allocations").path(0).path("providerAccountId").asString())
                .isEqualTo(charging.b1().toString());
    }

    @Test
    void deductions_say_what_a_close_moved_to_which_package() {
        var example = example();
        assertThat(deductions(charging.c)).hasSize(1).allSatisfy(it -> {
            assertThat(it.path("place").asString()).isEqualTo("OVERAGE");
            assertThat(it.path("runId").isNull()).isTrue();
        });

        post(example);
        charging.use(charging.c, 7, null, charging.recordedAt());

        var shown = deductions(charging.c);
        assertThat(shown).extracting(it -> it.path("place").asString()).containsExactly("ACCOUNT", "OVERAGE");
        assertThat(shown).extracting(it -> it.path("units").asLong()).containsExactly(100L, 7L);
        assertThat(shown).extracting(it -> it.path("runId").isString()).containsExactly(true, false);
        assertThat(shown.getFirst().path("runId").asString()).isEqualTo(example.id().toString());
        assertThat(shown.getFirst().path("providerAccountId").asString()).isEqualTo(charging.a1().toString());
        var pack = shown.getFirst().path("packageId").asString();
        assertThat(deductions(charging.c + "&packageId=" + pack)).containsExactly(shown.getFirst());
        assertThat(deductions(charging.a + "&packageId=" + pack)).isEmpty();
        assertThat(deductions(charging.a + "&providerAccountId=" + charging.b1())).hasSize(1);
    }

    @Test
    void F5_stopped_at_any_step_a_run_goes_on_to_the_same_moves_to_the_byte() {
        var run = example();
        charging.prepare(run);
        var before = new ArrayList<@Nullable String>();
        // Killed between the computation and its commit: all that was written is gone.
        new TransactionTemplate(transactions).executeWithoutResult(dying -> {
            runs.computePrepared();
            before.addAll(proposals(run));
            dying.setRollbackOnly();
        });
        assertThat(before).hasSize(1);
        assertThat(proposals(run)).isEmpty();
        assertThat(state(run)).isEqualTo(State.PREPARED);

        // Use that was recorded later does not change what is computed after the crash.
        charging.use(charging.c, 5, null, clock.instant().plusSeconds(5));
        runs.computePrepared();
        assertThat(proposals(run)).isEqualTo(before);
        runs.computePrepared();
        assertThat(proposals(run)).isEqualTo(before);

        // Charging's answer was lost: it is asked anew, and the same moves are proposed in the next round.
        var hash = requireNonNull(find(run).outcome()).movesHash();
        clock.advance(Duration.ofMinutes(2));
        runs.closeDue();
        var again = topics.awaitPublished(CloseRequested.class, it -> it.runId().equals(run.id()) && it.round() == 2);
        charging.prepare(find(run), charging.lookedAt());
        runs.computePrepared();
        assertThat(requireNonNull(find(run).outcome()).movesHash()).isEqualTo(hash);
        assertThat(again.ended()).isEqualTo(run.ended());

        // The answer to the first round comes after all: it is not the one that is waited for.
        topics.publish(new ClosePosted(run.id(), 1, run.groupId(), true, Instant.now()));
        topics.awaitConsumed();
        assertThat(state(run)).isEqualTo(State.PROPOSED);
        charging.posted(find(run), topics.awaitPublished(CloseProposed.class,
                it -> it.runId().equals(run.id()) && it.round() == 2));
        assertThat(state(run)).isEqualTo(State.POSTED);
    }

    @Test
    void F6_told_again_and_closed_again_nothing_moves() {
        var posted = post(example());
        charging.tellAgain();

        var again = close();
        assertThat(again.id()).isNotEqualTo(posted.id());
        charging.prepare(again);
        runs.computePrepared();

        assertThat(state(again)).isEqualTo(State.POSTED);
        assertThat(requireNonNull(find(again).outcome()).moves()).isZero();
        assertThat(topics.published(CloseProposed.class)).noneMatch(it -> it.runId().equals(again.id()));
    }

    @Test
    void F7_what_if_writes_nothing() {
        charging.group();
        charging.use(charging.a, 100, charging.a1(), charging.recordedAt());
        charging.use(charging.c, 100, null, charging.recordedAt());
        clock.stopAt(charging.end.minusSeconds(60));
        var told = charging.rows();
        var answer = run("WHAT_IF");
        assertThat(answer.mode()).isEqualTo(Mode.WHAT_IF);
        charging.prepare(answer);
        runs.computePrepared();

        assertThat(state(answer)).isEqualTo(State.COMPUTED);
        assertThat(requireNonNull(find(answer).outcome()).excessBefore()).isEqualTo(100);
        assertThat(requireNonNull(find(answer).outcome()).excessAfter()).isZero();
        assertThat(charging.rows()).isEqualTo(told);
        assertThat(topics.published(CloseProposed.class)).noneMatch(it -> it.runId().equals(answer.id()));
    }

    @Test
    void the_queue_of_a_question_shows_what_is_beyond_all_packages_as_a_close_would_serve_it() {
        charging.ownerFirstGroup(0);
        charging.use(charging.c, 1_000, charging.a1(), charging.recordedAt());
        charging.use(charging.c, 5, null, charging.recordedAt());
        charging.use(charging.a, 1_200, null, charging.recordedAt());
        charging.use(charging.c, 6, null, charging.recordedAt());
        clock.stopAt(charging.end.minusSeconds(60));
        var told = charging.rows();
        var question = run("WHAT_IF");
        assertThat(charging.api().get(queue(question)).problem()).isEqualTo("not-computed");
        charging.prepare(question);
        assertThat(charging.api().get(queue(question)).status()).isEqualTo(409);
        runs.computePrepared();

        var items = items(queue(question));

        assertThat(items).extracting(it -> it.path("position").asInt()).containsExactly(1, 2, 3, 4);
        assertThat(items).extracting(it -> it.path("units").asLong())
                .as("what A's own package would have covered goes first").containsExactly(1_000L, 5L, 200L, 6L);
        assertThat(items).extracting(it -> it.path("entitled").asBoolean()).containsExactly(true, false, false, false);
        var ofA = deductions(charging.a).getFirst();
        assertThat(items.getFirst().path("recordId")).isEqualTo(ofA.path("recordId"));
        assertThat(items.get(2).path("recordId")).isEqualTo(ofA.path("recordId"));
        assertThat(items.getFirst().path("payerSubscriptionId")).isEqualTo(ofA.path("payerSubscriptionId"));
        var first = charging.api().get(queue(question) + "?limit=3").body();
        assertThat(first.path("items").valueStream().toList()).isEqualTo(items.subList(0, 3));
        assertThat(items(queue(question) + "?after=" + first.path("next").asString())).isEqualTo(items.subList(3, 4));
        assertThat(charging.api().get(queue(question) + "?after=bm93fHg").pointer()).isEqualTo("#query/after");
        assertThat(charging.rows()).isEqualTo(told);
    }

    @Test
    void the_queue_of_a_close_stays_as_it_was_before_its_moves() {
        var run = example();
        propose(run);
        clock.advance(Duration.ofSeconds(1));
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));

        assertThat(items(queue(run))).singleElement()
                .satisfies(it -> assertThat(it.path("units").asLong()).isEqualTo(100));
    }

    @Test
    void one_thing_is_computed_at_a_time_and_further_pages_of_a_queue_are_not_computed() throws Exception {
        charging.group();
        charging.use(charging.a, 100, charging.a1(), charging.recordedAt());
        charging.use(charging.c, 100, null, charging.recordedAt());
        charging.use(charging.c, 50, null, charging.recordedAt());
        clock.stopAt(charging.end.minusSeconds(60));
        var known = run("WHAT_IF");
        var asked = run("WHAT_IF");
        var next = run("WHAT_IF");
        charging.prepare(known);
        charging.prepare(asked);
        runs.computePrepared();
        var first = charging.api().get(queue(known) + "?limit=1").body();
        charging.prepare(next);

        var release = new CountDownLatch(1);
        try (var others = Executors.newFixedThreadPool(2)) {
            var held = new CountDownLatch(1);
            others.execute(() -> computing.inTurn(() -> {
                held.countDown();
                awaitQuietly(release);
            }));
            held.await();
            var close = others.submit(runs::computePrepared);

            assertThat(items(queue(known) + "?after=" + first.path("next").asString())).singleElement()
                    .satisfies(it -> assertThat(it.path("position").asInt()).isEqualTo(2));
            var refused = charging.api().get(queue(asked));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("busy");
            assertThat(refused.header("Retry-After")).contains("5");
            assertThat(state(next)).isEqualTo(State.PREPARED);

            release.countDown();
            close.get();
        } finally {
            release.countDown();
        }
        assertThat(state(next)).isEqualTo(State.COMPUTED);
        assertThat(items(queue(asked))).hasSize(2);
    }

    @Test
    void a_run_waits_until_it_knows_all_that_charging_counted() {
        var run = example();
        charging.prepare(run, clock.instant(), 1);
        runs.computePrepared();
        assertThat(state(run)).isEqualTo(State.PREPARED);

        clock.advance(Duration.ofSeconds(11));
        runs.computePrepared();

        assertThat(find(run).round()).isEqualTo(2);
        assertThat(state(run)).isEqualTo(State.REQUESTED);
    }

    @Test
    void who_asks_at_once_for_a_close_of_one_group_gets_the_same_run_and_its_moves_happen_once() throws Exception {
        charging.group();
        charging.use(charging.a, 100, charging.a1(), charging.recordedAt());
        charging.use(charging.c, 100, null, charging.recordedAt());

        var asked = atOnce(this::close);
        assertThat(asked).extracting(DeductionRun::id).containsOnly(asked.getFirst().id());
        assertThat(requested()).containsExactly(asked.getFirst().id());

        var run = asked.getFirst();
        charging.prepare(run);
        atOnce(() -> {
            runs.computePrepared();
            return run;
        });
        assertThat(proposals(run)).hasSize(1);
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));
        assertThat(state(run)).isEqualTo(State.POSTED);
        assertThat(deductions(charging.c)).singleElement()
                .satisfies(it -> assertThat(it.path("units").asLong()).isEqualTo(100));
        assertThat(jdbc.sql("SELECT count(*) FROM use_rebooking WHERE run_id = ?").param(run.id()).query(Long.class)
                .single()).isEqualTo(2);
        assertThat(close().id()).as("done, so that the next one is another").isNotEqualTo(run.id());
    }

    @Test
    void what_charging_refuses_is_computed_anew_and_given_up_in_the_end() {
        var run = example();
        for (int round = 1; round <= 5; round++) {
            assertThat(find(run).round()).isEqualTo(round);
            charging.prepare(find(run));
            runs.computePrepared();
            topics.publish(new ClosePosted(run.id(), round, run.groupId(), false, Instant.now()));
            topics.awaitConsumed();
        }
        assertThat(state(run)).isEqualTo(State.GIVEN_UP);
        assertThat(close().id()).isNotEqualTo(run.id());
    }

    @Test
    void a_run_of_many_moves_is_waited_for_longer_before_charging_is_asked_again() {
        var run = example();
        propose(run);
        jdbc.sql("UPDATE deduction_run SET moves = 221767 WHERE run_id = ?").param(run.id()).update();
        clock.advance(Duration.ofMinutes(36));
        runs.closeDue();
        assertThat(find(run).round()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(3));
        runs.closeDue();
        assertThat(find(run).round()).isEqualTo(2);
    }

    @Test
    void the_outcome_is_that_of_all_rounds_when_the_first_was_posted_in_part() {
        charging.ownerFirstGroup(250);
        charging.use(charging.c, 600, charging.a1(), charging.recordedAt());
        charging.use(charging.a, 400, charging.a1(), charging.recordedAt());
        charging.use(charging.a, 301, null, charging.recordedAt());
        var run = close();
        propose(run);
        var first = requireNonNull(find(run).outcome());

        // All was posted, but its answer came after charging had been asked once more.
        clock.advance(Duration.ofMinutes(2));
        runs.closeDue();
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));
        assertThat(find(run).round()).isEqualTo(2);
        charging.prepare(find(run));
        runs.computePrepared();

        assertThat(state(run)).isEqualTo(State.POSTED);
        var outcome = requireNonNull(find(run).outcome());
        assertThat(outcome.excessBefore()).isEqualTo(301);
        assertThat(outcome.excessAfter()).isEqualTo(first.excessAfter()).isEqualTo(301);
        assertThat(outcome.recalled()).isEqualTo(301);
        assertThat(outcome.moves()).isEqualTo(first.moves()).isPositive();
    }

    @Test
    void what_is_beyond_all_before_is_as_the_first_round_found_it() {
        var run = example();
        propose(run);
        clock.advance(Duration.ofMinutes(2));
        runs.closeDue();
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));
        charging.prepare(find(run));
        runs.computePrepared();

        var outcome = requireNonNull(find(run).outcome());
        assertThat(outcome.excessBefore()).isEqualTo(100);
        assertThat(outcome.excessAfter()).isZero();
        assertThat(outcome.moves()).isEqualTo(2);
    }

    @Test
    void a_cycle_is_closed_by_itself_after_the_grace_and_again_for_use_that_comes_later() {
        charging.group();
        charging.use(charging.a, 100, charging.a1(), charging.recordedAt());
        clock.stopAt(charging.end.plus(Duration.ofHours(47)));
        runs.closeDue();
        assertThat(requested()).isEmpty();

        clock.stopAt(charging.end.plus(Duration.ofHours(49)));
        runs.closeDue();
        // Nobody has use beyond all packages: charging is not even asked.
        assertThat(requested()).isEmpty();

        var at = charging.end.plus(Duration.ofHours(50));
        clock.stopAt(at);
        charging.use(charging.c, 100, null, at);
        runs.closeDue();
        var late = topics.awaitPublished(CloseRequested.class, it -> it.ended().contains(charging.a1()));
        var run = runs.find(late.runId()).orElseThrow();
        assertThat(run.groupId()).isEqualTo(late.groupId());
        charging.prepare(run, at.plusSeconds(1), charging.records());
        runs.computePrepared();
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));
        assertThat(state(run)).isEqualTo(State.POSTED);
        runs.closeDue();
        assertThat(requested()).hasSize(1);
    }

    @Test
    void a_recall_keeps_within_the_consented_cap_over_all_closes_of_a_cycle() {
        charging.ownerFirstGroup(250);
        // 1 minor unit for each of 2 units: 500 may be called back in all.
        charging.use(charging.c, 600, charging.a1(), charging.recordedAt());
        charging.use(charging.a, 400, charging.a1(), charging.recordedAt());
        charging.use(charging.a, 301, null, charging.recordedAt());
        var first = close();
        var moves = propose(first);
        assertThat(owed(moves)).isEqualTo(new Money(151, "EUR"));
        assertThat(requireNonNull(find(first).outcome()).recalled()).isEqualTo(Units.of(301).count());
        charging.posted(first, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(first.id())));

        charging.use(charging.a, 299, null, charging.recordedAt());
        var second = close();

        assertThat(owed(propose(second))).isEqualTo(new Money(99, "EUR"));
        assertThat(requireNonNull(find(second).outcome()).recalled()).isEqualTo(199);
        assertThat(requireNonNull(find(second).outcome()).excessAfter()).isEqualTo(600);
    }

    @Test
    void it_needs_a_cycle_that_has_ended() {
        assertThat(charging.api().freshKey().post("/v1/sharing-groups/" + UUID.randomUUID() + "/deduction-runs",
                "{\"mode\": \"CYCLE_CLOSE\"}").problem()).isEqualTo("nothing-to-close");
        assertThat(charging.api().freshKey().post("/v1/sharing-groups/" + UUID.randomUUID() + "/deduction-runs",
                "{\"mode\": \"NOW\"}").status()).isEqualTo(400);
        assertThat(charging.api().get("/v1/deduction-runs/" + UUID.randomUUID() + "/queue").status()).isEqualTo(404);
        assertThat(charging.api().get("/v1/deduction-runs/" + UUID.randomUUID()).problem())
                .isEqualTo("unknown-deduction-run");
    }

    @Test
    void closes_are_computed_on_a_thread_of_their_own(@Autowired ApplicationContext context) {
        var own = context.getBean(CloseThread.NAME, ThreadPoolTaskScheduler.class);

        assertThat(own.getPoolSize()).isEqualTo(1);
        assertThat(own.getScheduledThreadPoolExecutor().getTaskCount()).as("looks for what is prepared").isPositive();
        assertThat(context.getBean("taskScheduler")).as("of all else").isNotSameAs(own);
        assertThat(context.getBean(TaskScheduler.class)).isNotSameAs(own);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<JsonNode> deductions(Object accountId) {
        return items("/v1/deductions?accountId=" + accountId);
    }

    private List<JsonNode> items(String path) {
        return charging.api().get(path).body().path("items").valueStream().toList();
    }

    private static String queue(DeductionRun run) {
        return "/v1/deduction-runs/" + run.id() + "/queue";
    }

    /** A uses 100 of his own, C finds it empty while B's lies idle. */
    private DeductionRun example() {
        charging.group();
        charging.use(charging.a, 100, charging.a1(), charging.recordedAt());
        charging.use(charging.c, 100, null, charging.recordedAt());
        return close();
    }

    private DeductionRun post(DeductionRun run) {
        var moves = propose(run);
        assertThat(moves).isNotEmpty();
        charging.posted(run, topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())));
        return find(run);
    }

    private List<ProposedMove> propose(DeductionRun run) {
        charging.prepare(run);
        runs.computePrepared();
        return topics.awaitPublished(CloseProposed.class, it -> it.runId().equals(run.id())).moves();
    }

    private static Money owed(List<ProposedMove> moves) {
        return moves.stream().filter(it -> it.to() == null).map(it -> requireNonNull(it.owed())).reduce(Money::plus)
                .orElseThrow();
    }

    private static List<DeductionRun> atOnce(Callable<DeductionRun> what) throws Exception {
        var begin = new CyclicBarrier(4);
        Callable<DeductionRun> together = () -> {
            begin.await();
            return what.call();
        };
        try (var callers = Executors.newFixedThreadPool(begin.getParties())) {
            var answers = new ArrayList<DeductionRun>();
            for (var answer : callers.invokeAll(Collections.nCopies(begin.getParties(), together)))
                answers.add(answer.get());
            return answers;
        }
    }

    private DeductionRun close() {
        return run("CYCLE_CLOSE");
    }

    private DeductionRun run(String mode) {
        var answer = charging.api().freshKey().post("/v1/sharing-groups/" + charging.a + "/deduction-runs",
                "{\"mode\": \"" + mode + "\"}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(202);
        return runs.find(UUID.fromString(answer.body().path("id").asString())).orElseThrow();
    }

    private DeductionRun find(DeductionRun run) {
        return runs.find(run.id()).orElseThrow();
    }

    private State state(DeductionRun run) {
        return find(run).state();
    }

    private List<UUID> requested() {
        return jdbc.sql("SELECT run_id FROM deduction_run WHERE :account = ANY (ended)")
                .param("account", charging.a1().value()).query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    private List<@Nullable String> proposals(DeductionRun run) {
        return jdbc.sql("""
                        SELECT payload FROM outbox WHERE ce_type LIKE '%close-proposed%' AND payload LIKE :run
                        ORDER BY id""").param("run", "%" + run.id() + "%").query(String.class).list();
    }
}
