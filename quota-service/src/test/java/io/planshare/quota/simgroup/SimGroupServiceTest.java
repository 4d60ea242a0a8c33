package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Units;

import static io.planshare.quota.simgroup.SimGroupFixtures.foreign;
import static io.planshare.quota.simgroup.SimGroupFixtures.own;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Groups of our own cards: use in by Kafka, bars out by Kafka, people by HTTP. */
@ServiceTest
class SimGroupServiceTest {

    private static final String TERMS = "\"firstValue\": 1000, \"firstThreshold\": 100";

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private SimGroupSchedule schedule;

    private SimGroupFixtures we;
    private final DeviceId router = DeviceId.next();

    @BeforeEach
    void speak() {
        we = new SimGroupFixtures(nobody, topics, keys);
    }

    @Test
    void a_card_is_told_what_it_may_use_of_the_group() {
        var cards = we.cards(2);
        we.opened(TERMS, List.of(own(cards.get(0), 1, false), own(cards.get(1), 1, true)));

        var plain = we.told(cards.get(0), 1);
        var exempt = we.told(cards.get(1), 1);

        assertThat(plain.bar()).isNull();
        assertThat(plain.allowances()).hasSize(2).allSatisfy(allowance -> {
            assertThat(allowance.limit()).isEqualTo(Units.of(1000));
            assertThat(allowance.keptBack()).isEqualTo(Units.of(99));
        });
        assertThat(plain.allowances().get(0).during().to()).isEqualTo(plain.allowances().get(1).during().from());
        assertThat(exempt.allowances().get(0).keptBack()).isEqualTo(Units.ZERO);
    }

    @Test
    void H1_below_the_threshold_the_chosen_cards_are_barred_within_5_s_and_above_it_freed() {
        var cards = we.cards(3);
        var group = we.opened(TERMS,
                List.of(own(cards.get(0), 1, false), own(cards.get(1), 1, false), own(cards.get(2), 1, true)));
        we.used(cards.get(0), 900, router);
        topics.awaitConsumed();
        assertThat(we.status(group).path("state").asString()).isEqualTo("WARNED_75");
        assertThat(we.status(group).path("remaining").asLong()).isEqualTo(100);

        var used = System.nanoTime();
        we.used(cards.get(1), 1, router);
        var barred = we.told(cards.get(0), 2);
        assertThat(Duration.ofNanos(System.nanoTime() - used)).isLessThan(Duration.ofSeconds(5));
        assertThat(barred.deniesTraffic()).isTrue();
        assertThat(we.told(cards.get(1), 2).deniesTraffic()).isTrue();
        assertThat(we.toldSoFar(cards.get(2))).hasSize(1);
        assertThat(we.noticed(group, Notice.RESTRICTED).simCardIds())
                .containsExactlyInAnyOrder(cards.get(0).id(), cards.get(1).id());
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");

        assertThat(we.allow(group, 1500).status()).isEqualTo(200);
        assertThat(we.told(cards.get(0), 3).bar()).isNull();
        assertThat(we.noticed(group, Notice.LIFTED).simCardIds()).hasSize(2);
    }

    @Test
    void H8_an_allowance_below_what_was_used_restricts_now_and_one_above_frees() {
        var cards = we.cards(1);
        var group = we.opened(TERMS, List.of(own(cards.getFirst(), 1, false)));
        we.used(cards.getFirst(), 500, router);
        topics.awaitConsumed();

        assertThat(we.allow(group, 400).status()).isEqualTo(200);
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");
        assertThat(we.status(group).path("remaining").asLong()).isZero();

        assertThat(we.allow(group, 2000).status()).isEqualTo(200);
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(we.told(cards.getFirst(), 3).bar()).isNull();
    }

