package io.planshare.charging.notify;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.restriction.RestrictionEnforcer;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.Interval;
import io.planshare.model.PayerMap;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.notify.NotifyFixtures.enrolled;
import static io.planshare.charging.notify.NotifyFixtures.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ServiceTest
class ReauthorizationsTest {

    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);
    /** In the allow-list and without anybody listening. */
    private static final String URI = "http://127.0.0.1:1/n";

    @Autowired
    private Reauthorizations reauthorizations;
    @Autowired
    private RestrictionEnforcer enforcer;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private JdbcClient jdbc;
    private NotifyFixtures given;
    private final DeviceId device = DeviceId.next();
    private final EnrolledPayer maker = enrolled("OEM_TELEMATICS", 1, ALWAYS);
    private final EnrolledPayer owner = enrolled("INFOTAINMENT", 1, ALWAYS);
    private final EnrolledPayer driver = enrolled("INFOTAINMENT", 2, ALWAYS);

    @BeforeEach
    void tables() {
        given = new NotifyFixtures(jdbc);
    }

    @Test
    void only_the_rating_groups_that_change_hands_are_asked_back() {
        var session = given.session(device, URI);
        given.quota(session, 10, maker);
        given.quota(session, 20, owner);
        payersChanged(map(device, 2, maker, owner, driver));
        assertThat(given.only(session).type()).isEqualTo("REAUTHORIZATION");
        assertThat(given.only(session).ratingGroups()).containsExactly(20L);
    }

    @Test
    void all_sessions_of_the_device_are_asked_and_no_others() {
        var first = given.session(device, URI);
        var second = given.session(device, URI);
        var ended = given.session(device, URI);
        var elsewhere = given.session(DeviceId.next(), URI);
        for (var session : List.of(first, second, ended, elsewhere))
            given.quota(session, 20, owner);
        given.close(ended);
        payersChanged(map(device, 2, driver));
        assertThat(given.told(first)).hasSize(1);
        assertThat(given.told(second)).hasSize(1);
        assertThat(given.told(ended)).isEmpty();
        assertThat(given.told(elsewhere)).isEmpty();
    }

    @Test
    void a_map_that_changes_nothing_now_and_an_outdated_one_ask_nothing_back() {
        var session = given.session(device, URI);
        given.quota(session, 20, owner);
        payersChanged(map(device, 2, owner));
        payersChanged(map(device, 3, owner, enrolled("INFOTAINMENT", 9, new Interval(Instant.EPOCH, Instant.EPOCH))));
        jdbc.sql("insert into payer_map values (:id, 5, '{}')").param("id", device.value()).update();
        payersChanged(map(device, 4, driver));
        assertThat(given.told(session)).isEmpty();
        payersChanged(map(device, 5, driver));
        assertThat(given.told(session)).hasSize(1);
    }

    @Test
    void outside_of_the_transaction_of_the_change_nothing_can_be_asked_back() {
        assertThatThrownBy(() -> reauthorizations.payersChanged(map(device, 1))).hasMessageContaining("transaction");
    }

    @Test
    void a_restricted_device_loses_its_sessions_and_those_of_the_subscriptions_that_were_in_it() {
        var subscription = SubscriptionId.next();
        var onDevice = given.session(device, URI);
        var movedAway = given.session(DeviceId.next(), subscription, URI, "internet");
        var silent = given.session(device, null);
        var answer = restrict(RestrictionLevel.R3, subscription);
        assertThat(given.only(onDevice).type()).isEqualTo("ABORT_CHARGING");
        assertThat(given.only(movedAway).type()).isEqualTo("ABORT_CHARGING");
        assertThat(given.told(silent)).isEmpty();
        assertThat(answer).startsWith("3 sessions open, 2 told to end");
    }

    @Test
    void emergency_traffic_goes_on_and_only_the_rest_is_asked_back() {
        var call = given.session(device, SubscriptionId.next(), URI, "sos");
        given.quota(call, 1, null);
        var mixed = given.session(device, URI);
        given.quota(mixed, 911, null);
        given.quota(mixed, 20, owner);
        restrict(RestrictionLevel.R4);
        assertThat(given.told(call)).isEmpty();
        assertThat(given.only(mixed).type()).isEqualTo("REAUTHORIZATION");
        assertThat(given.only(mixed).ratingGroups()).containsExactly(20L);
    }

    @Test
    void a_lighter_restriction_and_a_lifted_one_end_nothing() {
        var session = given.session(device, URI);
        assertThat(restrict(RestrictionLevel.R2)).isEqualTo("nothing to end at R2");
        assertThat(transaction.<String>execute(_ -> enforcer.apply(new RestrictionLifted(RestrictionId.next(), 2,
                device, List.of(), List.of(), "found", "care", Instant.now())))).isEqualTo("nothing to end at NONE");
        assertThat(given.told(session)).isEmpty();
    }

    private void payersChanged(PayerMap map) {
        transaction.executeWithoutResult(_ -> reauthorizations.payersChanged(map));
    }

    private String restrict(RestrictionLevel level, SubscriptionId... subscriptions) {
        return transaction.<String>execute(_ -> enforcer.apply(new RestrictionOrdered(RestrictionId.next(), 1, device,
                level, List.of(subscriptions), List.of(), "stolen", "care", Instant.now())));
    }
}
