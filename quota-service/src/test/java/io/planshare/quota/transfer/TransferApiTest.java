package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static io.planshare.quota.transfer.TransferWorld.request;
import static org.assertj.core.api.Assertions.assertThat;

/** What is refused at the edge, and who may speak. */
@ServiceTest
class TransferApiTest {

    @Autowired
    private Api nobody;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"cycleDay\": 1| \"cycleDay\": 32| /cycleDay",
            "\"UTC\"| \"Mars/Olympus\"| /timeZone", "\"FIXED\"| \"VARIABLE\"| -",
            "\"thresholdOctets\": 104857600,| | /connections/1",
            "\"thresholdOctets\": 104857600| \"thresholdOctets\": -1| /connections/1/thresholdOctets",
            ", \"priceSize\": 1000000| | /connections/1/priceSize",
            "\"name\": \"cellular\"| \"name\": \"wifi\"| /connections/1/name",
            "\"name\": \"cellular\"| \"name\": \"a b\"| /connections/1",
            "\"CELLULAR\"| \"PIGEON\"| /connections/1/type",
            "\"price\"| \"peakWindows\": [{\"from\": \"25:00\", \"to\": \"01:00\"}], \"price\"| /connections/1/peakWindows/0/from"})
    void a_plan_that_makes_no_sense_is_refused_with_the_name_of_its_fault(String part,
            @org.jspecify.annotations.Nullable String instead, String pointer) {
        var world = new TransferWorld(nobody, 1);
        var plan = world.planJson(100, "");
        assertThat(plan).contains(part);

        var answer = world.office().put(world.planPath(), plan.replace(part, instead == null ? "" : instead));

        if (pointer.equals("-")) {
            assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        } else {
            assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
            assertThat(answer.pointer()).isEqualTo(pointer);
            assertThat(world.office().get(world.planPath()).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"sizeOctets\": 1048576| \"sizeOctets\": -5| /requests/0/sizeOctets",
            "\"sizeOctets\": 1048576| \"sizeOctets\": 9223372036854775808| /requests/0/sizeOctets",
            "\"sizeOctets\": 1048576| \"sizeOctets\": 1.5| /requests/0/sizeOctets",
            "\"NORMAL\"| \"ASAP\"| /requests/0/priority", "\"photos\"| \"a b\"| /requests/0/appId",
            "\"resumable\": true| \"earliest\": \"2027-01-02T00:00:00Z\", \"deadline\": \"2027-01-01T00:00:00Z\", \"resumable\": true| /requests/0/deadline",
            "\"resumable\": true| \"deadline\": \"2226-01-01T00:00:00Z\", \"resumable\": true| /requests/0/deadline",
            "\"resumable\": true| \"resumable\": true, \"color\": \"red\"| /requests/0/color"})
    void a_request_that_makes_no_sense_is_refused_with_the_name_of_its_fault(String part, String instead,
            String pointer) {
        var world = new TransferWorld(nobody, 1).plan(100);

        var answer = world.ask(world.device(), request("NORMAL", 1).replace(part, instead));

        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @Test
    void a_batch_has_at_most_five_hundred_and_a_device_a_thousand_open_ones() {
        var world = new TransferWorld(nobody, 1).plan(100);
        var many = java.util.Collections.nCopies(500, request("NORMAL", 1)).toArray(String[]::new);

        assertThat(world.ask(world.device(), many).status()).isEqualTo(200);
        assertThat(world.ask(world.device(), many).status()).isEqualTo(200);
        assertThat(world.ask(world.device(), request("NORMAL", 1)).problem()).isEqualTo("too-many-transfers");
        var more = java.util.Collections.nCopies(501, request("NORMAL", 1)).toArray(String[]::new);
        assertThat(world.ask(world.device(), more).pointer()).isEqualTo("/requests");
    }

    @Test
    void unknown_things_are_not_found_and_unknown_connections_named() {
        var world = new TransferWorld(nobody, 1).plan(100);
        var now = Instant.parse("2026-11-10T12:00:00Z");

        assertThat(world.report(io.planshare.model.DeviceId.next(), now, "wifi").problem()).isEqualTo(
                "unknown-device");
        var report = world.report(world.device(), now, "wifi", "satellite");
        assertThat(report.problem()).isEqualTo("unknown-connection");
        assertThat(report.pointer()).isEqualTo("/connections/1/connection");
        assertThat(world.report(world.device(), now, "wifi", "wifi").pointer()).isEqualTo(
                "/connections/1/connection");
        assertThat(world.agent().get("/v1/transfer-requests/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(world.count(world.device(), "satellite", 1, now).pointer()).isEqualTo("/counts/0/connection");
    }

    @Test
    void a_report_that_is_older_than_the_last_is_refused() {
        var world = new TransferWorld(nobody, 1).plan(100);
        var now = Instant.parse("2026-11-10T12:00:00Z");

        assertThat(world.report(world.device(), now, "wifi").status()).isEqualTo(200);
        assertThat(world.report(world.device(), now, "cellular").problem()).isEqualTo("report-outdated");
        assertThat(world.report(world.device(), now.minusSeconds(1), "cellular").problem()).isEqualTo(
                "report-outdated");
    }

    @Test
    void a_device_uses_one_plan_and_nothing_of_a_refused_plan_stays() {
        var world = new TransferWorld(nobody, 1).plan(100);
        var other = new TransferWorld(nobody, 1);

        var refused = other.office().put(other.planPath(),
                other.planJson(100, "").replace(other.device().toString(), world.device().toString()));

        assertThat(refused.problem()).isEqualTo("device-in-other-plan");
        assertThat(other.office().get(other.planPath()).status()).isEqualTo(404);
    }

    @Test
    void who_edits_a_plan_says_which_version_he_saw() {
        var world = new TransferWorld(nobody, 1).plan(100);

        assertThat(world.office().put(world.planPath(), world.planJson(200, "")).status()).isEqualTo(428);
        assertThat(world.office().with("If-Match", "\"7\"").put(world.planPath(), world.planJson(200, "")).status())
                .isEqualTo(412);
        assertThat(world.office().get(world.planPath()).header("ETag")).contains("\"1\"");
    }

    @Test
    void each_operation_needs_its_scope_and_a_device_speaks_for_itself_only() {
        var world = new TransferWorld(nobody, 2).plan(100);
        var own = nobody.as("device:" + world.device(), "transfer:use");
        var decisions = "/v1/devices/%s/transfer-decisions";

        assertThat(nobody.get(world.planPath()).status()).isEqualTo(401);
        assertThat(nobody.as("transfer:use").get(world.planPath()).status()).isEqualTo(403);
        assertThat(nobody.as("quota:read").put(world.planPath(), "{}").status()).isEqualTo(403);
        assertThat(nobody.as("quota:write").get(decisions.formatted(world.device())).status()).isEqualTo(403);
        assertThat(own.get(decisions.formatted(world.device())).status()).isEqualTo(200);
        assertThat(own.get(decisions.formatted(world.devices.get(1))).problem()).isEqualTo("unknown-device");
    }

    @Test
    void asking_needs_a_key_and_asks_once() {
        var world = new TransferWorld(nobody, 1).plan(100);
        var body = "{\"deviceId\": \"%s\", \"requests\": [%s]}".formatted(world.device(), request("NORMAL", 1));
        var keyed = world.agent().freshKey();

        assertThat(world.agent().post("/v1/transfer-requests", body).problem()).isEqualTo("idempotency-key-missing");
        assertThat(keyed.post("/v1/transfer-requests", body).raw())
                .isEqualTo(keyed.post("/v1/transfer-requests", body).raw());
        assertThat(world.agent().get("/v1/devices/" + world.device() + "/transfer-decisions").body()
                .path("transfers").size()).isEqualTo(1);
    }
}