    @Test
    void H3_a_card_that_moves_to_another_device_takes_its_history_with_it() {
        var cards = we.cards(1);
        var group = we.opened(TERMS, List.of(own(cards.getFirst(), 1, false)));
        var second = DeviceId.next();

        var first = Instant.now();
        topics.publish(SimGroupFixtures.usage(cards.getFirst(), 200, second, first.plusMillis(20)));
        topics.awaitConsumed();
        // Devices' events overtake each other; several at once, too.
        topics.publish(SimGroupFixtures.usage(cards.getFirst(), 250, router, first.plusMillis(10)),
                SimGroupFixtures.usage(cards.getFirst(), 50, router, first));
        topics.awaitConsumed();

        assertThat(we.status(group).path("used").asLong()).isEqualTo(500);
        var hours = we.api().get("/v1/sims/" + cards.getFirst().id() + "/activity").body().path("hours");
        assertThat(hours.valueStream().map(hour -> hour.path("deviceId").asString()).distinct())
                .containsExactlyInAnyOrder(router.toString(), second.toString());
        assertThat(hours.valueStream().mapToLong(hour -> hour.path("octets").asLong()).sum()).isEqualTo(500);
        var member = we.api().get("/v1/sim-groups/" + group + "/members").body().path("items").path(0);
        assertThat(member.path("deviceId").asString()).isEqualTo(second.toString());
        assertThat(member.path("iccid").asString()).contains("*");
    }

    @Test
    void H5_activity_of_a_card_that_nobody_reported_is_refused() {
        var card = we.iccid();
        we.opened(TERMS, List.of(foreign(card)));
        var id = we.api().post("/v1/sims/searches", "{\"iccid\": \"%s\"}".formatted(card.value())).body()
                .path("simCardId").asString();

        var answer = we.api().get("/v1/sims/" + id + "/activity");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("stale-base");
        assertThat(nobody.as("sim-group:read").get("/v1/sims/" + id + "/activity").status()).isEqualTo(403);
    }

    @Test
    void H7_two_schedulers_begin_a_cycle_once() throws Exception {
        var cards = we.cards(1);
        var group = we.opened(TERMS, List.of(own(cards.getFirst(), 1, false)));
        we.used(cards.getFirst(), 950, router);
        assertThat(we.told(cards.getFirst(), 2).deniesTraffic()).isTrue();
        // As if the cycle had begun last month and ended a moment ago.
        jdbc.sql(
                """
                UPDATE sim_group SET counted_from = :from, cycle_end = :end, evaluate_at = :end WHERE sim_group_id = :id""")
                .param("from", Instant.now().minus(Duration.ofDays(40)).atOffset(UTC))
                .param("end", Instant.now().minusSeconds(1).atOffset(UTC))
                .param("id", SimGroupFixtures.uuid(group)).update();

        try (var two = Executors.newFixedThreadPool(2)) {
            var looks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 20; i++) {
                looks.add(() -> {
                    schedule.evaluateDue();
                    return null;
                });
            }
            for (var look : two.invokeAll(looks))
                look.get();
        }
        await().untilAsserted(() -> assertThat(we.notices(group, Notice.RESET)).isPositive());
        topics.awaitConsumed();

