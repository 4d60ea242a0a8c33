package io.planshare.enrollment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ServiceTest
class EnrollmentConcurrencyTest {

    private static final int REQUESTS = 1_000;
    private static final int AT_ONCE = 64;
    private static final int AGAIN_MAX = 300;
    private static final Duration PAUSE = Duration.ofMillis(200);

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
    void A4_of_a_thousand_identical_enrollments_at_once_one_is_made_and_the_others_name_it() throws Exception {
        var owner = world.user();
        var device = world.device(owner.party());
        var body = world.enrollment(owner);

        var answers = together(IntStream.range(0, REQUESTS).<Supplier<Answer>>mapToObj(
                _ -> () -> world.api.post("/v1/devices/" + device + "/enrollments", body)).toList());

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(REQUESTS - 1)
                .allSatisfy(answer -> assertThat(answer.problem()).isEqualTo("ambiguous-payer"));
        var made = jdbc.sql("select id from enrollment where device_id = ?").param(UUID.fromString(device))
                .query(UUID.class).list();
        assertThat(made).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 409)
                .map(answer -> answer.body().path("enrollmentId").asString()).distinct())
                .containsExactly(made.getFirst().toString());
    }

    @Test
    void A4_an_overlapping_enrollment_is_refused_and_names_the_other() {
        var owner = world.user();
        var guest = world.user();
        var device = world.device(owner.party());
        var first = World.created(world.enrol(device, owner, "\"capabilities\":[\"INFOTAINMENT\",\"HOTSPOT\"]"));

        var second = world.enrol(device, guest, "\"capabilities\":[\"HOTSPOT\"]", world.consentOf(owner.party()));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("ambiguous-payer");
        assertThat(second.body().path("enrollmentId").asString()).isEqualTo(first);
    }

    @Test
    void A4_the_database_too_keeps_two_payers_apart() {
        var owner = world.user();
        var device = world.device(owner.party());
        World.created(world.enrol(device, owner));
        var other = World.created(world.enrol(device, owner, "\"capabilities\":[\"HOTSPOT\"]"));

        assertThatThrownBy(
                () -> jdbc.sql("""
                               insert into payer_claim (enrollment_id, device_id, capability, priority, during)
                               values (?, ?, 'INFOTAINMENT', 100, tstzrange(now(), null))
                               """).param(UUID.fromString(other)).param(UUID.fromString(device)).update())
                .hasMessageContaining("one_payer_of_a_priority");
    }

    @Test
    void one_number_registered_by_many_at_once_belongs_to_one_device() throws Exception {
        var owner = world.party();
        var imei = world.imei();
        var body = """
                   {"kind":"PHONE","ownerPartyId":"%s","identifiers":[{"type":"IMEI","value":"%s"}]}""".formatted(owner,
                imei);

        var answers = together(IntStream.range(0, 40).<Supplier<Answer>>mapToObj(
                _ -> () -> world.api.post("/v1/devices", body)).toList());

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(39)
                .allSatisfy(answer -> assertThat(answer.pointer()).isEqualTo("/identifiers/0"));
    }

    @Test
    void whatever_happens_on_a_device_at_once_its_payer_map_has_no_gap_and_ends_as_it_is() throws Exception {
        var owner = world.user();
        var device = world.device(owner.party());
        var users = IntStream.range(0, 6).mapToObj(_ -> world.user()).toList();
        var enrollments = new ArrayList<String>();
        for (var user : users) {
            enrollments.add(World.created(world.enrol(device, user, world.consentOf(owner.party()),
                    "\"presence\":\"REQUIRED\"")));
        }
        var random = Seeds.random();
        var actions = new ArrayList<Supplier<Answer>>();
        for (int i = 0; i < 120; i++)
            actions.add(action(random, device, users, enrollments));

        together(actions);

        var version = jdbc.sql("select version from payer_map where device_id = ?").param(UUID.fromString(device))
                .query(Long.class).single();
        var maps = topics.awaitPublished(PayerMapChanged.class, event -> event.key().equals(device),
                version.intValue()).stream().map(PayerMapChanged::map).toList();
        assertThat(maps).extracting(map -> map.version())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, version).boxed().toList());
        var shown = world.api.get("/v1/devices/" + device + "/payer-map");
        assertThat(shown.header("ETag")).contains("\"" + version + "\"");
        assertThat(shown.body().path("signIns").size()).isEqualTo(maps.getLast().signIns().size());
        for (var user : users) {
            assertThat(maps.getLast().signIns().stream()
                    .filter(s -> s.userPartyId().toString().equals(user.party()) && s.during().to() == null))
                    .as("at most one stay of a user goes on").hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void a_subscription_that_ends_meanwhile_takes_every_enrollment_with_it() throws Exception {
        var owner = world.user();
        var devices = IntStream.range(0, 12).mapToObj(_ -> world.device(owner.party())).toList();
        var actions = new ArrayList<Supplier<Answer>>();
        for (var device : devices)
            actions.add(() -> world.enrol(device, owner));
        actions.add(6, () -> world.api.post("/v1/subscriptions/" + owner.subscription() + "/end"));

        together(actions);

        assertThat(jdbc.sql("select count(*) from enrollment where subscription_id = ? and state <> 'ENDED'")
                .param(UUID.fromString(owner.subscription())).query(Long.class).single()).isZero();
    }

    private Supplier<Answer> action(Random random, String device, List<World.User> users, List<String> enrollments) {
        int who = random.nextInt(users.size());
        var enrollment = enrollments.get(who);
        return switch (random.nextInt(4)) {
            case 0 -> () -> world.signIn(device, users.get(who).party(), null);
            case 1 -> () -> world.signOut(device, users.get(who).party(), null);
            case 2 -> () -> world.step(enrollment, "suspend", "{\"reason\":\"OWNER\"}");
            default -> () -> world.step(enrollment, "resume", "{}");
        };
    }

    /** All at once; who is told to come back does, as a client should. */
    private static List<Answer> together(List<Supplier<Answer>> calls) throws Exception {
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.invokeAll(calls.stream().<Callable<Answer>>map(call -> () -> {
                places.acquire();
                try {
                    return decided(call);
                } finally {
                    places.release();
                }
            }).toList());
            var answers = new ArrayList<Answer>();
            for (var each : running)
                answers.add(each.get());
            return answers;
        }
    }

    /** On a busy machine a request may wait too long for the device's lock; it is told to come again, and does. */
    private static Answer decided(Supplier<Answer> request) {
        var answer = request.get();
        for (int again = 0; answer.status() == 503 && again < AGAIN_MAX; again++) {
            assertThat(answer.header("Retry-After")).isPresent();
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = request.get();
        }
        return answer;
    }
}
