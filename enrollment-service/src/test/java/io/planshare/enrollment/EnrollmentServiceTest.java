package io.planshare.enrollment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.EnrollmentEvent;
import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.EnrollmentActivated;
import io.planshare.event.EnrollmentEvent.EnrollmentEnded;
import io.planshare.event.EnrollmentEvent.EnrollmentRequested;
import io.planshare.event.EnrollmentEvent.EnrollmentStep;
import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EventType;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.kit.topic.EventJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

/** From HTTP through the database to Kafka. */
@ServiceTest
class EnrollmentServiceTest {

    private static final Pattern OURS = Pattern
            .compile("/v1/(parties|accounts|subscriptions|devices|enrollments|payer-resolutions)(/.*)?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private Api anybody;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private Topics topics;
    private World world;

    @BeforeEach
    void makeWorld() {
        world = new World(anybody);
    }

    @Test
    void what_is_done_over_http_is_told_on_kafka_in_order_and_without_a_gap() {
        var owner = world.user();
        var guest = world.user();
        var device = world.device(owner.party());
        var enrollment = World.created(world.enrol(device, guest, world.consentOf(owner.party())));
        assertThat(world.signIn(device, guest.party(), null).status()).isEqualTo(200);
        assertThat(world.step(enrollment, "end", "{\"reason\":\"UNENROLLED\"}").status()).isEqualTo(200);

        var told = topics.awaitPublished(EnrollmentEvent.class, event -> event.key().equals(device), 8);
        assertThat(told).filteredOn(DeviceChanged.class::isInstance).singleElement()
                .isInstanceOfSatisfying(DeviceChanged.class, changed -> assertThat(changed.version()).isEqualTo(1));
        assertThat(told).filteredOn(EnrollmentStep.class::isInstance).extracting(Object::getClass).asList()
                .containsExactly(EnrollmentRequested.class, EnrollmentActivated.class, EnrollmentEnded.class);
        var maps = told.stream().filter(PayerMapChanged.class::isInstance).map(e -> ((PayerMapChanged) e).map())
                .toList();
        assertThat(maps).extracting(map -> map.version()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(maps.getFirst().payers()).isEmpty();
        assertThat(maps.get(1).payers()).hasSize(1);
        assertThat(maps.get(2).signIns()).hasSize(1);
        assertThat(maps.getLast().signIns().getFirst().during().to()).isNotNull();
    }

    @Test
    void a_subscription_names_the_payer_map_of_the_device_that_holds_its_card() {
        var owner = world.user();
        var device = world.device(owner.party());
        world.enrol(device, owner);
        var subscription = world.subscription(owner.account(), device);
        world.api.put("/v1/subscriptions/" + subscription + "/device", "{\"deviceId\":null}");
        world.api.put("/v1/subscriptions/" + subscription + "/device", "{\"deviceId\":\"" + device + "\"}");

        var told = topics.awaitPublished(SubscriptionChanged.class, event -> event.key().equals(subscription), 3);
        assertThat(told)
                .extracting(SubscriptionChanged::version, SubscriptionChanged::payerMapVersion)
                .containsExactly(tuple(1L, 2L),
                        tuple(2L, 0L), tuple(3L, 2L));
    }

    @Test
    void the_events_on_the_wire_have_the_shape_of_their_samples() throws IOException {
        var owner = world.user();
        var guest = world.user();
        var device = world.device(owner.party());
        var cap = "\"caps\":[{\"unit\":\"OCTET\",\"limit\":5,\"window\":\"MONTH\"}]";
        world.enrol(device, guest, world.consentOf(owner.party()), cap);
        world.signIn(device, guest.party(), null);

        for (var event : topics.awaitPublished(EnrollmentEvent.class, e -> e.key().equals(device), 6)) {
            var type = EventType.of(event);
            assertThat(members(JSON.readTree(sampleOf(type)))).as("%s", type)
                    .containsAll(members(JSON.readTree(EventJson.write(event))));
        }
    }

    @Test
    void clear_numbers_stand_nowhere_in_the_database_and_on_kafka() {
        var owner = world.user();
        var imei = world.imei();
        var iccid = world.iccid();
        var imsi = world.imsi();
        var device = world.device(owner.party(), imei);
        var opened = world.api.post("/v1/subscriptions",
                """
                {"accountId":"%s","planId":"%s","imsi":"%s","iccid":"%s","msisdn":"+4917012345678"}"""
                        .formatted(owner.account(), owner.account(), imsi, iccid));

        assertThat(opened.raw()).doesNotContain(imsi, iccid, "4917012345678");
        assertThat(opened.body().path("imsi").asString()).endsWith(imsi.substring(13)).startsWith("*****");
        var dump = new StringBuilder();
        for (var table : jdbc.sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class).list()) {
            jdbc.sql("select t::text from \"" + table + "\" t").query(String.class).list().forEach(dump::append);
        }
        assertThat(dump.toString()).contains(device).doesNotContain(imei, imsi, iccid, "4917012345678");
        var told = topics.awaitPublished(DeviceChanged.class, event -> event.key().equals(device));
        assertThat(EventJson.write(told)).doesNotContain(imei);
    }

    @Test
    void what_was_stored_is_found_by_its_clear_number_and_shown_masked() {
        var owner = world.user();
        var imei = world.imei();
        var device = world.device(owner.party(), imei);

        var found = world.api.post("/v1/devices/searches", "{\"imei\":\"" + imei + "\"}");

        assertThat(found.body().at("/items/0/id").asString()).isEqualTo(device);
        assertThat(found.raw()).doesNotContain(imei).contains(imei.substring(0, 8) + "*******");
        assertThat(world.api.post("/v1/devices/searches", "{\"imei\":\"" + world.imei() + "\"}").body().path("items"))
                .isEmpty();
    }

    @Test
    void lists_come_in_pages_that_join_without_a_gap() {
        var owner = world.user();
        var devices = new TreeSet<String>();
        for (int i = 0; i < 5; i++)
            devices.add(world.device(owner.party()));
        var seen = new ArrayList<String>();
        var path = "/v1/devices?ownerPartyId=" + owner.party() + "&limit=2";
        for (var next = ""; next != null;) {
            var page = world.api.get(path + (next.isEmpty() ? "" : "&after=" + next)).body();
            page.path("items").valueStream().forEach(item -> seen.add(item.path("id").asString()));
            next = page.path("next").isNull() ? null : page.path("next").asString();
        }
        assertThat(seen).containsExactlyElementsOf(devices);
    }

    @Test
    void every_operation_is_described_and_shows_an_example_of_what_goes_in_and_comes_out() {
        var api = anybody.get("/v3/api-docs").body();
        var ours = api.path("paths").propertyStream().filter(path -> OURS.matcher(path.getKey()).matches()).toList();
        assertThat(ours).hasSizeGreaterThan(25);
        for (var path : ours) {
            path.getValue().propertyStream().forEach(operation -> {
                var name = operation.getKey() + " " + path.getKey();
                var described = operation.getValue();
                assertThat(described.path("summary").asString("")).as(name).isNotBlank();
                assertThat(described.path("description").asString("")).as(name).isNotBlank();
                assertThat(described.path("security").toString()).as(name).contains("enrollment:");
                if (described.has("requestBody")) assertShows(api, described.path("requestBody"), name);
                var answers = described.path("responses").propertyStream()
                        .filter(answer -> answer.getKey().startsWith("2")).toList();
                assertThat(answers).as(name).hasSize(1);
                assertShows(api, answers.getFirst().getValue(), name);
            });
        }
    }

    private static void assertShows(JsonNode api, JsonNode content, String name) {
        var media = content.path("content").path("application/json");
        assertThat(media.has("example") || media.has("examples") || shows(api, media.path("schema"), 0)).as(name)
                .isTrue();
    }

    /** Whether a schema, or one that it is made of, has an example. */
    private static boolean shows(JsonNode api, JsonNode schema, int depth) {
        if (depth > 6) return false;
        var reference = schema.path("$ref").asString("");
        var actual = reference.isEmpty() ? schema : api.at(reference.substring(1));
        return actual.has("example") || actual.has("items") && shows(api, actual.path("items"), depth + 1)
                || actual.path("properties").valueStream().anyMatch(member -> shows(api, member, depth + 1));
    }

    @Test
    void each_operation_needs_its_scope() {
        var device = world.device(world.party());
        var reader = anybody.as("enrollment:read");
        assertThat(reader.get("/v1/devices/" + device).status()).isEqualTo(200);
        assertThat(reader.post("/v1/devices/searches", "{\"imei\":\"" + world.imei() + "\"}").status()).isEqualTo(200);
        assertThat(reader.post("/v1/payer-resolutions",
                """
                {"deviceId":"%s","at":"%s","traffic":{}}""".formatted(device, Instant.now())).status()).isEqualTo(200);
        for (var path : List.of("/v1/parties", "/v1/devices", "/v1/devices/" + device + "/enrollments")) {
            assertThat(reader.post(path, "{}").status()).as(path).isEqualTo(403);
        }
        assertThat(anybody.as("enrollment:write").get("/v1/devices/" + device).status()).isEqualTo(403);
        assertThat(anybody.get("/v1/devices/" + device).status()).isEqualTo(401);
    }

    private static String sampleOf(EventType type) throws IOException {
        return Files.readString(Path.of("..", "common-model", "src", "test", "resources", "samples",
                type.ceType() + ".json"));
    }

    /** The paths of all members that hold something, whatever the place in a list. */
    private static TreeSet<String> members(JsonNode node) {
        var paths = new TreeSet<String>();
        members(node, "", paths);
        return paths;
    }

    private static void members(JsonNode node, String path, TreeSet<String> paths) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                members(member.getValue(), path + "/" + member.getKey(), paths);
            }
        } else if (node.isArray()) {
            node.valueStream().forEach(item -> members(item, path + "/*", paths));
        }
        if (!node.isNull()) paths.add(path);
    }
}
