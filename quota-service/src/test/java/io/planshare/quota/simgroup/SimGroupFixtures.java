package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.SimEvent.SimCardChanged;
import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.event.SimGroupEvent.SimGroupNoticed;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.Id;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** Speaks to the service about groups, and plays the other services. */
final class SimGroupFixtures {

    final AccountId account = AccountId.next();
    private final Random random = Seeds.random();
    private final Api api;
    private final Topics topics;
    private final IdentifierKeys keys;

    SimGroupFixtures(Api nobody, Topics topics, IdentifierKeys keys) {
        this.api = nobody.as("sim-group:read sim-group:write sim-group:report sim-group:activity");
        this.topics = topics;
        this.keys = keys;
    }

    /** One of our cards, told by the register. */
    record Card(SimCardId id, Iccid iccid) {}

    List<Card> cards(int count) {
        var cards = new ArrayList<Card>();
        for (int i = 0; i < count; i++)
            cards.add(new Card(SimCardId.next(), iccid()));
        topics.publish(cards.stream().map(card -> new SimCardChanged(card.id, 1, SimCardState.ACTIVE,
                SimCardForm.PHYSICAL, keys.of(card.iccid), null, false)).toArray(SimCardChanged[]::new));
        topics.awaitConsumed();
        return cards;
    }

    Iccid iccid() {
        return Groups.iccid(random);
    }

    static String own(Card card, int priority, boolean exempt) {
        return "{\"iccid\": \"%s\", \"carrier\": \"OWN\", \"priority\": %d, \"exempt\": %b}"
                .formatted(card.iccid.value(), priority, exempt);
    }

    static String foreign(Iccid iccid) {
        return "{\"iccid\": \"%s\", \"carrier\": \"FOREIGN\", \"priority\": 1, \"exempt\": false}"
                .formatted(iccid.value());
    }

    Answer open(String terms, List<String> members) {
        return api.freshKey().post("/v1/sim-groups",
                "{\"accountId\": \"%s\", \"name\": \"fleet\", \"cycleStartDay\": 1, \"predictive\": false, \"rollover\": false, %s, \"members\": [%s]}"
                        .formatted(account, terms, String.join(", ", members)));
    }

    String opened(String terms, List<String> members) {
        var answer = open(terms, members);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.body().path("simGroupId").asString();
    }

    Api api() {
        return api;
    }

    Answer join(String group, List<String> members) {
        return api.freshKey().post("/v1/sim-groups/" + group + "/members",
                "{\"members\": [%s]}".formatted(String.join(", ", members)));
    }

    Answer allow(String group, long total) {
        return api.with("If-Match", "*").put("/v1/sim-groups/" + group + "/allowance",
                "{\"totalAllowance\": %d}".formatted(total));
    }

    JsonNode status(String group) {
        return api.get("/v1/sim-groups/" + group + "/status").body();
    }

    /** Charging books so much on a card, now. */
    UsageRecorded used(Card card, long octets, DeviceId device) {
        var usage = usage(card, octets, device);
        topics.publish(usage);
        return usage;
    }

    static UsageRecorded usage(Card card, long octets, DeviceId device) {
        return usage(card, octets, device, Instant.now());
    }

    static UsageRecorded usage(Card card, long octets, DeviceId device, Instant at) {
        return new UsageRecorded(Id.next(), device, SubscriptionId.next(), card.id, null, "ref", 100L, UnitType.OCTET,
                Units.of(octets), List.of(), List.of(), Units.of(octets), null, at.minusMillis(1), at, at, false);
    }

    SimGroupCardChanged told(Card card, long version) {
        return topics.awaitPublished(SimGroupCardChanged.class,
                it -> it.simCardId().equals(card.id) && it.version() == version);
    }

    List<SimGroupCardChanged> toldSoFar(Card card) {
        return topics.published(SimGroupCardChanged.class).stream().filter(it -> it.simCardId().equals(card.id))
                .toList();
    }

    SimGroupNoticed noticed(String group, Notice notice) {
        return topics.awaitPublished(SimGroupNoticed.class,
                it -> it.groupId().toString().equals(group) && it.notice() == notice);
    }

    long notices(String group, Notice notice) {
        return topics.published(SimGroupNoticed.class).stream()
                .filter(it -> it.groupId().toString().equals(group) && it.notice() == notice).count();
    }

    void acknowledge(SimGroupCardChanged... records) {
        topics.publish(Stream.of(records).flatMap(record -> Stream.of("charging-service", "sim-allocation-service")
                .map(service -> new EnforcementApplied(Cause.SIM_GROUP, record.groupId().toString(),
                        record.simCardId().value(), record.version(), service, Duration.ZERO, "stored")))
                .toArray(EnforcementApplied[]::new));
    }

    static UUID uuid(String group) {
        return UUID.fromString(group);
    }
}
