package io.planshare.theft.restriction;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.DeviceId;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders and lifts over HTTP, on a real database. */
@ServiceTest
class RestrictionApiTest {

    private static final String R3 = "{\"level\": \"R3\", \"reason\": \"owner reported it stolen\"}";
    private static final String FOUND = "{\"reason\": \"found\"}";

    @Autowired
    private Api nobody;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void an_order_says_who_ordered_what_and_that_nobody_has_answered() {
        var device = known();

        var ordered = nobody.as("care-agent-7", "theft:write").freshKey().post(restrictionsOf(device), R3);

        assertThat(ordered.status()).as(ordered.raw()).isEqualTo(201);
        var restriction = ordered.body();
        assertThat(ordered.header("Location")).contains("/v1/restrictions/" + id(ordered));
        assertThat(restriction.path("level").asString()).isEqualTo("R3");
        assertThat(restriction.path("state").asString()).isEqualTo("ORDERED");
        assertThat(restriction.path("orderedBy").asString()).isEqualTo("care-agent-7");
        assertThat(restriction.path("version").asLong()).isEqualTo(1);
        assertThat(restriction.path("acknowledgements").valueStream().map(it -> it.path("service").asString() + " "
                + it.path("outcome").asString())).containsExactly("enrollment-service MISSING", "quota-service MISSING",
                        "charging-service MISSING", "sim-allocation-service MISSING");
        assertThat(reader().get("/v1/restrictions/" + id(ordered)).body().path("orderedAt"))
                .isEqualTo(restriction.path("orderedAt"));
        assertThat(reader().get(restrictionsOf(device) + "/current").body().path("restrictionId").asString())
                .isEqualTo(id(ordered));
    }

    @Test
    void the_restriction_names_the_cards_that_the_device_holds() {
        var device = known();
        var subscription = UUID.randomUUID();
        var card = UUID.randomUUID();
        subscription(subscription, "ACTIVE", device, card);
        subscription(UUID.randomUUID(), "ENDED", device, UUID.randomUUID());
        subscription(UUID.randomUUID(), "ACTIVE", known(), UUID.randomUUID());

        var ordered = writer().post(restrictionsOf(device), R3).body();

        assertThat(ordered.path("subscriptionIds").valueStream().map(it -> it.asString()))
                .containsExactly(subscription.toString());
        assertThat(ordered.path("simCardIds").valueStream().map(it -> it.asString())).containsExactly(card.toString());
    }

    @Test
    void a_later_order_replaces_the_one_in_force_and_only_the_later_one_can_be_lifted() {
        var device = known();
        var first = writer().post(restrictionsOf(device), R3);
        var second = writer().post(restrictionsOf(device),
                "{\"level\": \"R1\", \"reason\": \"a mistake, watch only\"}");

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body().path("version").asLong()).isEqualTo(2);
        assertThat(state(first)).isEqualTo("REPLACED");
        assertThat(reader().get(restrictionsOf(device) + "/current").body().path("level").asString()).isEqualTo("R1");

        var refused = writer().post("/v1/restrictions/" + id(first) + "/lift", FOUND);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("restriction-not-in-force");

