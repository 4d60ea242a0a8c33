package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.SqlArray;
import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.Interval;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.repeated;
import static io.planshare.charging.session.ChargingFixtures.request;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.usedUntil;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ChargingSessionsTest {

    private static final long MIB = 1 << 20;
    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private TestClock clock;
    private ChargingFixtures given;

    @BeforeEach
    void people() {
        given = new ChargingFixtures(jdbc, keys, json);
    }

    @AfterEach
    void everyInvariantHolds() {
        clock.reset();
        assertThat(given.broken()).isEmpty();
    }

    @Test
    void A1_two_rating_groups_on_one_device_are_paid_by_two_payers_to_the_octet() {
        var device = DeviceId.next();
        var maker = given.subscriber();
        var guest = given.subscriber(device);
        var makers = given.account(maker.accountId(), 100 * MIB, maker);
        var guests = given.account(guest.accountId(), 100 * MIB, guest);
        given.payerMap(device, 1, given.enrolled(maker, 1, ALWAYS, "OEM_TELEMATICS"),
                given.enrolled(guest, 1, ALWAYS, "INFOTAINMENT"));

        var session = answered(lanes.submit(create(guest, wish(10, MIB), wish(20, 5 * MIB))));
        assertThat(session.units()).extracting(ChargingOutcome.UnitAnswer::resultCode).containsOnly(ResultCode.SUCCESS);
        lanes.submit(update(session.ref(), 1, usedAndWish(10, 1_234, MIB), usedAndWish(20, 4_000_001, MIB)));
        lanes.submit(release(session.ref(), 2, used(10, 766, 0), used(20, 99_999, 0)));

        assertThat(given.consumed(makers)).isEqualTo(2_000);
        assertThat(given.consumed(guests)).isEqualTo(4_100_000);
        assertThat(given.reserved(makers) + given.reserved(guests)).isZero();
        assertThat(metered(session.ref())).isEqualTo(4_102_000);
    }

    @Test
    void A2_late_usage_goes_to_whoever_paid_when_it_occurred() {
        var device = DeviceId.next();
        var guest = given.subscriber(device);
        var next = given.subscriber();
        var guests = given.account(guest.accountId(), 500 * MIB, guest);
        var nexts = given.account(next.accountId(), 500 * MIB, next);
        var change = Instant.now().minus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        given.payerMap(device, 2, given.enrolled(guest, 1, new Interval(Instant.EPOCH, change), "INFOTAINMENT"),
                given.enrolled(next, 1, new Interval(change, null), "INFOTAINMENT"));
        var session = answered(
                lanes.submit(request(new Operation.Create(guest.supi(), null), 0, change.minusSeconds(100)))).ref();

        lanes.submit(update(session, 1, usedUntil(change.minusSeconds(1), 20, 40 * MIB)));
        lanes.submit(update(session, 2, usedUntil(change, 20, MIB)));
        lanes.submit(update(session, 3, usedUntil(change.plusSeconds(1), 20, 60 * MIB)));
        lanes.submit(release(session, 4, usedUntil(change.minusSeconds(50), 20, 7)));

        assertThat(given.consumed(guests)).isEqualTo(41 * MIB + 7);
        assertThat(given.consumed(nexts)).isEqualTo(60 * MIB);
    }

    @Test
    void after_a_switch_the_new_payer_pays_what_it_can_and_the_old_one_nothing() {
        var device = DeviceId.next();
        var guest = given.subscriber(device);
        var next = given.subscriber();
        var guests = given.account(guest.accountId(), 500 * MIB, guest);
        var nexts = given.account(next.accountId(), 10 * MIB, next);
        given.payerMap(device, 1, given.enrolled(guest, 1, ALWAYS, "INFOTAINMENT"));
        var session = answered(lanes.submit(create(guest, wish(20, 100 * MIB)))).ref();
        var change = SqlArray.micros(Instant.now());
        given.payerMap(device, 2, given.enrolled(guest, 1, new Interval(Instant.EPOCH, change), "INFOTAINMENT"),
                given.enrolled(next, 1, new Interval(change, null), "INFOTAINMENT"));
        lanes.submit(update(session, 1, usedUntil(change, 20, 5 * MIB)));
        lanes.submit(request(new Operation.Update(session), 2, change.plusSeconds(5), used(20, 15 * MIB, 0)));

        assertThat(given.consumed(guests)).isEqualTo(5 * MIB);
        assertThat(given.consumed(nexts)).isEqualTo(10 * MIB);
        assertThat(jdbc.sql("select uncovered from usage_record where session_id = :id and uncovered > 0")
                .param("id", session.sessionId()).query(Long.class).list()).containsExactly(5 * MIB);
    }

    @Test
    void A3_at_the_guests_cap_infotainment_is_denied_and_telematics_granted() {
        var device = DeviceId.next();
        var maker = given.subscriber();
        var guest = given.subscriber(device);
        given.account(maker.accountId(), 100 * MIB, maker);
        given.account(guest.accountId(), 100 * MIB, guest);
        given.payerMap(device, 1, given.enrolled(maker, 1, ALWAYS, "OEM_TELEMATICS"), given.enrolled(guest, 1, ALWAYS,
                "INFOTAINMENT", new CapLimit(UnitType.OCTET, Units.of(MIB), CapLimit.Window.MONTH)));

        var session = answered(lanes.submit(create(guest, wish(20, 5 * MIB))));
        assertThat(session.units().getFirst().grant()).satisfies(grant -> {
            assertThat(grant.units()).isEqualTo(Units.of(MIB));
            assertThat(grant.last()).isTrue();
        });
        var next = answered(lanes.submit(update(session.ref(), 1, usedAndWish(20, MIB, MIB), wish(10, MIB))));

        assertThat(next.units()).extracting(ChargingOutcome.UnitAnswer::resultCode)
                .containsExactly(ResultCode.QUOTA_LIMIT_REACHED, ResultCode.SUCCESS);
        assertThat(jdbc.sql("select reason from denial where session_id = :id order by denial_id")
                .param("id", session.ref().sessionId())
                .query(String.class).list()).containsExactly("CAP", "CAP");
    }

    @Test
    void A7_emergency_is_free_with_every_account_at_zero() {
        var alone = given.subscriber();
        var session = answered(lanes.submit(create(alone, wish(911, MIB), wish(30, MIB))));
        assertThat(session.units()).extracting(ChargingOutcome.UnitAnswer::resultCode)
                .containsExactly(ResultCode.SUCCESS, ResultCode.QUOTA_LIMIT_REACHED);
        lanes.submit(release(session.ref(), 1, used(911, 5 * MIB, 0)));
        assertThat(jdbc.sql("select uncovered_reason from usage_record where session_id = :id")
                .param("id", session.ref().sessionId())
                .query(String.class).single()).isEqualTo("EMERGENCY");
    }

    @Test
    void an_equal_request_gets_the_stored_answer_with_or_without_the_flag() {
        var alone = given.subscriber();
        var pool = given.account(alone.accountId(), 10 * MIB, alone);
        var first = create(alone, wish(10, MIB));
        var session = answered(lanes.submit(first));
        assertThat(lanes.submit(repeated(first, true, first.bodyHash()))).isEqualTo(session);
        assertThat(lanes.submit(repeated(first, false, first.bodyHash()))).isEqualTo(session);

        var report = update(session.ref(), 1, usedAndWish(10, MIB, MIB));
        var answer = lanes.submit(report);
        assertThat(lanes.submit(repeated(report, false, report.bodyHash()))).isEqualTo(answer);
        assertThat(lanes.submit(repeated(report, true, "another body"))).isEqualTo(answer);
        assertThat(given.consumed(pool)).isEqualTo(MIB);
        assertThat(given.reserved(pool)).isEqualTo(MIB);
    }

    @Test
    void a_session_whose_numbers_repeat_decides_anew_and_ignores_the_flag() {
        var alone = given.subscriber();
        var pool = given.account(alone.accountId(), 10 * MIB, alone);
        var ref = answered(lanes.submit(create(alone, wish(10, MIB)))).ref();
        lanes.submit(update(ref, 0, usedAndWish(10, 100, MIB)));
        lanes.submit(repeated(update(ref, 0, usedAndWish(10, 200, MIB)), true, "a real second report"));
        assertThat(given.consumed(pool)).isEqualTo(300);
    }

    @Test
    void a_container_number_is_charged_once_in_all_sessions_of_its_charging_id() {
        var alone = given.subscriber();
        var pool = given.account(alone.accountId(), 10 * MIB, alone);
        var opened = create(alone);
        var ref = answered(lanes.submit(opened)).ref();
        var twice = new UnitUsage(10, UnitType.OCTET, null,
                List.of(new UsedUnits(7, null, Units.of(100), null), new UsedUnits(7, null, Units.of(100), null)));
        lanes.submit(release(ref, 1, twice));
        var again = answered(
                lanes.submit(new ChargingRequest(opened.operation(), opened.nfConsumer(), opened.chargingId(), null,
                        null, null, Instant.now(), 0, false, "another", null, List.of())))
                .ref();
        lanes.submit(release(again, 1, used(10, 100, 7), used(10, 50, 8)));
        assertThat(given.consumed(pool)).isEqualTo(150);
    }

    @Test
    void an_unknown_user_an_unknown_session_and_a_released_one_are_told_apart() {
        assertThat(lanes.submit(request(new Operation.Create(new Imsi("001019999999999"), null), 0, Instant.now())))
                .isEqualTo(new ChargingOutcome.UserUnknown());
        var alone = given.subscriber();
        var ref = answered(lanes.submit(create(alone))).ref();
        var release = release(ref, 1);
        var released = lanes.submit(release);
        assertThat(lanes.submit(repeated(release, true, release.bodyHash()))).isEqualTo(released);
        assertThat(lanes.submit(update(ref, 2, wish(10, 1)))).isEqualTo(new ChargingOutcome.ContextNotFound());
    }

    @Test
    void a_payer_map_that_is_older_than_the_subscription_says_is_waited_for() {
        var device = DeviceId.next();
        var guest = given.subscriber(device, 3);
        given.payerMap(device, 2);
        assertThat(lanes.submit(create(guest, wish(20, MIB)))).isInstanceOf(ChargingOutcome.TryLater.class);
    }

    @Test
    void overage_is_taken_after_all_units_and_within_its_money() {
        var alone = given.subscriber();
        var pool = given.account(alone.accountId(), 1_000, alone);
        jdbc.sql("insert into overage_consent values (:id, 'OCTET', 'EUR', 1, 100, 5, 0, 0, 1)")
                .param("id", alone.id().value()).update();
        var session = answered(lanes.submit(create(alone, wish(10, 2_000))));
        assertThat(granted(session)).isEqualTo(1_500);
        lanes.submit(release(session.ref(), 1, used(10, 1_800, 0)));
        assertThat(given.consumed(pool)).isEqualTo(1_000);
        assertThat(jdbc.sql(
                "select covered, overage, overage_minor, uncovered, uncovered_reason from usage_record where session_id = :id")
                .param("id", session.ref().sessionId()).query().singleRow())
                .isEqualTo(Map.of("covered", 1_000L, "overage", 500L,
                        "overage_minor", 5L, "uncovered", 300L, "uncovered_reason", "OVERSHOOT"));
    }

    @Test
    void what_a_silent_session_holds_goes_back_and_its_late_report_still_counts() {
        var alone = given.subscriber();
        var pool = given.account(alone.accountId(), 10 * MIB, alone);
        var ref = answered(lanes.submit(create(alone, wish(10, MIB)))).ref();
        clock.advance(Duration.ofMinutes(21));
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(given.reserved(pool)).isZero());
        lanes.submit(release(ref, 1, used(10, 500, 0)));
        assertThat(given.consumed(pool)).isEqualTo(500);
    }

    @Test
    void the_family_can_use_all_35_in_every_order_of_use() {
        for (int order = 0; order < 27; order++) {
            var parent = given.subscriber();
            var uncle = given.subscriber();
            given.account(parent.accountId(), 10 * MIB, parent);
            given.account(uncle.accountId(), 5 * MIB, uncle, parent);
            given.account(parent.accountId(), 20 * MIB, parent);
            var usedUp = 0L;
            int code = order;
            for (int step = 0; step < 3; step++, code /= 3) {
                usedUp += switch (code % 3) {
                    case 0 -> use(uncle, 2 * MIB);
                    case 1 -> use(parent, 17 * MIB);
                    default -> useInTwoSessions(parent, 9 * MIB);
                };
            }
            usedUp += use(parent, 35 * MIB);
            usedUp += use(uncle, 35 * MIB);
            assertThat(usedUp).as("order %d", order).isEqualTo(35 * MIB);
            assertThat(granted(lanes.submit(create(parent, wish(10, 1))))).isZero();
        }
    }

    /** Uses up to so many octets as far as they are granted; answers how many. */
    private long use(Subscriber who, long octets) {
        var session = answered(lanes.submit(create(who, wish(10, octets))));
        var granted = granted(session);
        lanes.submit(release(session.ref(), 1, used(10, granted, 0)));
        return granted;
    }

    private long useInTwoSessions(Subscriber who, long octets) {
        var one = answered(lanes.submit(create(who, wish(10, octets))));
        var two = answered(lanes.submit(create(who, wish(10, octets))));
        var most = Math.min(granted(two), octets / 2);
        lanes.submit(release(one.ref(), 1));
        lanes.submit(release(two.ref(), 1, used(10, most, 0)));
        return most;
    }

    private long metered(ChargingDataRef ref) {
        return jdbc.sql("select sum(metered) from usage_record where session_id = :id").param("id", ref.sessionId())
                .query(Long.class).single();
    }
}
