package io.planshare.sim.card;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.SimEvent.SimCardChanged;
import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.event.SimGroupEvent.CardBar;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Restrictions arrive by Kafka, bar cards in the database, and are answered by Kafka. */
@ServiceTest
class CardBarsTest {

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;

    private final DeviceId device = DeviceId.next();

    @Test
    void R3_bars_the_cards_it_names_and_the_lift_frees_them_each_told_and_acknowledged() {
        var card = registered();
        var other = registered();

        order(1, RestrictionLevel.R3, card);
        assertThat(acknowledged(1)).hasSize(1).first().satisfies(ack -> {
            assertThat(ack.service()).isEqualTo("sim-allocation-service");
            assertThat(ack.took()).isPositive();
        });
        assertThat(shown(card).path("barred").asBoolean()).isTrue();
        var refused = move(card, "reserve");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("device-restricted");
        assertThat(refused.body().path("level").asString()).isEqualTo("R3");
        assertThat(move(other, "reserve").status()).isEqualTo(200);

        lift(2, card);
        assertThat(acknowledged(2)).hasSize(1);
        assertThat(move(card, "reserve").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(told(card)).containsExactly("1 AVAILABLE free", "2 AVAILABLE barred",
                "3 AVAILABLE free", "4 RESERVED free"));
    }

    @Test
    void R2_freezes_a_card_without_barring_it_and_R1_leaves_it_alone() {
        var card = registered();

        order(1, RestrictionLevel.R2, card);
        acknowledged(1);
        assertThat(move(card, "reserve").status()).isEqualTo(423);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();

        order(2, RestrictionLevel.R1, card);
        acknowledged(2);
        assertThat(move(card, "reserve").status()).isEqualTo(200);
    }

    @Test
    void an_order_delivered_again_is_acknowledged_again_and_changes_nothing() {
        var card = registered();
        var order = order(1, RestrictionLevel.R4, card);
        acknowledged(1);

        topics.publish(order);

        await().untilAsserted(() -> assertThat(acknowledged(1)).hasSize(2));
        assertThat(shown(card).path("version").asLong()).isEqualTo(2);
    }

    @Test
    void an_older_order_that_arrives_late_changes_nothing() {
        var card = registered();
        lift(2, card);
        acknowledged(2);

        order(1, RestrictionLevel.R3, card);

        acknowledged(1);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();
    }

    @Test
    void an_order_without_cards_of_ours_is_acknowledged() {
        order(1, RestrictionLevel.R3, SimCardId.next());

        assertThat(acknowledged(1)).hasSize(1);
    }

    @Test
    void a_card_that_two_devices_held_is_free_when_both_are() {
        var card = registered();
        var otherDevice = DeviceId.next();
        order(1, RestrictionLevel.R3, card);
        topics.publish(ordered(otherDevice, 1, RestrictionLevel.R4, card));
        acknowledged(1);
        acknowledged(otherDevice, 1);

        lift(2, card);
        acknowledged(2);
        assertThat(shown(card).path("barred").asBoolean()).isTrue();

        topics.publish(lifted(otherDevice, 2, card));
        acknowledged(otherDevice, 2);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();
    }

    @Test
    void H1_a_group_bars_and_frees_a_card_each_delivery_acknowledged_and_no_older_one_obeyed() {
        var card = registered();
        var group = SimGroupId.next();

        var bar = grouped(card, group, 1, new CardBar(BarAction.BLOCK, null, Instant.now()));
        topics.publish(bar);
        assertThat(acknowledged(group, 1)).first().satisfies(ack -> {
            assertThat(ack.cause()).isEqualTo(Cause.SIM_GROUP);
            assertThat(ack.enforcedId()).isEqualTo(card.value());
            assertThat(ack.service()).isEqualTo("sim-allocation-service");
        });
        assertThat(shown(card).path("barred").asBoolean()).isTrue();

        topics.publish(grouped(card, group, 2, null));
        acknowledged(group, 2);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();

        topics.publish(bar);
        await().untilAsserted(() -> assertThat(acknowledged(group, 1)).hasSize(2));
        assertThat(shown(card).path("barred").asBoolean()).isFalse();
    }