        var lifted = writer().post("/v1/restrictions/" + id(second) + "/lift", FOUND);
        assertThat(lifted.status()).isEqualTo(200);
        assertThat(lifted.body().path("state").asString()).isEqualTo("LIFTING");
        assertThat(lifted.body().path("version").asLong()).isEqualTo(3);
        assertThat(lifted.body().path("liftReason").asString()).isEqualTo("found");
        assertThat(reader().get(restrictionsOf(device) + "/current").problem()).isEqualTo("not-restricted");
        assertThat(reader().get(restrictionsOf(device) + "?limit=1").body().path("items").path(0)
                .path("restrictionId").asString()).isEqualTo(id(second));
    }

    @Test
    void what_is_lifted_cannot_be_lifted_again_and_that_leaves_no_gap_in_the_versions() {
        var device = known();
        var ordered = writer().post(restrictionsOf(device), R3);
        writer().post("/v1/restrictions/" + id(ordered) + "/lift", FOUND);

        assertThat(writer().post("/v1/restrictions/" + id(ordered) + "/lift", FOUND).status()).isEqualTo(409);
        assertThat(writer().post(restrictionsOf(device), R3).body().path("version").asLong()).isEqualTo(3);
        assertThat(published(device)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void R4_is_for_those_who_may_confirm_a_theft() {
        var device = known();
        var r4 = "{\"level\": \"R4\", \"reason\": \"police report\"}";

        var refused = writer().post(restrictionsOf(device), r4);
        var confirmed = nobody.as("theft:write theft:confirm").freshKey().post(restrictionsOf(device), r4);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("confirmation-required");
        assertThat(confirmed.status()).isEqualTo(201);
        assertThat(published(device)).containsExactly(1L);
    }

    @Test
    void an_order_sent_again_under_its_key_is_one_order() {
        var device = known();
        var keyed = writer();

        var first = keyed.post(restrictionsOf(device), R3);
        var again = keyed.post(restrictionsOf(device), R3);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(published(device)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {"reason": "x"}                               | /level
                                            {"level": "NONE", "reason": "x"}              | /level
                                            {"level": "R9", "reason": "x"}                | /level
                                            {"level": "R3"}                               | /reason
                                            {"level": "R3", "reason": "  "}               | /reason
                                            {"level": "R3", "reason": ["x"]}              | /reason
                                            {"level": "R3", "reason": "x", "scope": "all"} | /scope
                                            """)
    void a_wrong_order_is_refused_with_the_name_of_its_fault_and_nothing_is_stored(String body, String pointer) {
        var before = stored();

        var refused = writer().post(restrictionsOf(known()), body);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(400);
        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void a_reason_has_an_end() {
        var refused = writer().post(restrictionsOf(known()),
                "{\"level\": \"R3\", \"reason\": \"%s\"}".formatted("x".repeat(501)));

        assertThat(refused.pointer()).isEqualTo("/reason");
    }

    @Test
    void an_unknown_device_or_restriction_is_told_and_nothing_is_stored() {
        var before = stored();
        var stranger = DeviceId.next();

        assertThat(writer().post(restrictionsOf(stranger), R3).problem()).isEqualTo("unknown-device");
        assertThat(writer().post("/v1/devices/7/restrictions", R3).pointer()).isEqualTo("#path/deviceId");
        assertThat(writer().post("/v1/restrictions/" + UUID.randomUUID() + "/lift", FOUND).problem())
                .isEqualTo("unknown-restriction");
        assertThat(writer().post("/v1/restrictions/" + UUID.randomUUID() + "/lift", "{}").pointer())
                .isEqualTo("/reason");
        assertThat(reader().get("/v1/restrictions/" + UUID.randomUUID()).problem()).isEqualTo("unknown-restriction");
        assertThat(reader().get("/v1/restrictions/7").pointer()).isEqualTo("#path/restrictionId");
        assertThat(reader().get(restrictionsOf(stranger)).body().path("items").size()).isZero();
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void an_order_wants_a_key_and_the_right_to_write() {
        var path = restrictionsOf(known());

        assertThat(nobody.as("theft:write").post(path, R3).problem()).isEqualTo("idempotency-key-missing");
        assertThat(nobody.as("theft:read theft:confirm").freshKey().post(path, R3).status()).isEqualTo(403);
        assertThat(nobody.freshKey().post(path, R3).status()).isEqualTo(401);
        assertThat(nobody.as("theft:write").get(path).status()).isEqualTo(403);
    }

    private Api writer() {
        return nobody.as("theft:write").freshKey();
    }

    private Api reader() {
        return nobody.as("theft:read");
    }

    private static String restrictionsOf(DeviceId device) {
        return "/v1/devices/" + device + "/restrictions";
    }

    private static String id(Answer answer) {
        return answer.body().path("restrictionId").asString();
    }

    private String state(Answer ordered) {
        return reader().get("/v1/restrictions/" + id(ordered)).body().path("state").asString();
    }

    private DeviceId known() {
        var device = DeviceId.next();
        jdbc.sql("INSERT INTO known_device VALUES (?, 1, 'ACTIVE')").param(device.value()).update();
        return device;
    }

    private void subscription(UUID id, String status, DeviceId device, UUID card) {
        jdbc.sql("INSERT INTO known_subscription VALUES (?, 1, ?, ?, ?)").params(id, status, device.value(), card)
                .update();
    }

    /** Each version once: nobody acknowledges here, so they may have gone out more than once. */
    private List<Long> published(DeviceId device) {
        return jdbc.sql("SELECT DISTINCT (payload::jsonb ->> 'version')::bigint FROM outbox WHERE key = ? ORDER BY 1")
                .param(device.toString()).query((row, _) -> row.getLong(1)).list();
    }

    private List<Long> stored() {
        return Stream.of("restriction_order", "restricted_device", "(SELECT DISTINCT payload FROM outbox) event").map(
                table -> jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single()).toList();
    }
}