        assertThat(we.notices(group, Notice.RESET)).isEqualTo(1);
        assertThat(we.status(group).path("used").asLong()).isZero();
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(we.told(cards.getFirst(), 3).bar()).isNull();
        var next = we.told(cards.getFirst(), 3).allowances().getFirst().during();
        assertThat(next.contains(Instant.now())).isTrue();
    }

    @Test
    void a_manual_reset_begins_the_count_anew_and_leaves_the_cycle_where_it_ends() {
        var cards = we.cards(1);
        var group = we.opened(TERMS, List.of(own(cards.getFirst(), 1, false)));
        var end = we.status(group).path("cycleEnd").asString();
        we.used(cards.getFirst(), 990, router);
        we.told(cards.getFirst(), 2);

        assertThat(we.api().freshKey().post("/v1/sim-groups/" + group + "/reset").status()).isEqualTo(200);

        assertThat(we.status(group).path("used").asLong()).isZero();
        assertThat(we.status(group).path("cycleEnd").asString()).isEqualTo(end);
        assertThat(we.told(cards.getFirst(), 3).bar()).isNull();
        assertThat(we.told(cards.getFirst(), 3).allowances().getFirst().during().from())
                .isAfter(we.told(cards.getFirst(), 2).allowances().getFirst().during().from());
    }

    @Test
    void a_bar_without_answers_is_sent_again_with_a_new_id_until_both_services_answered() {
        var cards = we.cards(1);
        var group = we.opened(TERMS, List.of(own(cards.getFirst(), 1, false)));
        we.acknowledge(we.told(cards.getFirst(), 1));
        topics.awaitConsumed();
        we.used(cards.getFirst(), 950, router);
        var bar = we.told(cards.getFirst(), 2);
        assertThat(we.status(group).path("unacknowledgedCards").asLong()).isEqualTo(1);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(we.toldSoFar(cards.getFirst()).stream().filter(bar::equals)).hasSizeGreaterThan(1));
        we.acknowledge(bar);
        topics.awaitConsumed();

        assertThat(we.status(group).path("unacknowledgedCards").asLong()).isZero();
        assertThat(jdbc.sql("SELECT send_again_at FROM sim_group_card WHERE sim_card_id = :card")
                .param("card", cards.getFirst().id().value()).query((row, _) -> row.getString(1) == null).single())
                .isTrue();
    }

    @Test
    void a_card_is_in_one_group_at_most_and_goes_free_when_it_leaves() {
        var cards = we.cards(2);
        var first = we.opened(TERMS, List.of(own(cards.get(0), 1, false)));
        var refused = we.open(TERMS, List.of(own(cards.get(1), 1, false), own(cards.get(0), 1, false)));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("sim-in-group");
        assertThat(refused.pointer()).isEqualTo("/members/1/iccid");
        we.used(cards.get(0), 950, router);
        we.told(cards.get(0), 2);

        assertThat(we.api().delete("/v1/sim-groups/" + first + "/members/" + cards.get(0).id()).status())
                .isEqualTo(200);

        assertThat(we.told(cards.get(0), 3).bar()).isNull();
        assertThat(we.told(cards.get(0), 3).allowances()).isEmpty();
        we.opened(TERMS, List.of(own(cards.get(0), 1, false)));
        assertThat(we.told(cards.get(0), 4).allowances()).hasSize(2);
    }

    @Test
    void what_cannot_be_is_refused_by_name() {
        var cards = we.cards(1);
        var high = we.open("\"firstValue\": 10, \"firstThreshold\": 11", List.of());
        assertThat(high.status()).isEqualTo(422);
        assertThat(high.problem()).isEqualTo("threshold-above-allowance");
        assertThat(we.open(TERMS, List.of(foreign(cards.getFirst().iccid()))).problem()).isEqualTo("wrong-carrier");
        assertThat(we.open(TERMS, List.of(own(new SimGroupFixtures.Card(cards.getFirst().id(), we.iccid()), 1, false)))
                .problem()).isEqualTo("wrong-carrier");
        assertThat(we.open(TERMS + ", \"timeZone\": \"Mars/Olympus\"", List.of()).pointer()).isEqualTo("/timeZone");
        assertThat(we.open(TERMS + ", \"how\": \"THROTTLE\"", List.of()).pointer()).isEqualTo("/throttleKbps");
        assertThat(we.api().put("/v1/sim-groups/" + we.opened(TERMS, List.of()) + "/allowance",
                "{\"totalAllowance\": 5}").status()).isEqualTo(428);
    }

    @Test
    void an_unlimited_group_counts_and_restricts_nobody() {
        var cards = we.cards(1);
        var group = we.opened("\"firstThreshold\": 0", List.of(own(cards.getFirst(), 1, false)));
        we.used(cards.getFirst(), 1L << 50, router);
        topics.awaitConsumed();

        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(we.status(group).path("used").asLong()).isEqualTo(1L << 50);
        assertThat(we.told(cards.getFirst(), 1).allowances()).hasSize(2)
                .allSatisfy(allowance -> assertThat(allowance.limit()).isNull());
    }
}
