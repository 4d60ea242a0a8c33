package io.planshare.charging.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.DeviceId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ServiceTest
class NotifierTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final NotifySettings FAST = settings(Duration.ofSeconds(10), 20);
    private static final NotifySettings IMPATIENT = settings(Duration.ofMillis(300), 100);
    private static final NotifySettings SOON_DONE = settings(Duration.ofSeconds(10), 4);

    @Autowired
    private Notifications notifications;
    @Autowired
    private NotificationStore store;
    @Autowired
    private Notifier ofTheService;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private JdbcClient jdbc;
    private NotifyFixtures given;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @BeforeEach
    void the_service_itself_sends_nothing() {
        ofTheService.stop();
        jdbc.sql("delete from notification").update();
        given = new NotifyFixtures(jdbc);
    }

    @AfterEach
    void the_service_sends_again() throws Exception {
        for (var open : closing)
            open.close();
        ofTheService.start();
    }

    @Test
    void both_kinds_arrive_in_3GPPs_form_at_the_very_address_that_was_given() throws Exception {
        var peer = peer();
        var one = session(peer.uri("/notify/1?x=y"));
        reauthorize(one, 10L, 4_294_967_295L);
        notifier("127.0.0.1");
        awaitState(one, "DELIVERED");
        var other = session(peer.uri("/notify/2"));
        abort(other);
        awaitState(other, "DELIVERED");
        assertThat(peer.calls()).containsExactly(
                new NetworkFunction.Call("/notify/1?x=y", "application/json",
                        "{\"notificationType\":\"REAUTHORIZATION\",\"reauthorizationDetails\":"
                                + "[{\"ratingGroup\":10},{\"ratingGroup\":4294967295}]}"),
                new NetworkFunction.Call("/notify/2", "application/json", "{\"notificationType\":\"ABORT_CHARGING\"}"));
        awaitCounted("delivered", 2);
    }

    @Test
    void a_peer_that_fails_is_told_again_until_it_understands() throws Exception {
        var peer = peer().answering(500, 503, 302);
        var session = session(peer.uri("/n"));
        reauthorize(session, 10L);
        notifier("127.0.0.1");
        awaitState(session, "DELIVERED");
        assertThat(given.only(session).attempts()).isEqualTo(4);
        assertThat(peer.calls()).extracting(NetworkFunction.Call::path).containsExactly("/n", "/n", "/n", "/n");
    }

    @Test
    void a_peer_that_never_understands_is_given_up() throws Exception {
        var peer = peer().answering(500, 400, 429, 500, 500, 500);
        var session = session(peer.uri("/n"));
        abort(session);
        notifier("127.0.0.1", SOON_DONE);
        awaitState(session, "GIVEN_UP");
        assertThat(peer.calls()).hasSize(SOON_DONE.attemptsMax());
        awaitCounted("given_up", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void a_peer_that_no_longer_knows_the_session_is_left_alone(int status) throws Exception {
        var peer = peer().answering(status);
        var session = session(peer.uri("/n"));
        abort(session);
        notifier("127.0.0.1");
        awaitState(session, "GIVEN_UP");
        assertThat(peer.calls()).hasSize(1);
    }

    @Test
    void a_host_that_was_taken_off_the_list_is_not_called() throws Exception {
        var peer = peer();
        var session = session(peer.uri("/n"));
        abort(session);
        notifier("smf.example");
        awaitState(session, "GIVEN_UP");
        assertThat(peer.calls()).isEmpty();
    }

    @Test
    void a_session_that_has_ended_meanwhile_is_not_spoken_of() throws Exception {
        var peer = peer();
        var session = session(peer.uri("/n"));
        abort(session);
        given.close(session);
        notifier("127.0.0.1");
        awaitState(session, "GIVEN_UP");
        assertThat(peer.calls()).isEmpty();
        awaitCounted("moot", 1);
    }

    @Test
    void a_peer_that_hangs_is_waited_for_a_while_and_holds_up_no_other() throws Exception {
        var hanging = peer().answering(0);
        var prompt = peer();
        var slow = session(hanging.uri("/n"));
        abort(slow);
        notifier("127.0.0.1", IMPATIENT);
        var quick = session(prompt.uri("/n"));
        abort(quick);
        awaitState(quick, "DELIVERED");
        awaitState(slow, "DELIVERED");
        assertThat(hanging.calls()).hasSizeGreaterThan(1);
    }

    @Test
    void a_peer_that_is_down_is_told_when_it_is_back() throws Exception {
        var gone = peer();
        var port = gone.port();
        var session = session(gone.uri("/n"));
        gone.close();
        abort(session);
        notifier("127.0.0.1");
        Awaitility.await().atMost(PATIENCE).until(() -> given.only(session).attempts() > 0);
        closing.add(new NetworkFunction(port));
        awaitState(session, "DELIVERED");
    }

    @Test
    void an_attempt_that_died_with_its_instance_is_taken_up_when_its_lease_ends() throws Exception {
        var peer = peer();
        var session = session(peer.uri("/n"));
        abort(session);
        assertThat(store.due(1000, Duration.ofMillis(700))).extracting(Callback::about)
                .contains("session " + session);
        notifier("127.0.0.1");
        assertThat(store.due(1000, Duration.ofMillis(700))).isEmpty();
        awaitState(session, "DELIVERED");
        assertThat(given.only(session).attempts()).isEqualTo(2);
        assertThat(peer.calls()).hasSize(1);
    }

    @Test
    void two_instances_tell_each_once() throws Exception {
        var peer = peer();
        var sessions = new HashMap<ChargingDataRef, List<Long>>();
        for (int i = 0; i < 100; i++)
            sessions.put(session(peer.uri("/" + i)), List.of());
        assertThat(transaction.<Integer>execute(_ -> notifications.reauthorize(sessions))).isEqualTo(100);
        notifier("127.0.0.1");
        notifier("127.0.0.1");
        sessions.keySet().forEach(session -> awaitState(session, "DELIVERED"));
        assertThat(peer.calls()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void only_what_is_committed_is_told_and_only_to_whom_it_concerns() throws Exception {
        var peer = peer();
        var undone = session(peer.uri("/undone"));
        transaction.executeWithoutResult(tx -> {
            notifications.abort(List.of(undone));
            tx.setRollbackOnly();
        });
        var ended = session(peer.uri("/ended"));
        given.close(ended);
        var silent = given.session(DeviceId.next(), null);
        var told = transaction.<Integer>execute(_ -> notifications.abort(List.of(ended, silent)));
        assertThat(told).isZero();
        assertThat(given.told(undone)).isEmpty();
        assertThatThrownBy(() -> notifications.abort(List.of(undone))).hasMessageContaining("transaction");
    }

    private NetworkFunction peer() throws IOException {
        var peer = new NetworkFunction();
        closing.add(peer);
        return peer;
    }

    private static NotifySettings settings(Duration timeout, int attemptsMax) {
        return new NotifySettings(timeout, Duration.ofMillis(20), Duration.ofMillis(80), attemptsMax, 4,
                Duration.ofMillis(20));
    }

    private void notifier(String allowed) {
        notifier(allowed, FAST);
    }

    private void notifier(String allowed, NotifySettings settings) {
        var client = new NotifyClient(new NotifyHosts(List.of(allowed)), settings);
        var notifier = new Notifier(List.of(store), client, settings, metrics);
        closing.addFirst(() -> {
            notifier.stop();
            client.destroy();
        });
        notifier.start();
    }

    private ChargingDataRef session(String notifyUri) {
        return given.session(DeviceId.next(), notifyUri);
    }

    private void reauthorize(ChargingDataRef session, Long... ratingGroups) {
        transaction.executeWithoutResult(_ -> notifications.reauthorize(Map.of(session, List.of(ratingGroups))));
    }

    private void abort(ChargingDataRef session) {
        transaction.executeWithoutResult(_ -> notifications.abort(List.of(session)));
    }

    private void awaitState(ChargingDataRef session, String state) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> given.only(session).state(), state::equals);
    }

    /** It is counted once it is stored. */
    private void awaitCounted(String result, double count) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> counted(result), it -> it == count);
    }

    private double counted(String result) {
        return metrics.find("planshare.charging.notifications").tag("result", result).counters().stream()
                .mapToDouble(counter -> counter.count()).sum();
    }
}