    @Test
    void a_slowed_down_card_is_not_barred_and_one_that_is_not_in_the_register_is_acknowledged() {
        var card = registered();
        var group = SimGroupId.next();
        topics.publish(grouped(card, group, 1, new CardBar(BarAction.THROTTLE, 128, Instant.now())));
        acknowledged(group, 1);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();

        topics.publish(grouped(SimCardId.next(), group, 2, new CardBar(BarAction.BLOCK, null, Instant.now())));
        acknowledged(group, 2);
    }

    @Test
    void a_card_that_its_group_and_a_restriction_bar_is_free_when_both_are_lifted() {
        var card = registered();
        var group = SimGroupId.next();
        topics.publish(grouped(card, group, 1, new CardBar(BarAction.BLOCK, null, Instant.now())));
        acknowledged(group, 1);
        order(1, RestrictionLevel.R3, card);
        acknowledged(1);
        lift(2, card);
        acknowledged(2);
        assertThat(shown(card).path("barred").asBoolean()).isTrue();

        topics.publish(grouped(card, group, 2, null));
        acknowledged(group, 2);
        assertThat(shown(card).path("barred").asBoolean()).isFalse();
    }

    private static SimGroupCardChanged grouped(SimCardId card, SimGroupId group, long version, @Nullable CardBar bar) {
        return new SimGroupCardChanged(card, version, group, List.of(), bar, Instant.now());
    }

    private List<EnforcementApplied> acknowledged(SimGroupId of, long version) {
        return topics.awaitPublished(EnforcementApplied.class,
                ack -> ack.subjectKey().equals(of.toString()) && ack.version() == version, 1);
    }

    private RestrictionOrdered order(long version, RestrictionLevel level, SimCardId... cards) {
        var order = ordered(device, version, level, cards);
        topics.publish(order);
        return order;
    }

    private void lift(long version, SimCardId... cards) {
        topics.publish(lifted(device, version, cards));
    }

    private static RestrictionOrdered ordered(DeviceId device, long version, RestrictionLevel level,
            SimCardId... cards) {
        return new RestrictionOrdered(RestrictionId.next(), version, device, level, List.of(), Arrays.asList(cards),
                "stolen", "agent", Instant.now());
    }

    private static RestrictionLifted lifted(DeviceId device, long version, SimCardId... cards) {
        return new RestrictionLifted(RestrictionId.next(), version, device, List.of(), Arrays.asList(cards), "found",
                "agent", Instant.now());
    }

    private List<EnforcementApplied> acknowledged(long version) {
        return acknowledged(device, version);
    }

    /** Waits for the first. */
    private List<EnforcementApplied> acknowledged(DeviceId of, long version) {
        return topics.awaitPublished(EnforcementApplied.class,
                ack -> ack.subjectKey().equals(of.toString()) && ack.version() == version, 1);
    }

    private List<String> told(SimCardId card) {
        return topics.published(SimCardChanged.class).stream().filter(it -> it.simCardId().equals(card))
                .map(it -> it.version() + " " + it.state() + (it.barred() ? " barred" : " free")).toList();
    }

    private SimCardId registered() {
        var answer = nobody.as("sim:write").freshKey().post("/v1/sim-cards",
                "{\"iccid\": \"%s\", \"imsi\": \"%s\", \"form\": \"PHYSICAL\"}".formatted(Numbers.iccid().value(),
                        Numbers.imsi().value()));
        return new SimCardId(UUID.fromString(answer.body().path("simCardId").asString()));
    }

    private JsonNode shown(SimCardId card) {
        return nobody.as("sim:read").get("/v1/sim-cards/" + card).body();
    }

    private Answer move(SimCardId card, String move) {
        return nobody.as("sim:write").freshKey().post("/v1/sim-cards/" + card + "/" + move);
    }
}
