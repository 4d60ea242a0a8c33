package io.planshare.charging.usage;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.Id;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class SessionViewControllerTest {

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    private Api api;
    private final UUID device = Id.next();
    private final UUID subscription = Id.next();

    @BeforeEach
    void setUp() {
        api = plain.as("charging:read");
    }

    @Test
    void a_session_shows_its_rating_groups_their_payers_and_what_accounts_hold() {
        var payer = Id.next();
        var account = Id.next();
        var session = session("OPEN");
        jdbc.sql("update charging_session set rating_groups = cast(:groups as json) where session_id = :session")
                .param("session", session).param("groups",
                        """
                        {"20": {"unit": "OCTET", "reportedUntil": "2026-11-01T00:00:00Z", "payer": "%1$s",
                                "enrollmentId": "%1$s", "grantedAt": "2026-11-01T00:00:00Z", "capped": 70, "overageHeld": 30},
                         "10": {"unit": "OCTET", "reportedUntil": "2026-11-01T00:00:00Z", "capped": 0, "overageHeld": 0}}"""
                                .formatted(payer))
                .update();
        jdbc.sql("insert into reservation values (:session, 20, :account, :payer, :payer, 'OCTET', now(), 40)")
                .param("session", session).param("account", account).param("payer", payer).update();
        var answer = api.get("/v1/charging-sessions/" + device + "." + session);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        var shown = answer.body();
        assertThat(shown.path("chargingDataRef").asString()).isEqualTo(device + "." + session);
        assertThat(shown.path("sNssai").path("sst").asInt()).isEqualTo(1);
        assertThat(shown.path("ratingGroups").path(0).path("ratingGroup").asLong()).isEqualTo(10);
        assertThat(shown.path("ratingGroups").path(0).path("payer").isNull()).isTrue();
        var held = shown.path("ratingGroups").path(1);
        assertThat(held.path("payer").asString()).isEqualTo(payer.toString());
        assertThat(held.path("overageHeld").asLong()).isEqualTo(30);
        assertThat(held.path("holds").toString())
                .isEqualTo("[{\"providerAccountId\":\"" + account + "\",\"units\":40}]");
        assertThat(answer.raw()).doesNotContain("imsi", "supi", "secret-path");
    }

    @Test
    void sessions_are_listed_newest_first_by_device_by_user_and_by_state() {
        var first = session("RELEASED");
        var second = session("OPEN");
        assertThat(refs("deviceId=" + device)).containsExactly(device + "." + second, device + "." + first);
        assertThat(refs("subscriptionId=" + subscription)).hasSize(2);
        assertThat(refs("deviceId=" + device + "&state=RELEASED")).containsExactly(device + "." + first);
        var page = api.get("/v1/charging-sessions?limit=1&deviceId=" + device).body();
        assertThat(refs("limit=1&deviceId=" + device + "&after=" + page.path("next").asString()))
                .containsExactly(device + "." + first);
        assertThat(api.get("/v1/charging-sessions?deviceId=" + device + "&state=CLOSED").pointer())
                .isEqualTo("#query/state");
    }

    @Test
    void an_unknown_session_is_not_found_and_not_repeated() {
        for (var ref : new String[]{Id.next() + "." + Id.next(), "imsi-001010000000001",
                "-".repeat(36) + "." + "-".repeat(36)}) {
            var answer = api.get("/v1/charging-sessions/" + ref);
            assertThat(answer.problem()).isEqualTo("unknown-charging-session");
            assertThat(answer.raw()).doesNotContain("001010000000001");
        }
    }

    private Iterable<String> refs(String query) {
        return api.get("/v1/charging-sessions?" + query).body().path("items").findValuesAsString("chargingDataRef");
    }

    private UUID session(String state) {
        var id = Id.next();
        jdbc.sql(
                """
                insert into charging_session (anchor_id, session_id, subscription_id, device_id, nf_consumer, charging_id,
                    notify_uri, dnn, sst, state, create_hash, last_sequence, distinct_sequences, opened_at, updated_at,
                    expires_at)
                values (:device, :id, :subscription, :device, 'smf', '1138', 'http://smf/secret-path', 'internet', 1, :state,
                    :hash, 0, true, now(), now(), now() + interval '1 day')""")
                .param("device", device).param("id", id)
                .param("subscription", subscription).param("state", state).param("hash", id.toString()).update();
        return id;
    }
}
